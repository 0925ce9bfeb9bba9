import { assignments, proposals } from '../../src/assignment/tables.ts';
import { wholeEdition } from '../../src/editions/pages.ts';
import { appointOfficer } from '../../src/editions/store.ts';
import { jurors } from '../../src/jury/tables.ts';
import { ensureAccount } from '../../src/people/store.ts';
import type { Tx } from '../../src/platform/act.ts';
import { newId } from '../../src/platform/ids.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { lockScorecard, openScorecard, saveScores } from '../../src/scoring/store.ts';
import { type Ground, ORGANISER, openGround } from '../screening/ground.ts';

export const SECOND = 'second@award.invalid';
export const APPROVER = 'approver@award.invalid';
/** Shortly before scoring closes and the decision opens, and shortly after: sessions live through both. */
export const SCORING = Date.parse('2027-04-16T17:55:00Z');
export const DELIBERATION = Date.parse('2027-04-16T18:05:00Z');

/** What each of three jurors gives a city on every criterion; `null` leaves the card in draft. */
export type Points = Record<string, readonly (number | null)[]>;

export type Scored = Ground & { ids: Record<string, string> };

/** An edition whose three jurors have scored: two seats, one a country, no minimum a region. */
export async function openScored(points: Points, adjustedDecides = false): Promise<Scored> {
  const ground = await openGround(({ definition }) => {
    definition.rules.selection.seats = 2;
    definition.rules.selection.regions = {};
    definition.rules.adjustedDecides = adjustedDecides;
  });
  ground.clock.set(SCORING);
  const ids: Record<string, string> = {};
  for (const city of Object.keys(points)) ids[city] = await ground.nominate(city);
  await ground.service.act('system', 'ground.scored', (tx) => {
    for (const [address, role] of [[SECOND, 'organiser'] as const, [APPROVER, 'approver'] as const])
      appointOfficer(tx, ground.edition.id, ensureAccount(tx, { address, name: role, lang: 'en' }), role);
    const seats = ['Zoé Ferreira', 'Kwame Adjei', 'Ana Pires'].map((name) => seatJuror(tx, ground, name));
    const proposal = keepEmptyProposal(tx, ground);
    for (const [city, given] of Object.entries(points)) {
      for (const [index, one] of given.entries()) {
        score(tx, ground, { juror: seats[index] ?? '', nomination: ids[city] ?? '', proposal }, one);
      }
    }
    tx.record({ edition: ground.edition.id, object: ground.edition.id });
  });
  return { ...ground, edition: wholeEdition(ground.service.db, ground.edition.id), ids };
}

function seatJuror(tx: Tx, { edition }: Ground, name: string): string {
  const id = newId<'juror'>();
  const address = `${name.split(' ')[1]?.toLowerCase()}@jury.invalid`;
  const accountId = ensureAccount(tx, { address, name, lang: 'en' });
  const profile = { country: 'UY', region: 'LAC' as const, languages: ['en' as const], expertise: ['plan'] };
  tx.db
    .insert(jurors)
    .values({
      ...profile,
      id,
      editionId: edition.id,
      accountId,
      affiliations: [] as string[],
      maxLoad: 9,
      invitedAt: tx.at,
      invitedBy: tx.actor,
      acceptedAt: tx.at,
      termsVersion: '2027-1',
    })
    .run();
  return id;
}

function keepEmptyProposal(tx: Tx, { edition }: Ground): string {
  const id = newId<'proposal'>();
  const made = { problem: {}, problemDigest: '', solution: {}, madeAt: tx.at, madeBy: tx.actor };
  tx.db
    .insert(proposals)
    .values({ ...made, id, editionId: edition.id, kind: 'whole' } as typeof proposals.$inferInsert)
    .run();
  return id;
}

type Pair = { juror: string; nomination: string; proposal: string };

function score(
  tx: Tx,
  { edition }: Ground,
  { juror, nomination, proposal }: Pair,
  given: number | null,
): void {
  const assignment = newId<'assignment'>();
  const placed = { position: 1, appliedAt: tx.at, appliedBy: tx.actor, announcedAt: tx.at };
  tx.db
    .insert(assignments)
    .values({
      ...placed,
      id: assignment,
      editionId: edition.id,
      jurorId: juror,
      nominationId: nomination,
      proposalId: proposal,
    })
    .run();
  const scorecard = openScorecard(tx, { assignment, edition: edition.id, juror, nomination });
  if (given === null) return;
  const typed = edition.definition.rubric.criteria.map(({ id }) => {
    return { criterion: id, points: given, remark: '', seen: 0 };
  });
  const saved = saveScores(tx, { scorecard, edition: edition.id }, typed);
  if (isRefusal(saved)) throw new Error(saved.code);
  lockScorecard(tx, edition, { scorecard, nomination, juror });
}

/** Closes the tally as the first organiser does on the page, once scoring is over. */
export async function closeOn(scored: Scored, reason = ''): Promise<void> {
  scored.clock.set(DELIBERATION);
  const organiser = await scored.as(ORGANISER);
  await organiser.post('/en/office/2027/tally/close', { reason }).expect(303);
}
