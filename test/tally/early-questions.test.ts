import { describe, expect, it } from 'vitest';
import { fraction } from '../../src/platform/exact/fraction.ts';
import { earlyQuestions } from '../../src/tally/early-questions.ts';
import type { Rubric } from '../../src/tally/rubric.ts';
import { scoreOfPoints } from '../../src/tally/score.ts';
import { drawer } from './draw.ts';

const rubric: Rubric = {
  criteria: [
    { id: 'c0', weight: fraction(1) },
    { id: 'c1', weight: fraction(1) },
  ],
  method: 'mean',
  trim: 0,
  rounding: { criterion: null, weighted: null },
  tieRules: [],
  incomplete: 'refuse',
  adjustedDecides: false,
};

type Given = (nomination: number, juror: number, honest: number) => number;

const scoresOf = (nominations: number, given: Given) => {
  const draw = drawer(3);
  return Array.from({ length: nominations }, (_, nomination) => nomination).flatMap((nomination) => {
    const level = (nomination * 3) % 9;
    return [0, 1, 2, 3, 4].flatMap((juror) =>
      ['c0', 'c1'].map((criterion) =>
        scoreOfPoints(
          `n${nomination}`,
          `j${juror}`,
          criterion,
          given(nomination, juror, level + Math.round(draw())),
        ),
      ),
    );
  });
};

describe('questions before the lock', () => {
  it('one juror who reads the scale upside down is named, without a value', () => {
    expect(
      earlyQuestions(
        scoresOf(12, (_n, juror, honest) => (juror === 2 ? 9 - honest : honest)),
        rubric,
      ),
    ).toEqual([{ juror: 'j2', kind: 'reversed', with: [] }]);
  });

  it('one juror who gives everybody the same is named', () => {
    const found = earlyQuestions(
      scoresOf(12, (_n, juror, honest) => (juror === 2 ? 9 : honest)),
      rubric,
    );
    expect(found).toEqual([{ juror: 'j2', kind: 'constant', with: [] }]);
  });

  it('on fewer than eight cards nobody is asked', () => {
    const upset: Given = (_n, juror, honest) => (juror === 2 ? 9 - honest : honest);
    expect(earlyQuestions(scoresOf(7, upset), rubric)).toEqual([]);
  });

  it('a card that lacks a criterion is not looked at, and nobody is asked on nothing', () => {
    const half = scoresOf(12, (_n, _j, honest) => honest).filter(({ criterion }) => criterion === 'c0');
    expect(earlyQuestions(half, rubric)).toEqual([]);
    expect(earlyQuestions([], rubric)).toEqual([]);
  });
});
