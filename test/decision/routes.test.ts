import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recuseAssignment } from '../../src/assignment/store.ts';
import { assignments } from '../../src/assignment/tables.ts';
import { decisionInvariants } from '../../src/decision/invariants.ts';
import { approvedSelection, standingSelection, whyNoLongerHolds } from '../../src/decision/pages.ts';
import { withdrawNomination } from '../../src/nominations/store.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { decideEligibility } from '../../src/screening/store.ts';
import { count, nominationOf, ORGANISER } from '../screening/ground.ts';
import type { Client } from '../stand.ts';
import {
  APPROVER,
  closeOn,
  DELIBERATION,
  openScored,
  SCORING,
  type Scored,
  SECOND,
} from '../tally/scored.ts';

const DECISION = '/en/office/2027/decision';

async function opened(points: Parameters<typeof openScored>[0]) {
  const scored = await openScored(points);
  const [organiser, second, approver] = await Promise.all(
    [ORGANISER, SECOND, APPROVER].map((one) => scored.as(one)),
  );
  if (!organiser || !second || !approver) throw new Error('three people sign in');
  return { scored, organiser, second, approver };
}

describe('the decision', () => {
  let scored: Scored;
  let organiser: Client;
  let second: Client;
  let approver: Client;
  beforeAll(async () => {
    ({ scored, organiser, second, approver } = await opened({
      Sønderborg: [4, 4, 4],
      Gdynia: [3, 3, 4],
      Cork: [2, 3, 4],
    }));
  });
  afterAll(() => scored.close());

  const standing = () => {
    const one = standingSelection(scored.service.db, scored.edition.id);
    if (one === null) throw new Error('a selection was computed');
    return one;
  };
  const signed = () => ({ digest: standing().digest, agreed: 'yes' });

  it('is not computed before the tally closes', async () => {
    scored.clock.set(DELIBERATION);
    const { text } = await organiser.post(`${DECISION}/compute`).expect(409);
    expect(text).toContain('Close the tally first');
  });

  it('is not computed before its stage opens', async () => {
    await closeOn(scored);
    scored.clock.set(SCORING);
    expect((await organiser.post(`${DECISION}/compute`).expect(409)).text).toContain(
      'Wait until the decision opens on',
    );
    scored.clock.set(DELIBERATION);
  });

  it('is computed once from the same totals, with the reason of who is not in', async () => {
    await organiser.post(`${DECISION}/compute`).expect(303);
    await organiser.post(`${DECISION}/compute`).expect(303);
    expect(count(scored, 'selections')).toBe(1);
    const { Sønderborg, Gdynia } = scored.ids;
    expect(standing().record.awardees).toEqual([Sønderborg, Gdynia]);
    const { text } = await organiser.get(DECISION).expect(200);
    expect(text).toContain('2 of 3 cities, total 183.33.');
    expect(text).toContain('Lower score.');
    expect(text).toContain('Putting it in takes out Gdynia');
    for (const lang of ['fr', 'es']) {
      const other = await organiser.get(`/${lang}/office/2027/decision`).expect(200);
      expect(other.text).not.toMatch(/decision\.[a-z]+/);
    }
  });

  it('is nothing to a stranger', async () => {
    const stranger = await scored.as('stranger@city.invalid');
    await stranger.get(DECISION).expect(404);
    for (const verb of ['compute', 'propose', 'approve', 'return'])
      await stranger.post(`${DECISION}/${verb}`, signed()).expect(404);
  });

  it('is not signed before it is proposed', async () => {
    const { text } = await second.post(`${DECISION}/approve`, signed()).expect(409);
    expect(text).toContain('An organiser proposes it first');
  });

  it('is proposed once, and mailed once to each who may sign', async () => {
    await organiser.post(`${DECISION}/propose`).expect(303);
    await organiser.post(`${DECISION}/propose`).expect(303);
    const mails = (to: string) =>
      count(scored, "outbox WHERE template = 'decision.mail.proposed' AND to_address = ?", to);
    expect([SECOND, APPROVER, ORGANISER, 'auditor@award.invalid'].map(mails)).toEqual([1, 1, 0, 0]);
  });

  it('is not signed by who proposed it', async () => {
    const { text } = await organiser.post(`${DECISION}/approve`, signed()).expect(409);
    expect(text).toContain('Another person must sign');
    expect(standing().approvedAt).toBeNull();
  });

  it('is not signed without the statement, nor under another digest', async () => {
    await second.post(`${DECISION}/approve`, { digest: standing().digest }).expect(422);
    await second.post(`${DECISION}/approve`, { ...signed(), digest: '0'.repeat(64) }).expect(409);
    expect(standing().approvedAt).toBeNull();
  });

  it('goes back with a reason, and is proposed anew', async () => {
    await approver.post(`${DECISION}/return`, { reason: '' }).expect(422);
    await approver.post(`${DECISION}/return`, { reason: 'Read Cork again.' }).expect(303);
    expect((await organiser.get(DECISION)).text).toContain('Read Cork again.');
    await second.post(`${DECISION}/approve`, signed()).expect(409);
    await organiser.post(`${DECISION}/propose`).expect(303);
  });

  it('is signed once by a second person, and stands from then on', async () => {
    await second.post(`${DECISION}/approve`, signed()).expect(303);
    await second.post(`${DECISION}/approve`, signed()).expect(303);
    const { approvedBy, approvedDigest, digest } = standing();
    expect(approvedDigest).toBe(digest);
    expect(count(scored, "audit WHERE action = 'selection.approved'")).toBe(1);
    await approver.post(`${DECISION}/approve`, signed()).expect(409);
    await approver.post(`${DECISION}/return`, { reason: 'Too late.' }).expect(409);
    await organiser.post(`${DECISION}/propose`).expect(409);
    await organiser.post(`${DECISION}/compute`).expect(409);
    expect(standing()).toMatchObject({ approvedBy, returnedAt: null });
  });
});

