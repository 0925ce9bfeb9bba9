import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { printSignInLink } from '../../src/people/challenges.ts';
import { HOUR, MINUTE } from '../../src/platform/clock.ts';
import { openStand, type Stand } from '../stand.ts';

describe('signing in by mail', () => {
  let stand: Stand;
  beforeEach(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  });
  afterEach(() => stand.close());

  const ask = (address: string, cookie = '') => {
    const test = request(stand.origin)
      .post('/en/sign-in')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .redirects(0);
    return (cookie ? test.set('Cookie', cookie) : test).send(`address=${encodeURIComponent(address)}&back=`);
  };
  const newestMail = () =>
    stand.service.db.$client
      .prepare('SELECT facts, link FROM outbox ORDER BY created_at DESC, rowid DESC')
      .get() as {
      facts: string;
      link: string;
    };
  const cookieOf = (answer: request.Response) =>
    String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  const post = (path: string, cookie: string, body = '') =>
    request(stand.origin)
      .post(path)
      .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: cookie })
      .type('form')
      .send(body)
      .redirects(0);
  const sessions = () => stand.service.db.$client.prepare('SELECT count(*) FROM sessions').pluck().get();

  it('the link works in the browser that asked, once, and looking at it uses nothing up', async () => {
    const browser = cookieOf(await ask('anna@city.org'));
    const { link } = newestMail();
    for (let look = 0; look < 5; look += 1) {
      expect((await request(stand.origin).get(`/en${link}`).set('Cookie', browser)).status).toBe(200);
    }
    const first = await post(`/en${link}`, browser);
    const second = await post(`/en${link}`, browser);
    expect([first.status, first.headers.location, second.status]).toEqual([303, '/en/my', 410]);
    expect(sessions()).toBe(1);
  });

  it('twenty uses at once make one session', async () => {
    const browser = cookieOf(await ask('anna@city.org'));
    const { link } = newestMail();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(`/en${link}`, browser)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(sessions()).toBe(1);
  });

  it('in another browser the link makes no session and says what to do', async () => {
    await ask('anna@city.org');
    const answer = await post(`/en${newestMail().link}`, 'browser=another');
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('another browser');
    expect(sessions()).toBe(0);
  });

  it('the code of the mail works in that browser; after six wrong tries it is dead', async () => {
    const browser = cookieOf(await ask('anna@city.org'));
    const { code } = JSON.parse(newestMail().facts) as { code: string };
    const wrong = code === '000000' ? '111111' : '000000';
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await post('/en/sign-in/code', browser, `code=${wrong}`)).status).toBe(422);
    }
    expect(
      (await post('/en/sign-in/code', browser, `code=${code.slice(0, 3)}+${code.slice(3)}`)).status,
    ).toBe(303);
    const other = cookieOf(await ask('berta@city.org'));
    for (let attempt = 0; attempt < 6; attempt += 1) await post('/en/sign-in/code', other, 'code=000000');
    const right = (JSON.parse(newestMail().facts) as { code: string }).code;
    expect((await post('/en/sign-in/code', other, `code=${right}`)).status).toBe(429);
  });

  it('after ten minutes link and code are dead', async () => {
    const browser = cookieOf(await ask('anna@city.org'));
    stand.clock.advance(10 * MINUTE);
    expect((await post(`/en${newestMail().link}`, browser)).status).toBe(410);
    expect((await post('/en/sign-in/code', browser, 'code=123456')).status).toBe(410);
  });

  it('known and unknown addresses are answered alike, and one address gets five mails an hour', async () => {
    await stand.as('known@city.org', 'Known');
    const known = await ask('known@city.org');
    const unknown = await ask('unknown@city.org');
    expect([known.status, known.headers.location, known.text]).toEqual([
      unknown.status,
      unknown.headers.location,
      unknown.text,
    ]);
    for (let more = 0; more < 10; more += 1) expect((await ask('known@city.org')).status).toBe(303);
    const mails = stand.service.db.$client
      .prepare("SELECT count(*) FROM outbox WHERE to_address = 'known@city.org'")
      .pluck()
      .get();
    expect(mails).toBe(5);
  });

  it('a link printed for the sample signs in any browser, once', async () => {
    const link = printSignInLink(
      stand.service.db,
      stand.clock.now(),
      'anna@city.org',
      'fr',
      '/my',
      stand.clock.now() + HOUR,
    );
    expect((await post(link, '')).headers.location).toBe('/fr/my');
    expect((await post(link, '')).status).toBe(410);
  });

  it('a session is kept as a hash, replaces the one before, and ends where its owner says', async () => {
    const browser = cookieOf(await ask('anna@city.org'));
    const fixed = 'sid=fixed-by-somebody';
    const answer = await post(`/en${newestMail().link}`, `${browser}; ${fixed}`);
    const cookies = (answer.headers['set-cookie'] as unknown as string[]).map(
      (one) => one.split(';')[0] ?? '',
    );
    const sid = cookies.find((one) => one.startsWith('sid=')) ?? '';
    expect(sid).not.toBe(fixed);
    expect(stand.service.db.$client.prepare('SELECT token_hash FROM sessions').pluck().all()).not.toContain(
      sid.slice(4),
    );
    const account = () => request(stand.origin).get('/en/my/account').set('Cookie', sid).redirects(0);
    expect((await account()).status).toBe(200);
    await post('/en/sign-out', sid);
    expect((await account()).headers.location).toBe('/en/sign-in?back=%2Fmy%2Faccount');
  });

  it('a session idle for two hours, or twelve hours old, is over', async () => {
    const client = await stand.as('anna@city.org');
    stand.clock.advance(2 * HOUR + MINUTE);
    expect((await client.get('/en/my/account')).status).toBe(303);
    const busy = await stand.as('berta@city.org');
    for (let hour = 0; hour < 11; hour += 1) {
      stand.clock.advance(HOUR);
      expect((await busy.get('/en/my/account')).status).toBe(200);
    }
    stand.clock.advance(HOUR);
    expect((await busy.get('/en/my/account')).status).toBe(303);
  });

  it('never leads away from the service after signing in', async () => {
    const asked = await request(stand.origin).get('/en/sign-in?back=//evil.example');
    expect(asked.text).toContain('name="back" value="/my"');
  });

  it('what was typed on the account page is kept where a field is wrong', async () => {
    const client = await stand.as('anna@city.org', 'Anna');
    const answer = await client.post('/en/my/account', {
      name: 'Anna-Sofía O’Neill',
      lang: 'en',
      timeZone: 'Mars/Olympus',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="Anna-Sofía O’Neill"');
    await client.post('/en/my/account', { name: 'Anna-Sofía O’Neill', lang: 'fr', timeZone: 'Africa/Dakar' });
    await client.post('/en/my/account', { name: 'Anna-Sofía O’Neill', lang: 'fr', timeZone: 'Africa/Dakar' });
    const entries = stand.service.db.$client
      .prepare("SELECT count(*) FROM audit WHERE action = 'account.described'")
      .pluck()
      .get();
    expect(entries).toBe(1);
  });
});
