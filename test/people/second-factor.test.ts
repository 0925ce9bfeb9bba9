import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSignInLink } from '../../src/people/challenges.ts';
import { ensureAccount, startSession } from '../../src/people/store.ts';
import { codeAt } from '../../src/people/totp.ts';
import { HOUR, MINUTE } from '../../src/platform/clock.ts';
import { layGround } from '../nominations/ground.ts';
import { openStand, type Stand } from '../stand.ts';
import { newestMail, type Visitor, visitorOf } from './visitor.ts';

const ORGANISER = 'office@award.invalid';
const SECOND = 'second@award.invalid';
const OFFICE = '/en/office/2027';

let stand: Stand;
beforeAll(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' }, staysFresh: false });
  await layGround(stand);
  const first = await stand.as(ORGANISER);
  for (const [address, role] of [
    [SECOND, 'organiser'],
    ['third@award.invalid', 'approver'],
    ['auditor@award.invalid', 'auditor'],
  ] as const)
    await first.post(`${OFFICE}/people`, { address, name: 'Somebody', role }).expect(303);
});
afterAll(() => stand.close());

const count = (what: string, ...values: unknown[]) =>
  stand.service.db.$client
    .prepare(`SELECT count(*) FROM ${what}`)
    .pluck()
    .get(...values) as number;
const nextCode = (secret: string) => {
  stand.clock.advance(MINUTE);
  return codeAt(secret, stand.clock.now());
};

describe('the first visit of somebody who carries the award', () => {
  it.each([ORGANISER, 'third@award.invalid', 'auditor@award.invalid'])(
    '%s is led to set up a factor and sees nothing before',
    async (address) => {
      const visitor = visitorOf(stand);
      expect(await visitor.signIn(address)).toBe('/en/my');
      for (const path of ['/en/my', OFFICE, `${OFFICE}/people`, '/en/my/account']) {
        const answer = await visitor.get(path);
        expect([answer.status, answer.headers.location]).toEqual([
          303,
          `/en/factor?back=${encodeURIComponent(path.slice(3))}`,
        ]);
        expect(answer.text).not.toContain('Somebody');
      }
      expect((await visitor.get('/en/factor?back=/my')).headers.location).toBe('/en/factor/new?back=%2Fmy');
      const secret = await visitor.enrol();
      expect(secret).toHaveLength(32);
      expect((await visitor.get(OFFICE)).status).toBe(200);
      expect(newestMail(stand, address).template).toBe('people.mail.factor-added');
    },
  );

  it('a wrong code keeps the secret on the page, and sets nothing up', async () => {
    const visitor = visitorOf(stand);
    await visitor.signIn(SECOND);
    const { text } = await visitor.get('/en/factor/new?back=/office/2027');
    const secret = /name="secret" value="([A-Z2-7]{32})"/.exec(text)?.[1] ?? '';
    expect(text).toContain('<path d="M4 4h1v1h-1z');
    const wrong = await visitor.post('/en/factor/new', { secret, code: '000000', back: '/office/2027' });
    expect([wrong.status, wrong.text.includes(`value="${secret}"`)]).toEqual([422, true]);
    expect(wrong.text).toContain('not the digits that the app shows');
    const code = codeAt(secret, stand.clock.now());
    const right = await visitor.post('/en/factor/new', { secret, code, back: '/office/2027' });
    expect(right.headers.location).toBe('/en/office/2027');
  });

  it('cities come in by the link alone', async () => {
    const visitor = visitorOf(stand);
    await visitor.signIn('mayor@city.invalid');
    expect((await visitor.get('/en/my')).status).toBe(200);
    expect((await visitor.get('/en/my/account')).text).toContain('your role asks for none');
  });
});

