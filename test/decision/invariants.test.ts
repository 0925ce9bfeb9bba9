import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decisionInvariants } from '../../src/decision/invariants.ts';
import { standingSelection } from '../../src/decision/pages.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { ORGANISER } from '../screening/ground.ts';
import { closeOn, openScored, type Scored, SECOND } from '../tally/scored.ts';

const DECISION = '/en/office/2027/decision';

describe('what must never be found in a decision', () => {
  let scored: Scored;
  beforeEach(async () => {
    scored = await openScored({ Sønderborg: [4, 4, 4], Gdynia: [3, 3, 4], Cork: [2, 3, 4] });
    const [organiser, second] = await Promise.all([ORGANISER, SECOND].map((one) => scored.as(one)));
    await closeOn(scored);
    await organiser?.post(`${DECISION}/compute`).expect(303);
    await organiser?.post(`${DECISION}/propose`).expect(303);
    const digest = standingSelection(scored.service.db, scored.edition.id)?.digest ?? '';
    await second?.post(`${DECISION}/approve`, { digest, agreed: 'yes' }).expect(303);
  });
  afterEach(() => scored.close());

  const found = () => brokenInvariants(scored.service.db, decisionInvariants).map(({ name }) => name);
  /** Writes past every guard, as a fault or a hand on the file would. */
  const plant = (sql: string) => {
    scored.service.db.$client.exec(
      `DROP TRIGGER IF EXISTS selections_keep_their_record; PRAGMA ignore_check_constraints = ON; ${sql}`,
    );
  };

  it('is found by no query in a sound one, and by its own where it is planted', () => {
    expect(found()).toEqual([]);
    plant('UPDATE selections SET approved_by = proposed_by');
    expect(found()).toEqual(['a selection approved by who proposed it']);
    plant("UPDATE selections SET approved_by = 'x', approved_digest = 'other'");
    expect(found()).toEqual(['a selection approved that nobody proposed, or under another digest']);
  });

  it('tells awardees that break a rule without an override, and a record that its digest does not name', () => {
    plant(`UPDATE selections SET record = json_set(record, '$.awardees', json('["${scored.ids.Cork}"]'))`);
    expect(found()).toEqual([
      'awardees that break a rule without an override',
      'a selection whose record is not what its digest names',
    ]);
    plant("UPDATE selections SET record = json_set(record, '$.awardees', json('[\"nobody\"]'))");
    expect(found()).toContain('an awardee without a score');
  });
});
