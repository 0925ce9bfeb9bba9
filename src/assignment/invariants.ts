import { standingConflicts } from '../jury/pages.ts';
import type { Db } from '../platform/database.ts';
import { type Invariant, invariant } from '../platform/invariants.ts';
import { liveAssignments } from './pages.ts';

/** Pairs that stand although juror and nomination are in conflict: declared, derived, or still to be looked at. */
function assignedInConflict(db: Db): unknown[] {
  const editions = db.$client
    .prepare('SELECT DISTINCT edition_id FROM assignments')
    .pluck()
    .all() as string[];
  return editions.flatMap((edition) => {
    const conflicts = standingConflicts(db, edition);
    const kinds = new Map(conflicts.map((one) => [`${one.juror} ${one.nomination}`, one.kind]));
    return liveAssignments(db, edition).flatMap(({ id, juror, nomination }) => {
      const kind = kinds.get(`${juror} ${nomination}`);
      return kind === undefined ? [] : [{ id, juror, nomination, kind }];
    });
  });
}

/** Each nomination that was ever assigned, with the readers that it has and that its edition says. */
const READERS = `SELECT nominations.id AS nomination,
    json_extract(standing.definition, '$.rules.jury.readersPerNomination') AS wanted,
    (SELECT count(*) FROM assignments AS live JOIN jurors ON jurors.id = live.juror_id
      WHERE live.nomination_id = nominations.id AND live.recused_at IS NULL AND live.removed_at IS NULL
        AND jurors.ended_at IS NULL) AS readers
  FROM nominations JOIN edition_definitions AS standing ON standing.edition_id = nominations.edition_id
    AND standing.version = (SELECT max(version) FROM edition_definitions AS d WHERE d.edition_id = nominations.edition_id)
  WHERE withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM assignments AS a WHERE a.nomination_id = nominations.id)`;

export const assignmentInvariants: readonly Invariant[] = [
  { name: 'a juror assigned where a conflict stands', find: assignedInConflict },
  invariant(
    'a nomination with more readers than its edition says',
    `SELECT * FROM (${READERS}) WHERE readers > wanted`,
  ),
  invariant(
    'a nomination with fewer readers than its edition says and no open shortfall',
    `SELECT * FROM (${READERS}) WHERE readers < wanted
       AND NOT EXISTS (SELECT 1 FROM shortfalls WHERE nomination_id = nomination AND closed_at IS NULL)`,
  ),
  invariant(
    'an assignment of a juror and a nomination of different editions',
    `SELECT assignments.id FROM assignments JOIN jurors ON jurors.id = juror_id
       JOIN nominations ON nominations.id = nomination_id
     WHERE jurors.edition_id <> assignments.edition_id OR nominations.edition_id <> assignments.edition_id`,
  ),
  invariant(
    'an assignment from a proposal that was not applied',
    `SELECT assignments.id FROM assignments JOIN proposals ON proposals.id = proposal_id
     WHERE proposals.applied_at IS NULL OR proposals.applied_at <> assignments.applied_at`,
  ),
];
