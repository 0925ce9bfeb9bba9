import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionInvariants } from '../../src/decision/invariants.ts';
import { standingSelection } from '../../src/decision/pages.ts';
import { declareOfficeConflict } from '../../src/jury/store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { count, ORGANISER } from '../screening/ground.ts';
import type { Client } from '../stand.ts';
import { APPROVER, closeOn, openScored, type Scored, SECOND } from '../tally/scored.ts';

const DECISION = '/en/office/2027/decision';
const MEETING = `${DECISION}/meeting`;

describe('the meeting', () => {
  let scored: Scored;
  let organiser: Client;
  let second: Client;
  let approver: Client;
  const standing = () => {
    const one = standingSelection(scored.service.db, scored.edition.id);
    if (one === null) throw new Error('a selection was computed');
    return one;
  };
  beforeAll(async () => {
    scored = await openScored({ Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4], Cork: [2, 3, 4] });
    [organiser, second, approver] = (await Promise.all(
      [ORGANISER, SECOND, APPROVER].map((one) => scored.as(one)),
    )) as [Client, Client, Client];
    await closeOn(scored);
  });
  afterAll(() => scored.close());

  it('begins from a computed selection', async () => {
    expect((await organiser.get(MEETING).expect(200)).text).toContain('Compute the selection first');
    await organiser.post(`${DECISION}/compute`).expect(303);
    await scored.nobody.get(MEETING).expect(303);
    await (await scored.as('stranger@city.invalid')).get(MEETING).expect(404);
  });

  it('tries a city and says which rule breaks and what it costs, and keeps nothing', async () => {
    const { Gdynia = '', Cork = '' } = scored.ids;
    const { text } = await organiser.get(`${MEETING}?in=${Cork}`).expect(200);
    expect(text).toContain('3 cities are chosen; there are 2 seats.');
    expect(text).toContain('Why Cork comes in');
    const swap = await organiser.get(`${MEETING}?in=${Cork}&out=${Gdynia}`).expect(200);
    expect(swap.text).toContain('It keeps every rule.');
    expect(swap.text).toContain('It costs 8.33 against the best selection.');
    expect((await approver.get(`${MEETING}?in=${Cork}`).expect(200)).text).not.toContain('Keep this move');
    expect(count(scored, 'selection_overrides')).toBe(0);
  });

  it('supposes other rules, marked so, and keeps nothing', async () => {
    const seats = await organiser.get(`${MEETING}?seats=3`).expect(200);
    expect(seats.text).toContain('What if, not a result:');
    expect(seats.text).toContain('in: Cork; out: nobody.');
    const region = await organiser.get(`${MEETING}?region=ENA&most=1`).expect(200);
    expect(region.text).toContain('The rules ask for at least 2: 2 in all.');
    const same = await organiser.get(`${MEETING}?seats=2`).expect(200);
    expect(same.text).toContain('the same 2 cities');
    expect((await organiser.get(`${MEETING}?without=nothing&seats=many`).expect(200)).text).not.toContain(
      'What if, not a result:',
    );
    expect(count(scored, 'selections')).toBe(1);
  });

  it('keeps a move only with its reason, by an organiser, once', async () => {
    const { Gdynia = '', Cork = '' } = scored.ids;
    const put = { nomination: Cork, side: 'in', reason: 'The jury heard its mayor.' };
    const { text } = await organiser
      .post(`${MEETING}/move?in=${Cork}&out=${Gdynia}`, { ...put, reason: '' })
      .expect(422);
    expect(text).toContain('Write why the city moves.');
    expect(text).toContain('Why Gdynia goes out');
    await approver.post(`${MEETING}/move`, put).expect(404);
    const kept = await organiser.post(`${MEETING}/move?in=${Cork}&out=${Gdynia}`, put).expect(303);
    expect(kept.headers.location).toBe(`${MEETING}?out=${Gdynia}`);
    await organiser.post(`${MEETING}/move`, put).expect(303);
    expect(count(scored, 'selection_overrides')).toBe(1);
    await organiser.post(`${MEETING}/move`, { ...put, reason: 'Again.' }).expect(409);
    await organiser.post(`${MEETING}/move`, { ...put, nomination: 'nobody' }).expect(409);
    expect(standing().record.byHand?.breaches).toMatchObject([{ rule: 'seats', side: 'max' }]);
  });

  it('puts everything that was decided into the record that two people sign', async () => {
    const { Sønderborg = '', Gdynia = '', Cork = '' } = scored.ids;
    await second
      .post(`${MEETING}/move`, { nomination: Gdynia, side: 'out', reason: 'Its plan ended.' })
      .expect(303);
    expect(standing().record).toMatchObject({
      awardees: [Sønderborg, Cork],
      byHand: { breaches: [], shortfall: '25/3' },
      result: { winners: expect.arrayContaining([Sønderborg, Gdynia]) },
    });
    const moved = standing().record.byHand?.overrides.map(({ nomination, side }) => [nomination, side]);
    expect(moved).toHaveLength(2);
    expect(moved).toEqual(
      expect.arrayContaining([
        [Cork, 'in'],
        [Gdynia, 'out'],
      ]),
    );
    const { text } = await organiser.get(DECISION).expect(200);
    for (const said of [
      'Moved in by hand',
      'Moved out by hand',
      'The jury heard its mayor.',
      'Its plan ended.',
    ])
      expect(text).toContain(said);
    expect(text).toContain('The meeting changed the computed selection by hand');
    await organiser.post(`${DECISION}/propose`).expect(303);
    const form = { digest: standing().digest, agreed: 'yes' };
    await approver.post(`${DECISION}/approve`, form).expect(303);
    expect(brokenInvariants(scored.service.db, decisionInvariants)).toEqual([]);
    await organiser.post(`${MEETING}/back`, { nomination: Cork }).expect(409);
  });

  it('says in plain words how firm the selection is', async () => {
    for (const lang of ['en', 'fr', 'es']) {
      const { text } = await organiser.get(`/${lang}/office/2027/decision/firmness`).expect(200);
      expect(text).not.toMatch(/decision\.[a-z]+/);
    }
    const { text } = await organiser.get(`${DECISION}/firmness`).expect(200);
    expect(text).toContain('No single score, whatever it were, would alter the awards.');
    expect(text).toContain('would have to move by 8.33 to alter the awards');
    expect(text).toMatch(/Without Zoé Ferreira: no single best selection would be left\./);
    expect(text).toMatch(/Gdynia[\s\S]*\d+ of 1,000/);
  });

  it('is nothing to somebody with a conflict, on no page and in no act', async () => {
    const account = await scored.service.act('system', 'account.found', (tx) =>
      ensureAccount(tx, { address: SECOND, name: '', lang: 'en' }),
    );
    await scored.service.act(account, 'office.conflictDeclared', (tx) =>
      declareOfficeConflict(tx, {
        edition: scored.edition.id,
        nomination: scored.ids.Cork ?? '',
        reason: 'My brother works there.',
      }),
    );
    for (const path of [DECISION, MEETING, `${DECISION}/firmness`]) {
      const { text } = await second.get(path).expect(200);
      expect(text).toContain('you have a conflict');
      expect(text).not.toContain('Cork');
    }
    await second.post(`${DECISION}/compute`).expect(403);
    await second.post(`${DECISION}/propose`).expect(403);
  });
});

