import { standingConflicts } from '../jury/pages.ts';
import type { Db } from '../platform/database.ts';
import { type Invariant, invariant } from '../platform/invariants.ts';

/** Cards that were due when the tally closed, neither handed nor taken back, not locked then and not named by it. */
const OPEN_AT_CLOSING = `SELECT assignments.id, assignments.edition_id AS edition, assignments.juror_id AS juror,
    assignments.nomination_id AS nomination FROM assignments
  JOIN tally_closings ON tally_closings.edition_id = assignments.edition_id
  JOIN nominations ON nominations.id = assignments.nomination_id
  JOIN jurors ON jurors.id = assignments.juror_id
  WHERE assignments.applied_at <= tally_closings.at
    AND coalesce(assignments.recused_at, 9e15) > tally_closings.at
    AND coalesce(assignments.removed_at, 9e15) > tally_closings.at
    AND coalesce(nominations.withdrawn_at, 9e15) > tally_closings.at
    AND coalesce(jurors.ended_at, 9e15) > tally_closings.at
    AND NOT EXISTS (SELECT 1 FROM scorecards JOIN scorecard_locks AS held ON held.scorecard_id = scorecards.id
      WHERE scorecards.assignment_id = assignments.id AND held.at <= tally_closings.at
        AND coalesce(held.reopened_at, 9e15) > tally_closings.at)
    AND NOT EXISTS (SELECT 1 FROM json_each(tally_closings.missing) AS named
      WHERE json_extract(named.value, '$.assignment') = assignments.id)`;

type OpenCard = { id: string; edition: string; juror: string; nomination: string };

/** Open cards that no closing names; a pair in conflict has no card to wait for. */
function unnamedOpenCards(db: Db): unknown[] {
  const rows = db.$client.prepare(OPEN_AT_CLOSING).all() as OpenCard[];
  return rows.filter(
    ({ edition, juror, nomination }) =>
      !standingConflicts(db, edition).some((one) => one.juror === juror && one.nomination === nomination),
  );
}

export const tallyInvariants: readonly Invariant[] = [
  { name: 'a tally that closed over an open card without naming it', find: unnamedOpenCards },
  invariant(
    'a tally that closed with cards missing and no reason',
    "SELECT edition_id FROM tally_closings WHERE json_array_length(missing) > 0 AND trim(reason) = ''",
  ),
  invariant(
    'a tally that closed while scoring did not end, or the other way round',
    `SELECT coalesce(t.edition_id, s.edition_id) AS edition FROM tally_closings AS t
       FULL JOIN scoring_closings AS s ON s.edition_id = t.edition_id
     WHERE t.edition_id IS NULL OR s.edition_id IS NULL OR t.at <> s.at`,
  ),
  invariant(
    'a tally that closed without its entry in the audit log',
    `SELECT edition_id FROM tally_closings AS closed WHERE NOT EXISTS (SELECT 1 FROM audit
       WHERE audit.action = 'edition.tallied' AND audit.edition = closed.edition_id AND audit.object = closed.edition_id
         AND audit.at = closed.at AND audit.actor = closed.by)`,
  ),
  invariant(
    'a tally that closed before scoring opened',
    `SELECT tally_closings.edition_id FROM tally_closings JOIN stages ON stages.edition_id = tally_closings.edition_id
     WHERE stages.stage = 'scoring' AND tally_closings.at < stages.opens_at`,
  ),
];
