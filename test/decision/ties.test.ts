import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Candidate, Problem, TieRule } from '../../src/decision/problem.ts';
import { selectAwardees } from '../../src/decision/selection.ts';
import { tieValue, tieWeights } from '../../src/decision/ties.ts';
import { type Fraction, fraction } from '../../src/platform/exact/fraction.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { arbitraryProblem } from './arbitrary-problem.ts';
import { brute, order } from './brute.ts';

const MEDIAN: TieRule = { by: 'median' };
const LOT: TieRule = { by: 'lot', seed: 'drawn on 4 May' };

function city(id: string, score: number, more: Partial<Candidate> = {}): Candidate {
  return { id, country: id, region: 'R', score: fraction(score), tie: {}, ...more };
}

function problemOf(candidates: Candidate[], more: Partial<Problem> = {}): Problem {
  const none = { maxPerCountry: null, threshold: null, regions: [], groups: [], tieRules: [] };
  return { seats: { min: 2, max: 2 }, ...none, candidates, ...more };
}

async function selected(problem: Problem) {
  const result = await selectAwardees(problem, (model, options) => solveHere(model, options));
  if (result.status !== 'optimal') throw new Error(`expected a selection, found ${result.status}`);
  return result;
}

/** The values of a set's members under a rule, sorted, best first. */
function valuesOf(problem: Problem, rule: TieRule, set: readonly string[]): Fraction[] {
  return problem.candidates
    .filter(({ id }) => set.includes(id))
    .map((candidate) => tieValue(candidate, rule) ?? fraction(0n))
    .sort((a, b) => order(b, a));
}

function compareLists(a: readonly Fraction[], b: readonly Fraction[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at];
    const found = other ? order(value, other) : 1;
    if (found !== 0) return found;
  }
  return 0;
}

/** Of tied sets, those that no other beats under the rules in their order. */
function preferred(problem: Problem, sets: string[][]): string[][] {
  let left = sets;
  for (const rule of problem.tieRules) {
    const lists = left.map((set) => valuesOf(problem, rule, set));
    left = left.filter((_, at) => lists.every((other) => compareLists(lists[at] ?? [], other) >= 0));
  }
  return left;
}

async function expectTieRules(problem: Problem): Promise<void> {
  const known = brute(problem);
  fc.pre(known !== null);
  if (known === null) return;
  const left = preferred(problem, known.winners);
  const found = await selected(problem);
  expect(found.unique).toBe(known.winners.length === 1);
  expect(found.winners).toEqual(left.length === 1 ? left[0] : null);
  expect(left).toContainEqual(found.oneOptimum);
  expect(found.inSome).toEqual([...new Set(left.flat())].sort());
  expect(found.inEvery).toEqual(found.inSome.filter((id) => left.every((set) => set.includes(id))));
}

function fewScores(): fc.Arbitrary<Fraction> {
  return fc.integer({ min: 1, max: 3 }).map((score) => fraction(score));
}

// Hundreds of small problems; a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

describe('tie rules', () => {
  it('compare the sorted values of tied sets, best first, in the order of the rules', async () => {
    const tied = fc
      .tuple(arbitraryProblem('any', fewScores()), fc.constantFrom([MEDIAN], [MEDIAN, LOT], [LOT], []))
      .map(([problem, tieRules]) => ({ ...problem, tieRules }));
    await fc.assert(fc.asyncProperty(tied, expectTieRules), { numRuns: 150 });
  });

  it('leave the tie to people where they do not decide', async () => {
    const found = await selected(problemOf([city('A', 9), city('B', 8), city('C', 8), city('D', 7)]));
    expect(found).toMatchObject({ winners: null, unique: false, inEvery: ['A'], inSome: ['A', 'B', 'C'] });
    expect(found.total).toEqual(fraction(17));
    expect(found.secondBestTotal).toEqual(fraction(17));
    expect(found.losers.map(({ id }) => id)).toEqual(['D']);
  });

  it('name the rule that decided', async () => {
    const tie = (value: number) => ({ tie: { 'criterion:impact': fraction(value), median: fraction(1) } });
    const tieRules: TieRule[] = [MEDIAN, { by: 'criterion', id: 'impact' }];
    const candidates = [city('A', 9, tie(1)), city('B', 8, tie(2)), city('C', 8, tie(3))];
    const found = await selected(problemOf(candidates, { tieRules }));
    expect(found).toMatchObject({ winners: ['A', 'C'], unique: false, decidedBy: ['criterion:impact'] });
  });

  it('ask for a value only where it is needed', async () => {
    const clear = await selected(
      problemOf([city('A', 9), city('B', 8), city('C', 7)], { tieRules: [MEDIAN] }),
    );
    expect(clear.winners).toEqual(['A', 'B']);
    const tied = problemOf([city('A', 9), city('C', 8), city('B', 8)], { tieRules: [MEDIAN] });
    const result = await selectAwardees(tied, (model, options) => solveHere(model, options));
    expect(result).toMatchObject({
      status: 'badInput',
      faults: [{ path: 'candidates[2].tie', code: 'missing' }],
    });
  });

  it('weigh one higher value more than any number of lower ones', () => {
    const candidates = [3, 2, 2, 2].map((value, at) =>
      city(`C${at}`, 1, { tie: { median: fraction(value) } }),
    );
    const weights = tieWeights(candidates, [0, 1, 2, 3], MEDIAN);
    if ('missing' in weights) throw new Error('no value is missing');
    const [best = 0n, ...others] = weights;
    expect(best).toBeGreaterThan(others.reduce((sum, weight) => sum + weight, 0n));
  });

  it('draw the same lot whatever the order of the rows', async () => {
    const candidates = ['A', 'B', 'C', 'D', 'E'].map((id) => city(id, 5));
    const one = await selected(problemOf(candidates, { tieRules: [LOT] }));
    const other = await selected(problemOf(candidates.toReversed(), { tieRules: [LOT] }));
    expect(one.winners).toHaveLength(2);
    expect(other.winners).toEqual(one.winners);
    const otherSeed = await selected(
      problemOf(candidates, { tieRules: [{ by: 'lot', seed: 'drawn on 6 May' }] }),
    );
    expect(otherSeed.winners).not.toEqual(one.winners);
  });
});