describe('moves and their ground', () => {
  it('are taken back, and count no more once the ground changed', async () => {
    const scored = await openScored({ Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4], Cork: [2, 3, 4] });
    try {
      const organiser = await scored.as(ORGANISER);
      await closeOn(scored);
      await organiser.post(`${DECISION}/compute`).expect(303);
      const { Cork = '' } = scored.ids;
      const record = () => standingSelection(scored.service.db, scored.edition.id)?.record;
      await organiser.post(`${MEETING}/move`, { nomination: Cork, side: 'in', reason: 'A try.' }).expect(303);
      expect(record()?.awardees).toContain(Cork);
      await organiser.post(`${MEETING}/move`, { nomination: Cork, side: 'out', reason: 'No.' }).expect(303);
      expect(record()).toMatchObject({ byHand: null });
      await organiser.post(`${MEETING}/move`, { nomination: Cork, side: 'in', reason: 'Yes.' }).expect(303);
      await organiser.post(`${MEETING}/back`, { nomination: Cork }).expect(303);
      await organiser.post(`${MEETING}/back`, { nomination: Cork }).expect(303);
      expect(record()?.awardees).not.toContain(Cork);
      expect(count(scored, 'selection_overrides WHERE ended_at IS NULL')).toBe(0);
    } finally {
      await scored.close();
    }
  });
});
