import { allEditions } from '../editions/pages.ts';
import type { Db } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { type Invariant, invariant } from '../platform/invariants.ts';
import { screeningState } from '../screening/pages.ts';
import { evaluateSelection } from './evaluation.ts';
import { approvedSelection, standingSelection } from './pages.ts';
import { readProblem } from './problem-file.ts';
import type { Record } from './record.ts';
import { selections } from './tables.ts';

/** The approved selections that hold, each with its record. */
function approvedRecords(db: Db): Record[] {
  return allEditions(db).flatMap(({ id }) => {
    const one = approvedSelection(db, id) && standingSelection(db, id);
    return one ? [one.record] : [];
  });
}

function awardeesWhere(
  name: string,
  isWrong: (db: Db, nomination: string, record: Record) => boolean,
): Invariant {
  return {
    name,
    find: (db) =>
      approvedRecords(db).flatMap((record) =>
        (record.awardees ?? []).filter((nomination) => isWrong(db, nomination, record)),
      ),
  };
}

/** Rules that a record's awardees break although nothing was decided by hand. */
function breachesOf({ problem, awardees, byHand }: Record): unknown[] {
  if (byHand !== null) return [];
  const read = readProblem(problem);
  if ('faults' in read) return [...read.faults];
  const { unknown, breaches } = evaluateSelection(read, awardees ?? [], null);
  return [...unknown, ...breaches.map(({ rule }) => rule)];
}

export const decisionInvariants: readonly Invariant[] = [
  awardeesWhere('an awardee that is withdrawn', (db, id) => screeningState(db, id) === 'withdrawn'),
  awardeesWhere('an awardee that is not eligible', (db, id) => screeningState(db, id) === 'ineligible'),
  awardeesWhere(
    'an awardee without a score',
    (_db, id, record) => !record.problem.candidates.some((candidate) => candidate.id === id),
  ),
  {
    name: 'awardees that break a rule without an override',
    find: (db) => approvedRecords(db).flatMap(breachesOf),
  },
  invariant(
    'a selection approved by who proposed it',
    'SELECT id FROM selections WHERE approved_by = proposed_by',
  ),
  invariant(
    'a selection approved that nobody proposed, or under another digest',
    'SELECT id FROM selections WHERE approved_at IS NOT NULL AND (proposed_by IS NULL OR approved_digest IS NOT digest)',
  ),
  invariant(
    'a tie decided by people without the reason of the second',
    "SELECT id FROM selections WHERE approved_at IS NOT NULL AND json_extract(record, '$.choice') IS NOT NULL AND approve_reason IS NULL",
  ),
  invariant(
    'a reserve signed without the reason of the second',
    'SELECT id FROM selections JOIN selection_reserves ON selection_id = id WHERE approved_at IS NOT NULL AND approve_reason IS NULL',
  ),
  {
    name: 'a selection whose record is not what its digest names',
    find: (db) =>
      db
        .select({ id: selections.id, digest: selections.digest, record: selections.record })
        .from(selections)
        .all()
        .filter(({ digest, record }) => digestOf(record) !== digest)
        .map(({ id }) => id),
  },
];