describe('each further sign-in', () => {
  const ADDRESS = 'fourth@award.invalid';
  let secret: string;
  beforeAll(async () => {
    const first = await stand.as(ORGANISER);
    await first.post(`${OFFICE}/people`, { address: ADDRESS, name: 'Four', role: 'organiser' }).expect(303);
    const visitor = visitorOf(stand);
    await visitor.signIn(ADDRESS);
    secret = await visitor.enrol();
  });

  async function linked(): Promise<Visitor> {
    const visitor = visitorOf(stand);
    const who = { address: ADDRESS, name: '', lang: 'en' } as const;
    const begun = { device: 'test', proof: 'link' } as const;
    const token = await stand.service.act('system', 'session.started', (tx) =>
      startSession(tx, ensureAccount(tx, who), begun),
    );
    visitor.cookies.set('sid', token);
    return visitor;
  }

  it('asks for the code, changes the cookie with it and leads on', async () => {
    const visitor = await linked();
    expect((await visitor.get('/en/factor?back=/office/2027')).text).toContain('Six digits from your app');
    const before = visitor.cookies.get('sid');
    const answer = await visitor.post('/en/factor', { code: nextCode(secret), back: '/office/2027' });
    expect(answer.headers.location).toBe('/en/office/2027');
    expect(visitor.cookies.get('sid')).not.toBe(before);
    expect((await visitor.get(OFFICE)).status).toBe(200);
    visitor.cookies.set('sid', before ?? '');
    expect((await visitor.get(OFFICE)).headers.location).toContain('/en/sign-in');
  });

  it('takes no code twice, from any session', async () => {
    const [one, other] = [await linked(), await linked()];
    const code = nextCode(secret);
    const both = await Promise.all([one, other].map((each) => each.post('/en/factor', { code, back: '' })));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    const seen = await Promise.all([one, other].map((each) => each.get(OFFICE)));
    expect(seen.map(({ status }) => status).sort()).toEqual([200, 303]);
  });

  it('takes no code of the mail in place of the app', async () => {
    const visitor = await linked();
    await visitor.post('/en/sign-in', { address: ADDRESS, back: '' });
    expect(newestMail(stand, ADDRESS).template).toBe('people.mail.sign-in');
    const { code = '' } = newestMail(stand, ADDRESS).facts;
    const answer = await visitor.post('/en/factor', { code, back: '' });
    expect(answer.status).toBe(422);
    expect((await visitor.get(OFFICE)).headers.location).toContain('/en/factor');
  });

  it('sets up no second app before the first was given', async () => {
    const visitor = await linked();
    expect((await visitor.get('/en/factor/new')).headers.location).toContain('/en/factor?back=');
    const other = 'A'.repeat(32);
    const form = { secret: other, code: codeAt(other, stand.clock.now()), back: '' };
    expect((await visitor.post('/en/factor/new', form)).status).toBe(409);
    expect(count('factors WHERE ended_at IS NULL AND secret = ?', other)).toBe(0);
  });

  it('after six wrong codes waits ten minutes, also for the right one and in another session', async () => {
    // Wrong codes of the tests before no longer count.
    stand.clock.advance(10 * MINUTE);
    const visitor = await linked();
    for (let attempt = 0; attempt < 6; attempt += 1)
      expect((await visitor.post('/en/factor', { code: '000000', back: '' })).status).toBe(422);
    expect((await visitor.post('/en/factor', { code: nextCode(secret), back: '' })).status).toBe(429);
    const other = await linked();
    expect((await other.post('/en/factor', { code: nextCode(secret), back: '' })).status).toBe(429);
    stand.clock.advance(10 * MINUTE);
    expect((await other.post('/en/factor', { code: nextCode(secret), back: '' })).status).toBe(303);
  });
});

