import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rubric, Texts } from '../../src/editions/definition.ts';
import { fraction } from '../../src/platform/exact/fraction.ts';
import { isRefusal } from '../../src/platform/result.ts';
import {
  type Card,
  cardTotal,
  countScored,
  EMPTY_CARD,
  lacksOf,
  lockedScores,
  nextUnscored,
  pointsOf,
  recordScores,
  type TypedScore,
} from '../../src/scoring/scorecard.ts';

const text: Texts = { en: 'x', fr: 'x', es: 'x' };
const rubricOf = (weights: number[], levels = [0, 1, 2, 3, 4], remarkRequired = false): Rubric => ({
  levels: levels.map((points) => ({ points, word: text })),
  criteria: weights.map((weight, index) => ({
    id: `c${index}`,
    name: text,
    weight,
    descriptions: levels.map(() => text),
    remarkRequired,
  })),
  method: 'mean',
  remarkMaxWords: 10,
});

const typed = (criterion: string, points: number | null, remark = '', seen = 0): TypedScore => ({
  criterion,
  points,
  remark,
  seen,
});

function saved(card: Card, ...all: TypedScore[]): Card {
  const outcome = recordScores(card, all, 1);
  if (isRefusal(outcome)) throw new Error(outcome.code);
  return outcome.card;
}

const values = (card: Card) => ({
  version: card.version,
  scores: Object.fromEntries(
    Object.entries(card.scores)
      .map(([id, { points, remark }]) => [id, { points, remark }] as const)
      .sort(([one], [other]) => one.localeCompare(other)),
  ),
});

const someScore = (criterion: fc.Arbitrary<string>) =>
  fc.record({
    criterion,
    points: fc.option(fc.integer({ min: 0, max: 4 })),
    remark: fc.string({ maxLength: 20 }),
    seen: fc.constant(0),
  });
const criteria = fc.constantFrom('c0', 'c1', 'c2', 'c3');

describe('recording scores', () => {
  it('saving twice equals saving once', () => {
    fc.assert(
      fc.property(someScore(criteria), someScore(criteria), (first, again) => {
        const base = saved(EMPTY_CARD, first);
        const once = saved(base, { ...again, seen: base.version });
        const twice = recordScores(once, [{ ...again, seen: base.version }], 99);
        expect(twice).toEqual({ card: once, changed: [] });
      }),
    );
  });

  it('saves of different criteria commute, from pages of the same age', () => {
    const different = fc
      .tuple(someScore(criteria), someScore(criteria))
      .filter(([one, other]) => one.criterion !== other.criterion);
    fc.assert(
      fc.property(different, fc.array(someScore(criteria), { maxLength: 4 }), ([one, other], earlier) => {
        const base = earlier.reduce((card, each) => saved(card, { ...each, seen: card.version }), EMPTY_CARD);
        const seen = base.version;
        const there = saved(saved(base, { ...one, seen }), { ...other, seen });
        const back = saved(saved(base, { ...other, seen }), { ...one, seen });
        expect(values(there)).toEqual(values(back));
      }),
    );
  });

  it('never writes over what the page had not seen', () => {
    const other = saved(EMPTY_CARD, typed('c0', 3, 'theirs'));
    expect(recordScores(other, [typed('c0', 2, 'mine', 0)], 2)).toMatchObject({
      code: 'scoring.elsewhere',
      facts: { criterion: 'c0' },
    });
  });

  it('takes the same values from an old page as no change', () => {
    const card = saved(EMPTY_CARD, typed('c0', 3, 'the same'));
    expect(recordScores(card, [typed('c0', 3, 'the same', 0)], 2)).toEqual({ card, changed: [] });
  });

  it('keeps all or nothing of several criteria', () => {
    const card = saved(EMPTY_CARD, typed('c0', 3));
    expect(isRefusal(recordScores(card, [typed('c1', 4, '', 0), typed('c0', 1, '', 0)], 2))).toBe(true);
  });

  it('keeps a remark without points', () => {
    const card = saved(EMPTY_CARD, typed('c0', null, 'first thoughts'));
    expect([pointsOf(card, 'c0'), card.scores.c0?.remark]).toEqual([null, 'first thoughts']);
  });

  it('counts 0 as a score', () => {
    const card = saved(EMPTY_CARD, typed('c0', 0));
    expect(countScored(rubricOf([1, 1]), card)).toBe(1);
  });
});

describe('the total of a card', () => {
  it.each([
    { weights: [15, 15, 10, 10, 20, 10, 10, 10], points: [4, 4, 4, 4, 4, 4, 4, 4], total: fraction(100n) },
    { weights: [15, 15, 10, 10, 20, 10, 10, 10], points: [0, 0, 0, 0, 0, 0, 0, 0], total: fraction(0n) },
    {
      weights: [15, 15, 10, 10, 20, 10, 10, 10],
      points: [3, 2, 4, 1, 3, 2, 0, 4],
      total: fraction(245n, 4n),
    },
    { weights: [1, 1, 1], points: [1, 0, 0], total: fraction(25n, 3n) },
  ])('is exact: $points', ({ weights, points, total }) => {
    expect(cardTotal(rubricOf(weights), (id) => points[Number(id.slice(1))] ?? null)).toEqual(total);
  });

  it('is none while a criterion has no points, never a smaller one', () => {
    expect(cardTotal(rubricOf([1, 1]), (id) => (id === 'c0' ? 4 : null))).toBeNull();
  });

  it('is a percentage of the highest level of the scale', () => {
    expect(cardTotal(rubricOf([2], [1, 5, 9]), () => 5)).toEqual(fraction(500n, 9n));
  });
});

describe('what a card lacks', () => {
  it('names points, required remarks and remarks that are too long, in the order of the rubric', () => {
    const rubric = rubricOf([1, 1, 1], [0, 1], true);
    const card = saved(EMPTY_CARD, typed('c0', 1, ''), typed('c2', 0, 'a b c d e f g h i j k l'));
    expect(lacksOf(rubric, card)).toEqual([
      { criterion: 'c0', what: 'remark', over: 0 },
      { criterion: 'c1', what: 'points', over: 0 },
      { criterion: 'c1', what: 'remark', over: 0 },
      { criterion: 'c2', what: 'shorter', over: 2 },
    ]);
  });

  it('is nothing once every criterion is scored', () => {
    const card = saved(EMPTY_CARD, typed('c0', 0), typed('c1', 4));
    expect(lacksOf(rubricOf([1, 1]), card)).toEqual([]);
    expect(lockedScores(rubricOf([1, 1]), card)).toEqual([
      { criterion: 'c0', points: 0, remark: '' },
      { criterion: 'c1', points: 4, remark: '' },
    ]);
  });
});

describe('the next unscored criterion', () => {
  const rubric = rubricOf([1, 1, 1]);
  const card = saved(EMPTY_CARD, typed('c1', 2));
  it.each([
    [null, 'c0'],
    ['c0', 'c2'],
    ['c2', 'c0'],
  ])('after %s is %s', (after, next) => {
    expect(nextUnscored(rubric, card, after)).toBe(next);
  });

  it('is none once all are scored', () => {
    expect(nextUnscored(rubric, saved(card, typed('c0', 0, '', 1), typed('c2', 1, '', 1)), 'c1')).toBeNull();
  });
});
