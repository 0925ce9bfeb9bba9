import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doneOverTime, evenPace, isBehind } from '../../src/overview/pace.ts';
import { DAY } from '../../src/platform/clock.ts';

const stage = { stage: 'scoring' as const, opensAt: 0, closesAt: 32 * DAY };

describe('the even pace', () => {
  it.each([
    ['before the stage', -DAY, 120, 0],
    ['at its first instant', 0, 120, 0],
    ['half through it', 16 * DAY, 120, 60],
    ['rounds down', 16 * DAY, 7, 3],
    ['at its end', 32 * DAY, 120, 120],
    ['long after', 90 * DAY, 120, 120],
  ])('%s', (_what, at, total, even) => {
    expect(evenPace(stage, at, total)).toBe(even);
  });

  it.each([
    ['as many as an even pace', 6, 12, false],
    ['one fewer', 5, 12, true],
    ['more', 9, 12, false],
    ['nothing to do', 0, 0, false],
    ['half a card short', 3, 7, false],
  ])('half through, with %s', (_what, locked, total, behind) => {
    expect(isBehind(stage, 16 * DAY, { locked, total })).toBe(behind);
  });
});

describe('what was done over time', () => {
  it('counts up day by day, marks the day that has not ended, and leaves room for those to come', () => {
    const { spans, slots } = doneOverTime(stage, 2.5 * DAY, [0.5 * DAY, 0.6 * DAY, 2.1 * DAY]);
    expect(slots).toBe(32);
    expect(spans.map(({ count, isNow }) => [count, isNow])).toEqual([
      [2, false],
      [2, false],
      [3, true],
    ]);
  });

  it('is empty before the stage, and whole with what came late after it', () => {
    expect(doneOverTime(stage, -1, []).spans).toEqual([]);
    const { spans } = doneOverTime(stage, 40 * DAY, [DAY, 33 * DAY]);
    expect(spans).toHaveLength(32);
    expect(spans.at(-1)).toMatchObject({ count: 2, isNow: false });
  });

  it('never falls, never has more spans than slots, and never more than 45 slots', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 200 * DAY }), { maxLength: 40 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 300 * DAY }),
        instants,
        (days, at, done) => {
          const { spans, slots } = doneOverTime({ ...stage, closesAt: days * DAY }, at, done);
          expect(slots).toBeLessThanOrEqual(45);
          expect(spans.length).toBeLessThanOrEqual(slots);
          const counts = spans.map(({ count }) => count);
          expect(counts).toEqual([...counts].sort((one, other) => one - other));
          expect(counts.at(-1)).toBe(done.filter((one) => one <= at).length);
        },
      ),
    );
  });
});