describe('a weighty act', () => {
  const ADDRESS = 'fifth@award.invalid';
  let secret: string;
  let visitor: Visitor;
  const form = { address: 'New.Person@award.invalid', name: 'Renée “O’Neill” <b>', role: 'auditor' };
  beforeAll(async () => {
    const first = await stand.as(ORGANISER);
    await first.post(`${OFFICE}/people`, { address: ADDRESS, name: 'Five', role: 'organiser' }).expect(303);
    visitor = visitorOf(stand);
    await visitor.signIn(ADDRESS);
    secret = await visitor.enrol();
  });

  it('within five minutes of the proof just happens', async () => {
    const answer = await visitor.post(`${OFFICE}/people`, { ...form, address: 'quick@award.invalid' });
    expect([answer.status, answer.headers.location]).toEqual([303, '/en/office/2027/people']);
  });

  it('later asks again with everything typed, and the code carries it through', async () => {
    stand.clock.advance(5 * MINUTE);
    const before = count('office_appointments');
    const asked = await visitor.post(`${OFFICE}/people`, form);
    expect(asked.status).toBe(401);
    expect(asked.text).toContain('action="/en/office/2027/people"');
    expect(asked.text).toContain('name="name" value="Renée “O’Neill” &lt;b&gt;"');
    expect(count('office_appointments')).toBe(before);
    const wrong = await visitor.post(`${OFFICE}/people`, { ...form, 'proof-code': '000000' });
    expect([wrong.status, wrong.text.includes('value="New.Person@award.invalid"')]).toEqual([422, true]);
    expect(count('office_appointments')).toBe(before);
    const done = await visitor.post(`${OFFICE}/people`, { ...form, 'proof-code': nextCode(secret) });
    expect([done.status, done.headers.location]).toEqual([303, '/en/office/2027/people']);
    expect(count('office_appointments')).toBe(before + 1);
    // The session is fresh now and the old cookie is dead.
    expect((await visitor.get('/en/my/account/address')).status).toBe(200);
  });

  it('for somebody who does not see the thing is missing, not asked for', async () => {
    stand.clock.advance(6 * MINUTE);
    expect((await visitor.post('/en/office/1999/people', form)).status).toBe(404);
  });

  it('a city proves itself anew by a mailed code', async () => {
    const city = visitorOf(stand);
    await city.signIn('mayor2@city.invalid');
    expect((await city.get('/en/my/account/address')).status).toBe(200);
    stand.clock.advance(5 * MINUTE);
    expect((await city.get('/en/my/account/address')).headers.location).toBe(
      '/en/factor?back=%2Fmy%2Faccount%2Faddress',
    );
    const asked = await city.post('/en/my/account/address', { address: 'new-mayor@city.invalid' });
    expect([asked.status, asked.text.includes('value="new-mayor@city.invalid"')]).toEqual([401, true]);
    const { code = '' } = newestMail(stand, 'mayor2@city.invalid').facts;
    const form2 = { address: 'new-mayor@city.invalid', 'proof-code': code };
    expect((await city.post('/en/my/account/address', form2)).headers.location).toBe('/en/my/account');
    expect(newestMail(stand, 'new-mayor@city.invalid').template).toBe('people.mail.address-new');
  });
});

describe('a link printed for the sample', () => {
  it('counts as a second factor, and as fresh for five minutes; then a mailed code does', async () => {
    const at = stand.clock.now();
    const link = printSignInLink(stand.service.db, at, 'third@award.invalid', 'en', '/my', at + HOUR);
    stand.service.db.$client.exec("UPDATE factors SET ended_at = 1, ended_by = 'test'");
    const visitor = visitorOf(stand);
    expect((await visitor.get(link)).text).toContain('counts as a second factor');
    await visitor.post(link);
    expect((await visitor.get(OFFICE)).status).toBe(200);
    expect((await visitor.get('/en/my/account/address')).status).toBe(200);
    stand.clock.advance(5 * MINUTE);
    expect((await visitor.get('/en/my/account/address')).status).toBe(303);
    await visitor.post('/en/factor/mail', { back: '/my/account/address' });
    const { code = '' } = newestMail(stand, 'third@award.invalid').facts;
    const answer = await visitor.post('/en/factor', { code, back: '/my/account/address' });
    expect(answer.headers.location).toBe('/en/my/account/address');
    expect((await visitor.get('/en/my/account/address')).status).toBe(200);
  });
});

describe('the published rules', () => {
  it('say how jurors sign in', async () => {
    const { text } = await stand.nobody.get('/en/2027');
    expect(text).toContain('Jurors sign in by a mailed link and a second factor.');
  });
});
