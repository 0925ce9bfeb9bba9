import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { evaluateSelection } from '../../src/decision/evaluation.ts';
import { chancesOf, smallestChange } from '../../src/decision/fragility.ts';
import type { Candidate, Problem } from '../../src/decision/problem.ts';
import { selectAwardees } from '../../src/decision/selection.ts';
import { supposed } from '../../src/decision/what-if.ts';
import { add, fraction } from '../../src/platform/exact/fraction.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { arbitraryProblem } from './arbitrary-problem.ts';
import { isAllowed, minus, totalOf } from './brute.ts';

const solve = (...asked: Parameters<typeof solveHere>) => solveHere(asked[0], asked[1]);

function city(id: string, score: number, country: string, region: string): Candidate {
  return { id, country, region, score: fraction(Math.round(score * 10), 10), tie: {} };
}

const CITIES = [
  city('Seoul', 9, 'KR', 'Asia'),
  city('Busan', 8.5, 'KR', 'Asia'),
  city('Osaka', 8, 'JP', 'Asia'),
  city('Hanoi', 7.5, 'VN', 'Asia'),
  city('Cork', 7, 'IE', 'Europe'),
  city('Dakar', 5, 'SN', 'Africa'),
  city('Lagos', 3, 'NG', 'Africa'),
];

const PROBLEM: Problem = {
  seats: { min: 4, max: 4 },
  maxPerCountry: 1,
  threshold: fraction(4),
  regions: [
    { name: 'Asia', min: 0, max: 2 },
    { name: 'Africa', min: 1, max: null },
  ],
  groups: [],
  tieRules: [],
  candidates: CITIES,
};

async function selected(problem: Problem) {
  const result = await selectAwardees(problem, solve);
  if (result.status !== 'optimal') throw new Error(`expected a selection, found ${result.status}`);
  return result;
}

// Hundreds of small problems; a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

describe('a selection made by hand', () => {
  it('is measured: rules broken, total, and what it lacks', async () => {
    const { total, winners } = await selected(PROBLEM);
    expect(winners).toEqual(['Cork', 'Dakar', 'Osaka', 'Seoul']);
    const found = evaluateSelection(PROBLEM, ['Seoul', 'Busan', 'Hanoi', 'Lagos', 'Atlantis'], total);
    expect(found.chosen).toEqual(['Busan', 'Hanoi', 'Lagos', 'Seoul']);
    expect(found.unknown).toEqual(['Atlantis']);
    expect(found.breaches).toEqual([
      { rule: 'threshold', side: 'min', limit: fraction(4), chosen: fraction(3), id: 'Lagos' },
      { rule: 'country:KR', side: 'max', limit: 1, chosen: 2 },
      { rule: 'region:Asia:max', side: 'max', limit: 2, chosen: 3 },
    ]);
    expect(found.total).toEqual(fraction(28));
    expect(found.shortfall).toEqual(fraction(1));
  });

  it('breaks no rule exactly when the rules allow it', () => {
    const byHand = fc.tuple(arbitraryProblem('any'), fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }));
    fc.assert(
      fc.property(byHand, ([problem, marks]) => {
        const ids = problem.candidates.flatMap(({ id }, at) => (marks[at] ? [id] : []));
        const { breaches, total } = evaluateSelection(problem, ids, null);
        expect(breaches.length === 0).toBe(isAllowed(problem, ids));
        expect(total).toEqual(totalOf(problem, ids));
      }),
    );
  });
});

describe('what if', () => {
  it('a rule were left out: the problem is decided without it', async () => {
    const without = async (rule: string) => (await selected(supposed(PROBLEM, { without: rule }))).winners;
    expect(await without('region:Asia:max')).toEqual(['Dakar', 'Hanoi', 'Osaka', 'Seoul']);
    expect(await without('maxPerCountry')).toEqual(['Busan', 'Cork', 'Dakar', 'Seoul']);
    expect(await without('region:Africa:min')).toEqual(['Cork', 'Dakar', 'Osaka', 'Seoul']);
    expect(await without('threshold')).toEqual(['Cork', 'Dakar', 'Osaka', 'Seoul']);
    expect(await without('nothing')).toEqual(['Cork', 'Dakar', 'Osaka', 'Seoul']);
  });

  it('there were other seats, or another limit of a region', async () => {
    expect((await selected(supposed(PROBLEM, { seats: 3 }))).winners).toEqual(['Dakar', 'Osaka', 'Seoul']);
    const more = supposed(PROBLEM, { region: { name: 'Asia', max: 3 } });
    expect((await selected(more)).winners).toEqual(['Dakar', 'Hanoi', 'Osaka', 'Seoul']);
    const europe = supposed(PROBLEM, { region: { name: 'Europe', max: 0 }, without: 'region:Asia:max' });
    expect((await selected(europe)).winners).toEqual(['Dakar', 'Hanoi', 'Osaka', 'Seoul']);
    const upTo = supposed({ ...PROBLEM, seats: { min: 2, max: 4 } }, { seats: 3 });
    expect(upTo.seats).toEqual({ min: 2, max: 3 });
  });

  it('agrees with what a selection says each rule costs', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProblem('any'), async (problem) => {
        const result = await selectAwardees(problem, solve);
        fc.pre(result.status === 'optimal');
        if (result.status !== 'optimal') return;
        for (const { rule, cost } of result.ruleCosts) {
          const other = await selected(supposed(problem, { without: rule }));
          expect([rule, cost]).toEqual([rule, minus(other.total, result.total)]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('how firmly a selection stands', () => {
  it('is the smallest change of one total that brings a tie, and more than it another selection', async () => {
    const result = await selected(PROBLEM);
    const smallest = smallestChange(result);
    expect(smallest).toEqual({
      change: fraction(1, 2),
      raised: [
        { id: 'Busan', leaves: ['Seoul'] },
        { id: 'Hanoi', leaves: ['Osaka'] },
      ],
    });
    const raise = (id: string, by: [number, number]): Problem => ({
      ...PROBLEM,
      candidates: CITIES.map((one) =>
        one.id === id ? { ...one, score: add(one.score, fraction(...by)) } : one,
      ),
    });
    expect((await selected(raise('Hanoi', [49, 100]))).winners).toEqual(result.winners);
    expect((await selected(raise('Hanoi', [1, 2]))).winners).toBeNull();
    expect((await selected(raise('Hanoi', [51, 100]))).winners).toContain('Hanoi');
  });

  it('counts in how many draws of the scores each is chosen', async () => {
    const own = CITIES.map(({ score }) => score);
    const other = own.map((score, at) => (at === 3 ? add(score, fraction(1)) : score));
    const chances = await chancesOf(PROBLEM, [own, own, other, own], solve);
    expect(chances).toContainEqual({ id: 'Osaka', chosen: 3, draws: 4 });
    expect(chances).toContainEqual({ id: 'Hanoi', chosen: 1, draws: 4 });
    expect(chances).toContainEqual({ id: 'Seoul', chosen: 4, draws: 4 });
    expect(await chancesOf(PROBLEM, [own], solve, { signal: AbortSignal.abort() })).toEqual({
      status: 'cancelled',
    });
  });
});
