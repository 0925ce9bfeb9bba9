import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acts, denials, NEVER, type Played, playSample } from './ground.ts';

let played: Played;
beforeAll(async () => {
  played = await playSample('announced');
});
afterAll(() => played.stand.close());

const asked = (path: string, init: RequestInit = {}) =>
  fetch(`${played.stand.origin}${path}`, { redirect: 'manual', ...init });

describe('a form sent from another site', () => {
  const FROM: [string, Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour below the same domain', { 'sec-fetch-site': 'same-site' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an origin of null', { origin: 'null' }],
    ['nowhere, with a session', {}],
  ];

  it.each(FROM)(
    'from %s is refused at every address that writes, and nothing happens [CS-01, AU-20]',
    async (_from, headers) => {
      const before = [acts(played.stand), denials(played.stand)];
      const addresses = [...played.addresses('post'), '/en/sign-in/code'];
      expect(addresses.length).toBeGreaterThan(80);
      const wrong: string[] = [];
      for (const path of addresses) {
        const answer = await asked(path, {
          method: 'POST',
          headers: {
            ...headers,
            cookie: played.organiser.cookie,
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: 'agreed=yes',
        });
        await answer.arrayBuffer();
        if (answer.status !== 403) wrong.push(`${path}: ${answer.status}`);
      }
      expect(wrong).toEqual([]);
      expect([acts(played.stand), denials(played.stand)]).toEqual(before);
    },
  );

  it('is answered before its body has arrived [CS-01, UP-17]', async () => {
    const { port } = new URL(played.stand.origin);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = rawRequest({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/en/my/account',
        headers: {
          cookie: played.city.cookie,
          'sec-fetch-site': 'cross-site',
          'content-type': 'multipart/form-data; boundary=x',
          'content-length': '20000000',
        },
      });
      sending.on('response', (answer) => {
        resolve(answer.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
      // Of twenty million bytes one is sent: a service that read the body would wait for ever.
      sending.write('-');
    });
    expect(status).toBe(403);
  });

  it.each([
    ['text/plain', 'name=Mallory&lang=en&timeZone='],
    ['application/json', '{"name":"Mallory","lang":"en","timeZone":""}'],
    ['application/x-www-form-urlencoded; charset=utf-7', 'name=Mallory&lang=en&timeZone='],
    ['application/x-www-form-urlencoded; charset=utf-16', 'name=Mallory&lang=en&timeZone='],
    ['application/xml', '<name>Mallory</name>'],
  ])('as %s is no form [CS-03]', async (type, body) => {
    const answer = await asked('/en/my/account', {
      method: 'POST',
      headers: { cookie: played.city.cookie, 'sec-fetch-site': 'same-origin', 'content-type': type },
      body,
    });
    expect(answer.status).toBe(415);
    expect(
      await (await asked('/en/my/account', { headers: { cookie: played.city.cookie } })).text(),
    ).not.toContain('Mallory');
  });
});

describe('every answer', () => {
  it('forbids frames, foreign and inline script, guesses of kinds; pages, errors, files, lists and redirects alike [CS-04, CS-05, CS-06]', async () => {
    const cookie = played.city.cookie;
    const file = `/en/nominations/${played.sheet.ids.nomination}/files/${played.sheet.ids.file}`;
    const places = [
      '/',
      '/en',
      '/en/nowhere',
      '/nowhere',
      '/en/sign-in',
      '/en/my',
      file,
      '/en/2027/awardees',
      '/en/2027/awardees.csv',
      '/en/2027/package.zip',
      '/en/2027/calendar.ics',
      '/en/verify',
      '/assets/nothing.css',
      `/en/nominations/${NEVER}`,
      '/en/sign-in/link/%E0%A4%A',
      '/health/live',
    ];
    for (const place of places) {
      const { headers, status } = await asked(place, { headers: { cookie } });
      const policy = headers.get('content-security-policy') ?? '';
      expect([place, status, policy]).toEqual([
        place,
        status,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/unsafe|nonce|\*|data:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect([
        headers.get('x-powered-by'),
        headers.get('server'),
        headers.get('access-control-allow-origin'),
      ]).toEqual([null, null, null]);
    }
    const page = (await asked('/en')).headers.get('content-security-policy') ?? '';
    expect(page).toMatch(/script-src http:\/\/127\.0\.0\.1:\d+\/assets\/;/);
    expect(page).toMatch(/style-src http:\/\/127\.0\.0\.1:\d+\/assets\//);
    expect(page).toContain("object-src 'none'");
    expect(page).toContain("form-action 'self'");
  });

  it('holds no inline script, style, handler or address of another host on any page of the award [CS-05, PR-04]', async () => {
    const wrong: string[] = [];
    for (const client of [played.organiser, played.city, played.juror, played.auditor, played.stand.nobody]) {
      for (const path of played.addresses('get')) {
        const answer = await client.get(path);
        if (answer.status !== 200 || answer.type !== 'text/html') continue;
        const { text } = answer;
        // The page that verifies a package without this service carries its script in itself, and is a download.
        if (answer.headers['content-disposition'] !== undefined) continue;
        const inline = text.match(
          /<script(?![^>]*\bsrc=)(?![^>]*application\/json)[^>]*>|<style|\sstyle=|\son[a-z]+="|javascript:/i,
        );
        if (inline) wrong.push(`${path}: ${inline[0]}`);
        for (const [, loaded = ''] of text.matchAll(
          /<(?:script|img|link|iframe|source|audio|video|object|embed)\b[^>]*?\s(?:src|href|data|srcset)="([^"]*)"/g,
        )) {
          if (!/^(\/(?!\/)|data:image\/svg)/.test(loaded) && !loaded.startsWith(played.stand.origin))
            wrong.push(`${path} loads ${loaded}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('allows no origin to read it, whoever asks [CS-08]', async () => {
    for (const origin of [
      'https://evil.example',
      'null',
      played.stand.origin.replace('127.0.0.1', 'localhost'),
    ]) {
      const { headers } = await asked('/en/my/account', { headers: { origin, cookie: played.city.cookie } });
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('to an unknown method is 405 and repeats nothing that was sent [CS-09]', async () => {
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      const answer = await asked('/en/my/account', {
        method,
        headers: { cookie: played.city.cookie, 'x-secret': 'canary-7' },
      });
      expect(answer.status).toBe(405);
      expect(await answer.text()).not.toContain('canary-7');
    }
    const { port } = new URL(played.stand.origin);
    const traced = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      let text = '';
      socket.on('data', (part) => {
        text += part.toString();
      });
      socket.on('close', () => resolve(text));
      socket.write('TRACE / HTTP/1.1\r\nHost: localhost\r\nX-Secret: canary-7\r\nConnection: close\r\n\r\n');
    });
    expect(traced).toMatch(/^HTTP\/1\.1 405 /);
    expect(traced).not.toContain('canary-7');
  });

  it('to somebody signed in is kept by no cache, and after signing out shows nothing more [CS-11, AU-15]', async () => {
    const leaving = await played.stand.as('leaving@city.invalid', 'Leaving Person');
    const page = await leaving.get('/en/my/account');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.text).toContain('Leaving Person');
    await leaving.post('/en/sign-out').expect(303);
    const back = await leaving.get('/en/my/account');
    expect(back.status).toBe(303);
    expect(back.text).not.toContain('Leaving Person');
  });
});

describe('the size of a request', () => {
  it('headers or cookies of 64 kB are refused with 431, and the service goes on [DO-05]', async () => {
    for (const name of ['cookie', 'x-anything']) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const { port } = new URL(played.stand.origin);
        rawRequest(
          { port, host: '127.0.0.1', path: '/en', headers: { [name]: `a=${'b'.repeat(65_536)}` } },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          },
        )
          .on('error', reject)
          .end();
      });
      expect(status).toBe(431);
    }
    expect((await asked('/en')).status).toBe(200);
  });

  it('a POST without a body is a form with nothing in it at every address, never a fault [DO-08]', async () => {
    const wrong: string[] = [];
    const taken = /\/(sign-out|sessions\/end)$/;
    for (const path of played.addresses('post').filter((one) => !taken.test(one))) {
      for (const client of [played.organiser, played.juror, played.city]) {
        const answer = await asked(path, {
          method: 'POST',
          headers: { cookie: client.cookie, 'sec-fetch-site': 'same-origin' },
        });
        await answer.arrayBuffer();
        if (answer.status >= 500) wrong.push(`${path}: ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
