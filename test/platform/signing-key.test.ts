import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/platform/config.ts';
import { openSigningKey } from '../../src/platform/signing-key.ts';

describe('the signing key', () => {
  let folder: string;
  let dataDir: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'award-key-'));
    dataDir = join(folder, 'data');
    mkdirSync(dataDir);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const production = (env: Record<string, string>) =>
    readConfig({
      NODE_ENV: 'production',
      AWARD_ORIGIN: 'https://award.example',
      AWARD_SECRET: 's'.repeat(40),
      AWARD_SMTP_URL: 'smtp://mail.example:25',
      AWARD_MAIL_FROM: 'award@example.org',
      DATA_DIR: dataDir,
      ...env,
    });
  const written = (name: string, pem: string) => {
    writeFileSync(join(folder, name), pem);
    return join(folder, name);
  };
  const pem = (kind: 'ed25519' | 'x25519') =>
    generateKeyPairSync(kind as 'ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

  it('is made once outside production, readable by its owner alone, and signs so that anybody can check', () => {
    const first = openSigningKey(readConfig({ DATA_DIR: dataDir }));
    const again = openSigningKey(readConfig({ DATA_DIR: dataDir }));
    expect(again.publicKey).toBe(first.publicKey);
    expect(statSync(join(dataDir, 'signing-key.pem')).mode & 0o777).toBe(0o600);
    const bytes = Buffer.from('what is signed');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: first.publicKey }, format: 'jwk' });
    expect(verify(null, bytes, key, Buffer.from(first.sign(bytes), 'base64url'))).toBe(true);
    expect(first.sign(bytes)).toBe(again.sign(bytes));
  });

  it('is made in production beside the data, where no backup takes it along', () => {
    const first = openSigningKey(production({}));
    expect(openSigningKey(production({})).publicKey).toBe(first.publicKey);
    expect(statSync(join(folder, 'data-keys', 'signing-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('may not be named below the data folder in production', () => {
    writeFileSync(join(dataDir, 'key.pem'), pem('ed25519'));
    const inside = production({ AWARD_SIGNING_KEY_FILE: join(dataDir, 'key.pem') });
    expect(() => openSigningKey(inside)).toThrow('lies below DATA_DIR');
    const outside = production({ AWARD_SIGNING_KEY_FILE: written('key.pem', pem('ed25519')) });
    expect(openSigningKey(outside).publicKey).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    ['none.pem', null, 'cannot be read (ENOENT)'],
    ['text.pem', 'no key', 'cannot be read'],
    ['other.pem', pem('x25519'), 'is not an Ed25519 key'],
  ])('a file %s is one clear line', (name, content, words) => {
    const file = content === null ? join(folder, name) : written(name, content);
    expect(() => openSigningKey(production({ AWARD_SIGNING_KEY_FILE: file }))).toThrow(words);
  });
});
