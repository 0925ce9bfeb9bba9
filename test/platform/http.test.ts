import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStand, type Stand } from '../stand.ts';

describe('every answer', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());

  it.each(['/en/sign-in', '/en/nowhere', '/nowhere', '/en/sign-in/link/unknown'])(
    'of %s is guarded',
    async (path) => {
      const { headers } = await stand.nobody.get(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );

  it('an address without a language leads to the reader’s own', async () => {
    const answer = await request(stand.origin).get('/').set('Accept-Language', 'es-PE,es;q=0.9').redirects(0);
    expect([answer.status, answer.headers.location]).toEqual([303, '/es']);
  });

  it.each([
    ['cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['same-site', { 'Sec-Fetch-Site': 'same-site' }],
    ['a foreign origin', { Origin: 'https://evil.example' }],
    ['an origin of null', { Origin: 'null' }],
    ['neither, with a session', {}],
  ])('a post from %s is refused and changes nothing', async (_what, headers) => {
    const client = await stand.as('somebody@award.invalid');
    const before = stand.service.db.$client.prepare('SELECT count(*) FROM audit').pluck().get();
    const answer = await request(stand.origin)
      .post('/en/sign-out')
      .set({ Cookie: client.cookie, ...headers })
      .send('x=1');
    expect(answer.status).toBe(403);
    expect(stand.service.db.$client.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(before);
  });

  it.each([
    ['PROPFIND', 405],
    ['PUT', 405],
    ['DELETE', 405],
    ['OPTIONS', 405],
  ])('%s is not known', async (method, status) => {
    const answer = await fetch(`${stand.origin}/en/sign-in`, {
      method,
    });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['an unknown field', 'address=a%40b.org&back=&extra=1', 400],
    ['a repeated field', 'address=a%40b.org&address=c%40d.org&back=', 400],
    ['a prototype', '__proto__=1&address=a%40b.org&back=', 400],
    ['no body', '', 422],
    ['a wrong address, kept as typed', 'address=not+an+address&back=', 422],
  ])('a form with %s is answered by its fault', async (_what, body, status) => {
    const answer = await request(stand.origin)
      .post('/en/sign-in')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send(body)
      .redirects(0);
    expect(answer.status).toBe(status);
    if (body.startsWith('address=not')) expect(answer.text).toContain('value="not an address"');
  });

  it('a body that is no form, or too large, is refused', async () => {
    const post = () =>
      request(stand.origin).post('/en/sign-in').set('Sec-Fetch-Site', 'same-origin').redirects(0);
    expect((await post().type('text/plain').send('address=a')).status).toBe(415);
    expect(
      (
        await post()
          .type('form')
          .send(`address=${'a'.repeat(1_100_000)}`)
      ).status,
    ).toBe(413);
  });

  it('an address that cannot be decoded is a bad request, not a fault', async () => {
    expect((await fetch(`${stand.origin}/en/sign-in/link/%E0%A4%A`)).status).toBe(400);
  });
});
