import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStand, type Stand } from '../stand.ts';
import { acts, keptLog } from './ground.ts';

const { log, lines } = keptLog();
let production: Stand;
beforeAll(async () => {
  const key = join(mkdtempSync(join(tmpdir(), 'award-key-')), 'key.pem');
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(key, pem, { mode: 0o600 });
  production = await openStand({
    log,
    env: {
      NODE_ENV: 'production',
      AWARD_ORIGIN: 'https://award.example',
      AWARD_SECRET: 's'.repeat(40),
      AWARD_SMTP_URL: 'smtp://127.0.0.1:1',
      AWARD_MAIL_FROM: 'Award <award@award.example>',
      AWARD_SIGNING_KEY_FILE: key,
      AWARD_BACKGROUND: 'off',
    },
  });
});
afterAll(() => production.close());

const get = (path: string, host: string) =>
  request(production.origin).get(path).set('Host', host).redirects(0);

describe('in production', () => {
  it('cookies bear the prefix of one host, are secure, unread by scripts and bound to no domain [CS-07]', async () => {
    const answer = await request(production.origin)
      .post('/en/sign-in')
      .set({ Host: 'award.example', 'Sec-Fetch-Site': 'same-origin' })
      .type('form')
      .redirects(0)
      .send('address=anna%40city.example&back=');
    const cookies = answer.headers['set-cookie'] as unknown as string[];
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-/);
      expect(cookie).toMatch(/; Secure/);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)/);
      expect(cookie).toMatch(/; Path=\//);
      expect(cookie).not.toMatch(/domain=/i);
    }
  });

  it('the browser is told to come by TLS alone for two years, and the policy names the one origin [CS-06]', async () => {
    const { headers } = await get('/en/nowhere', 'award.example').set('X-Forwarded-Host', 'evil.example');
    expect(headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    expect(headers['content-security-policy']).toContain('script-src https://award.example/assets/');
  });

  it.each([
    'evil.example',
    '127.0.0.1',
    'localhost:3000',
    'award.example.evil.example',
    'award.example:8443',
  ])('a request to %s is refused before anything is looked up, and is told nothing [AU-07]', async (host) => {
    for (const path of ['/', '/en', '/assets/nothing.css', '/en/2027/calendar.ics', '/csp-reports']) {
      const { status, headers, text } = await get(path, host);
      expect([path, status, text]).toEqual([path, 421, 'This service does not answer to that name.\n']);
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('whoever watches the machine is answered by whatever name it knows it [AU-07]', async () => {
    expect((await get('/healthz', '10.0.0.7:3000')).status).toBe(200);
    expect((await get('/readyz', '10.0.0.7:3000')).status).toBe(200);
  });
});

describe('a report of what the policy stopped', () => {
  const OLD = {
    'csp-report': {
      'document-uri': 'https://award.example/en/sign-in/link/secret',
      'violated-directive': 'script-src-elem',
      'blocked-uri': 'https://evil.example/x.js?stolen=secret',
    },
  };
  const NEW = [
    {
      type: 'csp-violation',
      url: 'https://award.example/en/sign-in/link/secret',
      body: { effectiveDirective: 'img-src\n{"level":60}', blockedURL: 'inline', sample: 'secret' },
    },
  ];
  const send = (body: unknown) =>
    request(production.origin)
      .post('/csp-reports')
      .set({ Host: 'award.example', 'Content-Type': 'application/reports+json' })
      .send(typeof body === 'string' ? body : JSON.stringify(body));
  const told = () =>
    lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'stopped by the policy');

  it('has an address that every page names', async () => {
    const { headers } = await get('/en', 'award.example');
    expect(headers['reporting-endpoints']).toBe('policy="https://award.example/csp-reports"');
    expect(headers['content-security-policy']).toMatch(/report-uri \/csp-reports;.*report-to policy/);
  });

  it('leaves one line with what was stopped, and nothing of who met it where [PR-05]', async () => {
    expect([(await send(OLD)).status, (await send(NEW)).status]).toEqual([204, 204]);
    expect(told().map(({ directive, blocked }) => [directive, blocked])).toEqual([
      ['script-src-elem', 'evil.example'],
      ['img-src', 'inline'],
    ]);
    expect(lines.join('')).not.toContain('secret');
  });

  it.each([
    ['that is no JSON', '{', 400],
    ['of another form', { report: true }, 400],
    ['nested a thousand times', '['.repeat(1_000) + ']'.repeat(1_000), 400],
    ['longer than a browser writes', ' '.repeat(20_000), 413],
  ])('%s is refused and leaves no line', async (_what, body, status) => {
    const before = told().length;
    expect((await send(body)).status).toBe(status);
    expect(told().length).toBe(before);
  });

  it('beyond sixty a minute is not read, and changes nothing', async () => {
    const before = acts(production);
    const answers: number[] = [];
    for (let index = 0; index < 65; index += 1) answers.push((await send(OLD)).status);
    expect(answers.slice(-6)).toEqual([429, 429, 429, 429, 429, 429]);
    expect(told().length).toBeLessThanOrEqual(60);
    production.clock.advance(60_000);
    expect((await send(OLD)).status).toBe(204);
    expect(acts(production)).toBe(before);
  });
});