const THREE = { Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4], Cork: [2, 3, 4] };

/** A selection that one organiser proposed and the other signed. */
async function signedOn(points: Parameters<typeof openScored>[0] = THREE) {
  const people = await opened(points);
  await closeOn(people.scored);
  await people.organiser.post(`${DECISION}/compute`).expect(303);
  await people.organiser.post(`${DECISION}/propose`).expect(303);
  const { db } = people.scored.service;
  const { id } = people.scored.edition;
  const digest = standingSelection(db, id)?.digest ?? '';
  await people.second.post(`${DECISION}/approve`, { digest, agreed: 'yes' }).expect(303);
  return { ...people, db, id, digest };
}

describe('a signed selection', () => {
  it('holds as long as nothing changes, and is what may be announced', async () => {
    const { scored, db, id, digest } = await signedOn();
    try {
      expect(approvedSelection(db, id)).toMatchObject({
        digest,
        awardees: [scored.ids.Sønderborg, scored.ids.Gdynia],
      });
      expect(whyNoLongerHolds(db, id)).toEqual([]);
    } finally {
      await scored.close();
    }
  });

  const changes: [string, (scored: Scored) => Promise<unknown>, string][] = [
    [
      'an awardee withdrew',
      (scored) =>
        scored.service.act('system', 'nomination.withdrawn', (tx) =>
          withdrawNomination(tx, nominationOf(scored, scored.ids.Gdynia ?? ''), 'No budget.'),
        ),
      'Gdynia withdrew.',
    ],
    [
      'a city was found not eligible',
      (scored) =>
        scored.service.act('system', 'screening.decided', (tx) =>
          decideEligibility(tx, nominationOf(scored, scored.ids.Cork ?? ''), {
            outcome: 'ineligible',
            reason: 'No member.',
            findings: [],
            against: null,
          }),
        ),
      'Cork was found not eligible.',
    ],
    [
      'a dossier was handed back by its reader',
      (scored) =>
        scored.service.act('system', 'dossier.handedBack', (tx) => {
          const [one] = tx.db
            .select()
            .from(assignments)
            .where(eq(assignments.nominationId, scored.ids.Gdynia ?? ''))
            .all();
          if (one) recuseAssignment(tx, { assignment: one.id, reason: 'I know the mayor.' });
        }),
      'The total of Gdynia is another one.',
    ],
  ];
  it.each(changes)(
    'no longer holds once %s: it says what, is not announced, and is computed anew',
    async (_what, change, sentence) => {
      const { scored, organiser, second, db, id, digest } = await signedOn();
      try {
        await change(scored);
        expect(approvedSelection(db, id)).toBeNull();
        expect(whyNoLongerHolds(db, id)).not.toEqual([]);
        const { text } = await organiser.get(DECISION).expect(200);
        expect(text).toContain('This selection no longer holds');
        expect(text).toContain(sentence);
        await second.post(`${DECISION}/approve`, { digest, agreed: 'yes' }).expect(409);
        await organiser.post(`${DECISION}/propose`).expect(409);
        // For a signed city that left, the reserve comes in with a reason.
        if (sentence === 'Gdynia withdrew.') await organiser.post(`${DECISION}/compute`).expect(409);
        if (sentence === 'Gdynia withdrew.')
          await organiser.post(`${DECISION}/reserve`, { reason: 'It left.' }).expect(303);
        else await organiser.post(`${DECISION}/compute`).expect(303);
        expect(standingSelection(db, id)).toMatchObject({ draft: 2, approvedAt: null, changes: [] });
        expect(approvedSelection(db, id)).toBeNull();
      } finally {
        await scored.close();
      }
    },
  );
});

