import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layGround } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { newestMail, type Visitor, visitorOf } from './visitor.ts';

const OFFICE = '/en/office/2027';
const LOST = 'second@award.invalid';

let stand: Stand;
let organiser: Client;
let approver: Client;
let loser: Visitor;

const count = (what: string, ...values: unknown[]) =>
  stand.service.db.$client
    .prepare(`SELECT count(*) FROM ${what}`)
    .pluck()
    .get(...values) as number;
const openRecovery = () =>
  stand.service.db.$client
    .prepare('SELECT id FROM recoveries WHERE confirmed_at IS NULL AND refused_at IS NULL')
    .pluck()
    .get() as string;
const answer = (by: Client, verb: string, id = openRecovery()) =>
  by.post(`${OFFICE}/people/recoveries/${id}/${verb}`);

beforeAll(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  await layGround(stand);
  organiser = await stand.as('office@award.invalid');
  for (const [address, role] of [
    [LOST, 'organiser'],
    ['third@award.invalid', 'approver'],
    ['auditor@award.invalid', 'auditor'],
  ] as const)
    await organiser.post(`${OFFICE}/people`, { address, name: `The ${role}`, role }).expect(303);
  approver = await stand.as('third@award.invalid');
  const visitor = visitorOf(stand);
  await visitor.signIn(LOST);
  await visitor.enrol();
  loser = visitorOf(stand);
  await loser.signIn(LOST);
});
afterAll(() => stand.close());

describe('a lost factor', () => {
  it('is asked for once by its owner, and told to all others who can sign', async () => {
    expect((await loser.get('/en/factor?back=/my')).text).toContain('I have lost my second factor');
    const form = { reason: 'The telephone was stolen on Monday' };
    for (const _press of [1, 2])
      expect((await loser.post('/en/factor/lost', form)).headers.location).toBe('/en/factor/lost');
    expect((await loser.get('/en/factor/lost')).text).toContain('The office has been asked');
    const mails = "outbox WHERE template = 'editions.mail.recovery' AND to_address = ?";
    expect(count(mails, 'office@award.invalid')).toBe(1);
    expect(count(mails, 'third@award.invalid')).toBe(1);
    expect(count(mails, LOST)).toBe(0);
    expect(count("audit WHERE action = 'recovery.asked'")).toBe(1);
  });

  it('makes its owner no signer until it is answered: nobody else may leave then', async () => {
    const { text } = await organiser.get(`${OFFICE}/people`);
    expect(text).toContain('The telephone was stolen on Monday');
    const third = stand.service.db.$client
      .prepare("SELECT id FROM office_appointments WHERE role = 'approver' AND ended_at IS NULL")
      .pluck()
      .get() as string;
    expect((await organiser.post(`${OFFICE}/people/${third}/end`)).status).toBe(409);
  });

  it('is answered by nobody outside, no auditor, and never by its owner', async () => {
    const auditor = await stand.as('auditor@award.invalid');
    expect((await answer(auditor, 'confirm')).status).toBe(404);
    const stranger = await stand.as('x@city.invalid');
    expect((await answer(stranger, 'confirm')).status).toBe(404);
    const own = await stand.as(LOST);
    const refused = await answer(own, 'confirm');
    expect([refused.status, refused.text.includes('never the person who asked')]).toEqual([409, true]);
    expect(count('factors WHERE ended_at IS NOT NULL')).toBe(0);
  });

  it('refused, the old one still stands and the owner is told', async () => {
    await answer(organiser, 'refuse').expect(303);
    expect(newestMail(stand, LOST).template).toBe('people.mail.recovery-refused');
    expect(count('factors WHERE ended_at IS NULL')).toBe(1);
  });

  it('confirmed by another, old factor and sessions end, and the next sign-in sets up a new one', async () => {
    await loser.post('/en/factor/lost', { reason: 'Truly lost' });
    const id = openRecovery();
    await answer(approver, 'confirm', id).expect(303);
    expect((await answer(organiser, 'confirm', id)).status).toBe(409);
    expect(count('factors WHERE ended_at IS NULL')).toBe(0);
    expect(count("audit WHERE action = 'recovery.confirmed'")).toBeGreaterThan(0);
    expect(newestMail(stand, LOST).template).toBe('people.mail.recovered');
    expect((await loser.get('/en/my')).headers.location).toContain('/en/sign-in');
    const again = visitorOf(stand);
    await again.signIn(LOST);
    expect((await again.get('/en/factor')).headers.location).toContain('/en/factor/new');
    await again.enrol();
    expect((await again.get(OFFICE)).status).toBe(200);
  });

  it('the database itself refuses an answer by its owner', () => {
    const own = `INSERT INTO recoveries (id, account_id, reason, asked_at, confirmed_at, confirmed_by)
       SELECT 'x', id, 'r', 1, 2, id FROM accounts LIMIT 1`;
    expect(() => stand.service.db.$client.exec(own)).toThrow('CHECK');
  });
});
