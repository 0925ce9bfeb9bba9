import { commitTo } from '../platform/audit.ts';
import type { Db } from '../platform/database.ts';
import { canonicalJson } from '../platform/digest.ts';
import { type Invariant, invariant } from '../platform/invariants.ts';

const STANDING = `JOIN edition_definitions AS standing ON standing.edition_id = scorecards.edition_id
  AND standing.version = (SELECT max(version) FROM edition_definitions AS d WHERE d.edition_id = scorecards.edition_id)`;

const LOCKED = `JOIN scorecard_locks AS held ON held.scorecard_id = scorecards.id AND held.reopened_at IS NULL`;

/** The last instant for a card: the stage with its newest extension, or a later one that two people gave. */
const DEADLINE = `max(
  coalesce((SELECT closes_at FROM stage_extensions AS e WHERE e.edition_id = scorecards.edition_id AND e.stage = 'scoring'
    ORDER BY at DESC, id DESC LIMIT 1), stages.closes_at),
  coalesce((SELECT max(open_until) FROM scorecard_reopenings AS r JOIN scorecard_locks AS l ON l.id = r.lock_id
    WHERE l.scorecard_id = scorecards.id AND r.outcome = 'approved'), 0))`;

/** Locks whose commitment is not that of the salt and the card that they keep. */
function brokenCommitments(db: Db): unknown[] {
  const rows = db.$client.prepare('SELECT id, card, salt, commitment FROM scorecard_locks').all() as {
    id: string;
    card: string;
    salt: string;
    commitment: string;
  }[];
  return rows
    .filter(({ card, salt, commitment }) => commitTo(salt, canonicalJson(JSON.parse(card))) !== commitment)
    .map(({ id }) => ({ id }));
}

export const scoringInvariants: readonly Invariant[] = [
  invariant(
    'a score outside the scale of its edition',
    `SELECT scorecard_id, criterion_id FROM scores JOIN scorecards ON scorecards.id = scores.scorecard_id ${STANDING}
     WHERE points IS NOT NULL AND NOT EXISTS (SELECT 1 FROM json_each(standing.definition, '$.rubric.levels') AS level
       WHERE json_extract(level.value, '$.points') = points)`,
  ),
  invariant(
    'a score of a criterion that the edition lacks',
    `SELECT scorecard_id, criterion_id FROM scores JOIN scorecards ON scorecards.id = scores.scorecard_id ${STANDING}
     WHERE NOT EXISTS (SELECT 1 FROM json_each(standing.definition, '$.rubric.criteria') AS criterion
       WHERE json_extract(criterion.value, '$.id') = criterion_id)`,
  ),
  invariant(
    'a locked card with a criterion missing',
    `SELECT scorecards.id, json_extract(criterion.value, '$.id') AS missing FROM scorecards ${LOCKED} ${STANDING},
       json_each(standing.definition, '$.rubric.criteria') AS criterion
     WHERE NOT EXISTS (SELECT 1 FROM scores WHERE scores.scorecard_id = scorecards.id AND points IS NOT NULL
       AND criterion_id = json_extract(criterion.value, '$.id'))`,
  ),
  invariant(
    'a card changed after its lock',
    `SELECT scorecards.id, scores.criterion_id FROM scorecards ${LOCKED} JOIN scores ON scores.scorecard_id = scorecards.id
     WHERE NOT EXISTS (SELECT 1 FROM json_each(held.card, '$.scores') AS kept
       WHERE json_extract(kept.value, '$.criterion') = criterion_id
         AND json_extract(kept.value, '$.points') = points AND json_extract(kept.value, '$.remark') = remark)`,
  ),
  { name: 'a lock whose commitment is not that of its card', find: brokenCommitments },
  invariant(
    'a lock opened again without two people',
    `SELECT id FROM scorecard_locks WHERE reopened_at IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM scorecard_reopenings AS r WHERE r.lock_id = scorecard_locks.id AND r.outcome = 'approved'
         AND r.asked_by = reopened_by AND r.answered_by = reopening_approved_by AND r.asked_by <> r.answered_by)`,
  ),
  invariant(
    'a score outside its stage and no extension',
    `SELECT kept.scorecard_id, kept.version FROM score_revisions AS kept JOIN scorecards ON scorecards.id = kept.scorecard_id
       JOIN stages ON stages.edition_id = scorecards.edition_id AND stages.stage = 'scoring'
     WHERE kept.saved_at < stages.opens_at OR kept.saved_at >= ${DEADLINE}`,
  ),
  invariant(
    'a lock outside its stage and no extension',
    `SELECT held.id FROM scorecard_locks AS held JOIN scorecards ON scorecards.id = held.scorecard_id
       JOIN stages ON stages.edition_id = scorecards.edition_id AND stages.stage = 'scoring'
     WHERE held.at < stages.opens_at OR held.at >= ${DEADLINE}`,
  ),
  invariant(
    'a score that differs from its newest saving',
    `SELECT scores.scorecard_id, scores.criterion_id FROM scores WHERE NOT EXISTS (
       SELECT 1 FROM score_revisions AS kept WHERE kept.scorecard_id = scores.scorecard_id
         AND kept.criterion_id = scores.criterion_id AND kept.points IS scores.points AND kept.remark = scores.remark
         AND kept.version = (SELECT max(version) FROM score_revisions AS k
           WHERE k.scorecard_id = scores.scorecard_id AND k.criterion_id = scores.criterion_id))`,
  ),
  invariant(
    'a scorecard of another pair than its assignment',
    `SELECT scorecards.id FROM scorecards JOIN assignments ON assignments.id = assignment_id
     WHERE scorecards.juror_id <> assignments.juror_id OR scorecards.nomination_id <> assignments.nomination_id
       OR scorecards.edition_id <> assignments.edition_id`,
  ),
  invariant(
    'a scorecard under rules that are not frozen',
    'SELECT scorecards.id FROM scorecards JOIN editions ON editions.id = edition_id WHERE frozen_at IS NULL OR frozen_at > opened_at',
  ),
  invariant(
    'a score given after its juror declared a conflict or handed the dossier back',
    `SELECT kept.scorecard_id, kept.version FROM score_revisions AS kept JOIN scorecards ON scorecards.id = kept.scorecard_id
       JOIN assignments ON assignments.id = scorecards.assignment_id
     WHERE kept.saved_at > coalesce(assignments.recused_at, kept.saved_at) OR EXISTS (SELECT 1 FROM conflicts
       WHERE conflicts.juror_id = scorecards.juror_id AND conflicts.nomination_id = scorecards.nomination_id
         AND conflicts.refused_at IS NULL AND conflicts.at < kept.saved_at)`,
  ),
  invariant(
    'a score or a lock after the tally closed',
    `SELECT scorecards.id FROM scoring_closings AS ended JOIN scorecards ON scorecards.edition_id = ended.edition_id
     WHERE EXISTS (SELECT 1 FROM score_revisions AS kept WHERE kept.scorecard_id = scorecards.id AND kept.saved_at > ended.at)
       OR EXISTS (SELECT 1 FROM scorecard_locks AS held WHERE held.scorecard_id = scorecards.id AND held.at > ended.at)`,
  ),
];