describe('a decision whose ground moves', () => {
  it('is not computed after its stage closed', async () => {
    const { scored } = await opened({ Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4] });
    try {
      await closeOn(scored);
      scored.clock.set(Date.parse('2027-06-02T09:00:00Z'));
      const later = await scored.as(ORGANISER);
      expect((await later.post(`${DECISION}/compute`).expect(409)).text).toContain('Extend the stage first');
    } finally {
      await scored.close();
    }
  });

  it('is not signed once an awardee withdrew; computing again makes a new draft', async () => {
    const { scored, organiser, second } = await opened({
      Sønderborg: [4, 4, 4],
      Gdynia: [3, 3, 4],
      Cork: [2, 3, 4],
    });
    try {
      await closeOn(scored);
      await organiser.post(`${DECISION}/compute`).expect(303);
      await organiser.post(`${DECISION}/propose`).expect(303);
      const before = standingSelection(scored.service.db, scored.edition.id);
      const gdynia = nominationOf(scored, scored.ids.Gdynia ?? '');
      await scored.service.act('system', 'nomination.withdrawn', (tx) =>
        withdrawNomination(tx, gdynia, 'No budget.'),
      );
      const form = { digest: before?.digest ?? '', agreed: 'yes' };
      const { text } = await second.post(`${DECISION}/approve`, form).expect(409);
      expect(text).toContain('Compute it again');
      await organiser.post(`${DECISION}/compute`).expect(303);
      const after = standingSelection(scored.service.db, scored.edition.id);
      expect(after).toMatchObject({ draft: 2, proposedBy: null });
      expect(after?.record.awardees).toEqual([scored.ids.Sønderborg, scored.ids.Cork]);
    } finally {
      await scored.close();
    }
  });
});

describe('a tie that no rule parts', () => {
  const LEVEL = { Sønderborg: [4, 4, 4], Gdynia: [3, 3, 3], Cork: [3, 3, 3] };
  let scored: Scored;
  let organiser: Client;
  let second: Client;
  beforeAll(async () => {
    ({ scored, organiser, second } = await opened(LEVEL));
    await closeOn(scored);
    await organiser.post(`${DECISION}/compute`).expect(303);
  });
  afterAll(() => scored.close());
  const standing = () => standingSelection(scored.service.db, scored.edition.id);
  const chosen = () => [scored.ids.Cork ?? ''];

  it('is shown, and is not proposed', async () => {
    const { text } = await organiser.get(DECISION).expect(200);
    expect(text).toContain('A tie stays');
    expect(text).toContain('Choose 1 of these 2 cities');
    expect(text.match(/Level: people choose/g)).toHaveLength(2);
    expect(text.match(/2 =/g)).toHaveLength(2);
    const { text: refused } = await organiser.post(`${DECISION}/propose`).expect(409);
    expect(refused).toContain('Choose among the level cities first');
  });

  it('is decided by a choice among level cities with its reason, and by no other', async () => {
    const { Sønderborg = '', Gdynia = '', Cork = '' } = scored.ids;
    await organiser.post(`${DECISION}/choice`, { reason: 'Its libraries.' }).expect(422);
    await organiser.post(`${DECISION}/choice`, { chosen: [Cork], reason: '' }).expect(422);
    for (const other of [[Gdynia, Cork], [Sønderborg], ['nobody']])
      await organiser.post(`${DECISION}/choice`, { chosen: other, reason: 'Its libraries.' }).expect(422);
    await organiser.post(`${DECISION}/choice`, { chosen: [Cork], reason: 'Its libraries.' }).expect(303);
    expect(standing()?.record).toMatchObject({
      awardees: [Sønderborg, Cork],
      choice: { reason: 'Its libraries.' },
    });
    const { text } = await second.get(DECISION).expect(200);
    expect(text).toContain('chose Cork among the level cities.');
    expect(text).toContain('Its libraries.');
    expect(text).toContain('Who chose among the level cities, or brought in the reserve, proposes.');
  });

  it('is proposed by who chose and signed by another with a reason of their own', async () => {
    expect((await second.post(`${DECISION}/propose`).expect(409)).text).toContain('Who chose among');
    await organiser.post(`${DECISION}/propose`).expect(303);
    const digest = standing()?.digest ?? '';
    await second.post(`${DECISION}/approve`, { digest, agreed: 'yes', reason: ' ' }).expect(422);
    await second
      .post(`${DECISION}/approve`, { digest, agreed: 'yes', reason: 'I agree on reach.' })
      .expect(303);
    expect(standing()).toMatchObject({ approveReason: 'I agree on reach.', approvedDigest: digest });
    await organiser.post(`${DECISION}/choice`, { chosen: chosen(), reason: 'Again.' }).expect(409);
    expect(brokenInvariants(scored.service.db, decisionInvariants)).toEqual([]);
    for (const lang of ['fr', 'es'])
      expect((await organiser.get(`/${lang}/office/2027/decision`).expect(200)).text).not.toMatch(
        /decision\.[a-z]+/,
      );
  });
});
