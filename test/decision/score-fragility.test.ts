import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawScores } from '../../src/decision/fragility.ts';
import type { Problem } from '../../src/decision/problem.ts';
import { type Scored, smallestScoreChange, withoutEachJuror } from '../../src/decision/score-fragility.ts';
import { selectAwardees } from '../../src/decision/selection.ts';
import { fraction, toNumber } from '../../src/platform/exact/fraction.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import type { Panel } from '../../src/tally/panel.ts';
import type { Rubric } from '../../src/tally/rubric.ts';
import { scoreOfPoints } from '../../src/tally/score.ts';
import { type NominationTally, tallyScores } from '../../src/tally/tally.ts';

const solve = (...asked: Parameters<typeof solveHere>) => solveHere(asked[0], asked[1]);
const pause = async () => {};
const LEVELS = [0, 1, 2, 3, 4];
const CITIES = ['a', 'b', 'c', 'd', 'e'];
const JURORS = ['x', 'y'];
const RUBRIC: Rubric = {
  criteria: [
    { id: 'plan', weight: fraction(2n) },
    { id: 'reach', weight: fraction(1n) },
  ],
  method: 'mean',
  trim: 0,
  rounding: { criterion: null, weighted: null },
  tieRules: [],
  incomplete: 'exclude',
  adjustedDecides: false,
};

/** Points by city, juror and criterion, in this order. */
type Points = readonly number[];

function tallied(points: Points) {
  const scores = CITIES.flatMap((city, c) =>
    JURORS.flatMap((juror, j) =>
      RUBRIC.criteria.map(({ id }, k) => scoreOfPoints(city, juror, id, points[c * 4 + j * 2 + k] ?? 0)),
    ),
  );
  const tally = tallyScores(scores, RUBRIC);
  if ('faults' in tally) throw new Error('the scores are sound');
  return tally;
}

function problemOf(ranking: readonly NominationTally[]): Problem {
  return {
    seats: { min: 2, max: 2 },
    maxPerCountry: 1,
    threshold: fraction(3n),
    regions: [],
    groups: [],
    tieRules: [],
    candidates: ranking.flatMap(({ nomination, total }) =>
      total
        ? [
            {
              id: nomination,
              country: nomination < 'c' ? 'A' : nomination,
              region: null,
              score: total,
              tie: {},
            },
          ]
        : [],
    ),
  };
}

const scoredOf = (panel: Panel): Scored => ({ panel, rubric: RUBRIC, decidingOn: () => null, problemOf });

async function decided(points: Points) {
  const { panel, ranking } = tallied(points);
  const problem = problemOf(ranking);
  return { panel, ranking, problem, result: await selectAwardees(problem, solve) };
}

async function winnersOf(points: Points): Promise<string[] | null> {
  const { result } = await decided(points);
  return result.status === 'optimal' ? result.winners : null;
}

/** Every single score moved to every other level, decided anew each time. */
async function bySearch(
  points: Points,
  now: readonly string[],
): Promise<{ points: number; count: number } | null> {
  for (const step of [1, 2, 3, 4]) {
    let count = 0;
    for (const [at, given] of points.entries()) {
      for (const to of LEVELS.filter((level) => Math.abs(level - given) === step)) {
        const winners = await winnersOf(points.with(at, to));
        if (winners === null || winners.join() !== now.join()) count += 1;
      }
    }
    if (count > 0) return { points: step, count };
  }
  return null;
}

const arbitraryPoints = fc.array(fc.constantFrom(...LEVELS), { minLength: 20, maxLength: 20 });

describe('the smallest change of one score', () => {
  it('is what trying every score on every level finds', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPoints, async (points) => {
        const { panel, ranking, problem, result } = await decided(points);
        fc.pre(result.status === 'optimal' && result.winners !== null);
        if (result.status !== 'optimal' || result.winners === null) return;
        const found = await smallestScoreChange(
          scoredOf(panel),
          { problem, result, ranking },
          LEVELS,
          solve,
          pause,
        );
        expect(found && { points: found.points, count: found.changes.length }).toEqual(
          await bySearch(points, result.winners),
        );
        expect(found?.scores ?? 20).toBe(20);
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});

describe('one juror fewer', () => {
  it('is the decision on the other cards alone', async () => {
    // City c leads by the one juror, e by the other.
    const points = [4, 4, 4, 4, 0, 0, 0, 0, 4, 4, 1, 1, 0, 0, 0, 0, 1, 1, 3, 3];
    const { panel, result } = await decided(points);
    if (result.status !== 'optimal' || result.winners === null) throw new Error('there is a selection');
    expect(result.winners).toEqual(['a', 'c']);
    expect(await withoutEachJuror(scoredOf(panel), result.winners, solve, pause)).toEqual([
      { juror: 'x', winners: ['a', 'e'], enters: ['e'], leaves: ['c'] },
      { juror: 'y', winners: ['a', 'c'], enters: [], leaves: [] },
    ]);
  });
});

describe('scores drawn within their errors', () => {
  it('are the same for the same seed, whatever the order of rows, and spread as their errors say', async () => {
    const { problem } = await decided([4, 4, 4, 4, 0, 0, 0, 0, 4, 4, 1, 1, 0, 0, 0, 0, 1, 1, 3, 3]);
    const errors = new Map([['a', 0.5]]);
    const draws = drawScores(problem, errors, 2_000, 'seed');
    expect(drawScores(problem, errors, 2_000, 'seed')).toEqual(draws);
    expect(drawScores(problem, errors, 2, 'other')).not.toEqual(draws.slice(0, 2));
    const turned = { ...problem, candidates: problem.candidates.toReversed() };
    expect(drawScores(turned, errors, 2_000, 'seed').map((one) => one.toReversed())).toEqual(draws);
    const at = problem.candidates.findIndex(({ id }) => id === 'a');
    const drawn = draws.map((one) => toNumber(one[at] ?? fraction(0n)));
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
    const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (drawn.length - 1);
    expect(mean).toBeCloseTo(12, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
    const others = draws.every((one) =>
      one.every((score, place) => place === at || score === problem.candidates[place]?.score),
    );
    expect(others).toBe(true);
  });
});
