import { type Invariant, invariant } from '../platform/invariants.ts';

const NEWEST = `SELECT nomination_id, outcome FROM
  (SELECT nomination_id, outcome, row_number() OVER (PARTITION BY nomination_id ORDER BY at DESC, rowid DESC) AS place
   FROM screenings) WHERE place = 1`;

export const screeningInvariants: readonly Invariant[] = [
  invariant(
    'a nomination on the shortlist that is not eligible',
    `SELECT nomination_id FROM shortlistings WHERE removed_at IS NULL AND nomination_id NOT IN
       (SELECT nomination_id FROM (${NEWEST}) WHERE outcome = 'eligible')`,
  ),
  invariant(
    'a decision against its findings without a reason of its own',
    `SELECT id FROM screenings WHERE outcome = 'eligible' AND against IS NULL AND EXISTS
       (SELECT 1 FROM json_each(findings) WHERE json_extract(value, '$.state') <> 'met')`,
  ),
  invariant(
    'a nomination screened that was never submitted',
    'SELECT id FROM screenings WHERE nomination_id NOT IN (SELECT nomination_id FROM submissions)',
  ),
  invariant(
    'a clarification answered after its due time',
    'SELECT id FROM clarifications WHERE answered_at >= due_at',
  ),
];
