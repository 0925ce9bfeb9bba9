import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { scoringInvariants } from '../../src/scoring/invariants.ts';
import { type Jury, lockCard, openCard, openJury, STAGE_ENDS, scoreAll } from './ground.ts';

/** Guards that would not let the fault in at all. */
const GUARDS = [
  'locked_scores_stand',
  'locked_scores_stay',
  'locks_are_kept_as_locked',
  'score_revisions_are_never_changed',
];

describe('the invariants of scoring', () => {
  let jury: Jury;
  beforeAll(async () => {
    jury = await openJury();
    const card = await openCard(jury.amara, jury.own[1]);
    await scoreAll(jury.amara, card, '3', 'A remark.');
    await lockCard(jury.amara, card);
    for (const guard of GUARDS) jury.service.db.$client.exec(`DROP TRIGGER ${guard}`);
  });
  afterAll(() => jury.close());

  function found(...plant: string[]): string[] {
    const sqlite = jury.service.db.$client;
    sqlite.exec('BEGIN');
    for (const sql of plant) sqlite.exec(sql);
    const names = brokenInvariants(jury.service.db, scoringInvariants).map(({ name }) => name);
    sqlite.exec('ROLLBACK');
    return names;
  }

  it('find nothing where all is well', () => {
    expect(found()).toEqual([]);
  });

  it.each([
    ['a score outside the scale of its edition', "UPDATE scores SET points = 9 WHERE criterion_id = 'plan'"],
    [
      'a score of a criterion that the edition lacks',
      "UPDATE scores SET criterion_id = 'charm' WHERE criterion_id = 'plan'",
    ],
    ['a locked card with a criterion missing', "DELETE FROM scores WHERE criterion_id = 'plan'"],
    ['a card changed after its lock', "UPDATE scores SET remark = 'Other.' WHERE criterion_id = 'plan'"],
    [
      'a lock whose commitment is not that of its card',
      "UPDATE scorecard_locks SET card = json_set(card, '$.scores[0].points', 0)",
    ],
    [
      'a lock opened again without two people',
      "UPDATE scorecard_locks SET reopened_at = 1, reopened_by = 'a', reopening_approved_by = 'b', reopening_reason = 'x'",
    ],
    ['a score outside its stage and no extension', `UPDATE score_revisions SET saved_at = ${STAGE_ENDS}`],
    ['a lock outside its stage and no extension', `UPDATE scorecard_locks SET at = ${STAGE_ENDS}`],
    [
      'a score that differs from its newest saving',
      "UPDATE scores SET points = 2 WHERE criterion_id = 'plan'",
    ],
    [
      'a scorecard of another pair than its assignment',
      'UPDATE scorecards SET nomination_id = (SELECT id FROM nominations WHERE id <> nomination_id LIMIT 1)',
    ],
    ['a scorecard under rules that are not frozen', 'UPDATE editions SET frozen_at = NULL'],
    [
      'a score given after its juror declared a conflict or handed the dossier back',
      'UPDATE assignments SET recused_at = 1',
    ],
    [
      'a score or a lock after the tally closed',
      "INSERT INTO scoring_closings SELECT id, 1, 'x' FROM editions",
    ],
  ])('find %s', (name, plant) => {
    expect(found(plant)).toContain(name);
  });

  it('are all tried here', () => {
    expect(scoringInvariants).toHaveLength(13);
  });

  it('take a later closing of the stage into account', () => {
    const extension = `INSERT INTO stage_extensions SELECT 'e', id, 'scoring', ${STAGE_ENDS + 1}, 'More time.', 1, 'x' FROM editions`;
    expect(found(`UPDATE score_revisions SET saved_at = ${STAGE_ENDS}`, extension)).toEqual([]);
  });
});
