import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { tallyInvariants } from '../../src/tally/invariants.ts';
import { closeOn, openScored, type Scored } from './scored.ts';

describe('the invariants of the tally', () => {
  let scored: Scored;
  beforeAll(async () => {
    scored = await openScored({ Cork: [4, 3, null], Gdynia: [1, 2, 3] });
    await closeOn(scored, 'A juror fell ill.');
  });
  afterAll(() => scored.close());

  const broken = () => brokenInvariants(scored.service.db, tallyInvariants).map(({ name }) => name);
  const run = (sql: string) => scored.service.db.$client.prepare(sql).run();

  it('hold after a closing over an open card', () => {
    expect(broken()).toEqual([]);
  });

  it.each([
    ['a tally that closed over an open card without naming it', "UPDATE tally_closings SET missing = '[]'"],
    ['a tally that closed with cards missing and no reason', "UPDATE tally_closings SET reason = ' '"],
    [
      'a tally that closed while scoring did not end, or the other way round',
      'UPDATE scoring_closings SET at = at + 1',
    ],
    ['a tally that closed without its entry in the audit log', "UPDATE tally_closings SET by = 'nobody'"],
    [
      'a tally that closed before scoring opened',
      "UPDATE stages SET opens_at = 9000000000000, closes_at = 9000000000001 WHERE stage = 'scoring'",
    ],
  ])('%s is found', (name, sql) => {
    run('SAVEPOINT tampered');
    run(sql);
    const found = broken();
    run('ROLLBACK TO tampered');
    run('RELEASE tampered');
    expect(found).toContain(name);
    expect(broken()).toEqual([]);
  });
});
