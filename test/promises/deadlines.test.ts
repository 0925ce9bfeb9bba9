import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromLocal } from '../../src/editions/local-time.ts';
import { SECOND } from '../../src/platform/clock.ts';
import { formatInstant } from '../../src/platform/i18n/formats.ts';
import { fillIn, type Ground, layGround, startFor } from '../nominations/ground.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { value } from './ground.ts';

const CLOSES = Date.parse('2027-01-29T18:00:00Z');
const CITIES = ['Sønderborg', 'N’Zérékoré', 'Bogotá', 'Manizales', 'Mérida', 'Pasto', 'Şanlıurfa'];
let stand: Stand;
let ground: Ground;
beforeEach(async () => {
  stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
  ground = await layGround(stand, null);
});
afterEach(() => stand.close());

async function readyDossiers(): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, city] of CITIES.entries()) {
    const id = await startFor(stand, ground, city, `c${index}@city.invalid`);
    await fillIn(stand, ground, id);
    ids.push(id);
  }
  return ids;
}
const clients = () => Promise.all(CITIES.map((_, index) => stand.as(`c${index}@city.invalid`)));
const submit = (client: Client, id: string) => client.post(`/en/nominations/${id}/submit`, { agreed: 'yes' });
const submissions = () => value(stand, 'SELECT count(*) FROM submissions');

describe('the last second of a call', () => {
  it('what the service received before it counts, each with one receipt; what came after it does not, with its text kept [DL-01, DL-04]', async () => {
    const ids = await readyDossiers();
    stand.clock.set(CLOSES - SECOND);
    const people = await clients();
    const intime = await Promise.all(
      ids.slice(0, 4).flatMap((id, at) => Array.from({ length: 5 }, () => submit(people[at] as Client, id))),
    );
    expect(new Set(intime.map(({ status }) => status))).toEqual(new Set([303]));
    stand.clock.set(CLOSES);
    const late = await Promise.all(ids.slice(4).map((id, at) => submit(people[at + 4] as Client, id)));
    expect(late.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect(submissions()).toBe(4);
    expect(value(stand, "SELECT count(*) FROM outbox WHERE template = 'nominations.mail.receipt'")).toBe(4);
    expect(
      value(stand, 'SELECT count(*) FROM section_answers WHERE nomination_id = ?', ids[6]),
    ).toBeGreaterThan(5);
    const typed = await people[6]?.post(`/en/nominations/${ids[6]}/sections/plan`, {
      version: '1',
      'plan.answer': 'Written too late.',
    });
    expect(typed?.text).toContain('Written too late.');
  });

  it('is the service’s own: a date, a zone or an age that a client claims moves nothing [DL-02]', async () => {
    const ids = await readyDossiers();
    stand.clock.set(CLOSES + SECOND);
    const [first] = await clients();
    const claimed = {
      Date: new Date(CLOSES - 3_600_000).toUTCString(),
      'X-Time-Zone': 'Pacific/Pago_Pago',
      Age: '99999',
      'If-Unmodified-Since': new Date(CLOSES - 1).toUTCString(),
      'X-Request-Start': String(CLOSES - 1),
    };
    const answer = await first?.post(`/en/nominations/${ids[0]}/submit`, { agreed: 'yes' }).set(claimed);
    expect(answer?.status).toBe(409);
    expect(
      (await first?.post(`/en/nominations/${ids[0]}/submit`, { agreed: 'yes', at: String(CLOSES - 1) }))
        ?.status,
    ).toBe(400);
    expect(submissions()).toBe(0);
  });
});

describe('a deadline on the night in which clocks change', () => {
  it('is one instant, written in the zone of the award and in each reader’s own [DL-05]', () => {
    const zone = 'Europe/Paris';
    expect(fromLocal('2027-03-28T03:30', zone)).toBe(Date.parse('2027-03-28T01:30:00Z'));
    // An hour that comes twice or never names no one instant, and is not taken for a deadline.
    expect(fromLocal('2027-10-31T02:30', zone)).toBeNull();
    expect(fromLocal('2027-03-28T02:30', zone)).toBeNull();
    const iso = '2027-03-28T01:30:00.000Z';
    expect(formatInstant('en', iso, zone, 'dateTime')).toContain('03:30');
    expect(formatInstant('en', iso, 'America/Bogota', 'dateTime')).toContain('20:30');
    expect(formatInstant('en', iso, 'UTC', 'dateTime')).toContain('01:30');
  });
});
