import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/platform/config.ts';
import { paths } from '../../src/platform/paths.ts';

type Service = {
  build?: string;
  image?: string;
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: string[];
  volumes?: string[];
};
type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> };

const read = (name: string) => readFileSync(join(paths.root, name), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);

/** A value as compose gives it where the operator sets nothing. */
const unset = (value: string) => value.replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');

describe('docker-compose.yml', () => {
  test('runs the server, the notify worker, Redis and a mail catcher', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['server', 'notify', 'redis', 'mail']),
    );
  });

  test.each(['server', 'notify'])('%s starts with settings that the service knows', (name) => {
    const given = compose.services[name]?.environment ?? {};
    const config = readConfig(
      Object.fromEntries(Object.entries(given).map(([key, value]) => [key, unset(String(value))])),
    );
    expect(config.redisUrl).toBe('redis://redis:6379');
    expect(config.smtpUrl).toBe('smtp://mail:1025');
    expect(config.dataDir).toBe('/data');
    expect(config.host).toBe('0.0.0.0');
  });

  test('server and worker hold the same secret, so that the worker opens what the server seals', () => {
    expect(compose.services.notify?.environment?.AWARD_SECRET).toBe(
      compose.services.server?.environment?.AWARD_SECRET,
    );
  });

  test.each(services)('%s names only services and volumes that are there', (_, service) => {
    for (const other of service.depends_on ?? []) expect(compose.services).toHaveProperty(other);
    for (const mount of service.volumes ?? [])
      expect(compose.volumes).toHaveProperty(mount.split(':')[0] ?? '');
    expect(Boolean(service.build) !== Boolean(service.image)).toBe(true);
  });

  test.each(['server', 'notify'])('%s runs a program that the build makes from a source', (name) => {
    const program = compose.services[name]?.command?.[1] ?? '';
    expect(existsSync(join(paths.root, program.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
  });

  test('Redis keeps what it was given and refuses when full, since a queue may not drop messages', () => {
    expect(compose.services.redis?.command).toEqual(
      expect.arrayContaining(['--appendonly', 'yes', '--maxmemory-policy', 'noeviction']),
    );
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  const copied = lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(/\s+/).slice(1, -1));
  const ignored = read('.dockerignore')
    .split('\n')
    .map((line) => line.trim());

  test.each(copied)('copies %s, which is there and not ignored', (source) => {
    expect(existsSync(join(paths.root, source))).toBe(true);
    expect(ignored).not.toContain(source);
  });

  test('brings every folder that the service reads while it runs', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM '))).join('\n');
    for (const folder of ['drizzle', 'locales', 'public', 'seed', 'views']) {
      expect(last).toContain(`COPY ${folder} ${folder}`);
    }
  });

  test('does not run as root and keeps the data folder outside the image', () => {
    expect(lines).toContain('USER node');
    expect(lines).toContain('VOLUME /data');
  });
});
