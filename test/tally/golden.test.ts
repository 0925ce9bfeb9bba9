import { describe, expect, it } from 'vitest';
import { fraction, toText } from '../../src/platform/exact/fraction.ts';
import type { Rubric } from '../../src/tally/rubric.ts';
import type { Score } from '../../src/tally/score.ts';
import { type Duties, tallyScores } from '../../src/tally/tally.ts';

/** Points by nomination, then juror, then criterion: {"A": {"j1": [3, 4]}}. */
type Panel = Record<string, Record<string, number[]>>;

const scoresOf = (panel: Panel): Score[] =>
  Object.entries(panel).flatMap(([nomination, cards]) =>
    Object.entries(cards).flatMap(([juror, points]) =>
      points.map((one, at) => {
        return { nomination, juror, criterion: `c${at}`, millionths: Math.round(one * 1_000_000) };
      }),
    ),
  );

const rubricOf = (weights: number[], more: Partial<Rubric> = {}): Rubric => ({
  criteria: weights.map((weight, at) => ({ id: `c${at}`, weight: fraction(weight) })),
  method: 'mean',
  trim: 0,
  rounding: { criterion: null, weighted: null },
  tieRules: [],
  incomplete: 'exclude',
  adjustedDecides: false,
  ...more,
});

function placesOf(panel: Panel, rubric: Rubric | null, duties?: Duties) {
  const tally = tallyScores(scoresOf(panel), rubric, duties);
  if ('faults' in tally) throw new Error(tally.faults[0]?.code);
  return tally.ranking.map(({ nomination, rank, total, tieBrokenBy }) => {
    const { num, den } = total ? toText(total) : { num: 'none', den: '1' };
    const shown = den === '1' ? num : `${num}/${den}`;
    return `${rank ?? '-'} ${nomination} ${shown}${tieBrokenBy ? ` by ${tieBrokenBy}` : ''}`;
  });
}

const pair = (juror: string, nomination: string) => ({ juror, nomination });

describe('golden panels, worked out by hand', () => {
  it.each<[what: string, panel: Panel, rubric: Rubric | null, places: string[], duties?: Duties]>([
    [
      'thirds stay thirds',
      { A: { x: [1], y: [1], z: [2] }, B: { x: [2], y: [1], z: [2] } },
      rubricOf([1]),
      ['1 B 5/3', '2 A 4/3'],
    ],
    [
      'a tie that floats would part: 0.1 + 0.2 and 0.3',
      { A: { x: [0.1, 0.2] }, B: { x: [0.3, 0] } },
      rubricOf([1, 1]),
      ['1 A 3/10', '1 B 3/10'],
    ],
    [
      'ranks are 1, 2, 2, 4',
      { A: { x: [4] }, B: { x: [3] }, C: { x: [3] }, D: { x: [2] } },
      rubricOf([1]),
      ['1 A 4', '2 B 3', '2 C 3', '4 D 2'],
    ],
    [
      'a tie rule is named where it parts',
      { A: { x: [3, 1] }, B: { x: [1, 3] } },
      rubricOf([1, 1], { tieRules: [{ by: 'criterion', id: 'c1' }] }),
      ['1 B 4', '2 A 4 by criterion:c1'],
    ],
    [
      'a rule that parts nobody leaves it to the next',
      { A: { x: [4], y: [0] }, B: { x: [3], y: [1] } },
      rubricOf([1], { tieRules: [{ by: 'median' }, { by: 'lowestScore' }] }),
      ['1 B 2', '2 A 2 by lowestScore'],
    ],
    ['all zero is a total', { A: { x: [0, 0] }, B: { x: [0, 0] } }, rubricOf([2, 3]), ['1 A 0', '1 B 0']],
    ['weights', { A: { x: [1, 0] }, B: { x: [0, 1] } }, rubricOf([2, 3]), ['1 B 3', '2 A 2']],
    [
      'a card that is missing is none, not 0',
      { A: { x: [2] }, B: { x: [2], y: [1] } },
      rubricOf([1]),
      ['1 A 2', '2 B 3/2'],
      { due: [pair('y', 'A')] },
    ],
    [
      'a card that lacks a criterion is left out whole',
      { A: { x: [2, 2], y: [4] }, B: { x: [3, 2] } },
      rubricOf([1, 1]),
      ['1 B 5', '2 A 4'],
    ],
    [
      'a recused pair never counts',
      { A: { x: [4], y: [0] }, B: { x: [3], y: [3] } },
      rubricOf([1]),
      ['1 A 4', '2 B 3'],
      { recused: [pair('y', 'A')] },
    ],
    [
      'a nomination without a card stands last, without rank',
      { A: { x: [1] } },
      rubricOf([1]),
      ['1 A 1', '- B none'],
      { due: [pair('x', 'B')] },
    ],
    [
      'trimmed, rounded half up a criterion and again weighted',
      { A: { j: [7.25], k: [7.5], l: [7.75], m: [9], n: [1] }, B: { j: [7.51], k: [7.5], l: [7.5] } },
      rubricOf([1], {
        method: 'trimmed',
        trim: 1,
        rounding: { criterion: fraction(1, 10), weighted: fraction(1) },
      }),
      ['1 A 8', '1 B 8'],
    ],
    [
      'median of an even number is the middle of two',
      { A: { x: [1], y: [2], z: [4], w: [4] } },
      rubricOf([1], { method: 'median' }),
      ['1 A 3'],
    ],
    ['without a rubric: mean over jurors of means', { A: { x: [1, 2], y: [3] } }, null, ['1 A 9/4']],
  ])('%s', (_what, panel, rubric, places, duties) => {
    expect(placesOf(panel, rubric, duties)).toEqual(places);
  });
});
