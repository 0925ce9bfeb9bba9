import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { evaluateSelection, whatIf } from '../../src/decision/evaluation.ts';
import { chancesOf, smallestChange } from '../../src/decision/fragility.ts';
import type { Candidate, Problem } from '../../src/decision/problem.ts';
import { ranksOf, reasonsNotChosen } from '../../src/decision/reasons.ts';
import { selectAwardees } from '../../src/decision/selection.ts';
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

describe('what if without a rule', () => {
  it('says who would win instead of whom, and by how much', async () => {
    expect(await whatIf(PROBLEM, 'region:Asia:max', solve)).toMatchObject({
      cost: fraction(1, 2),
      winners: ['Dakar', 'Hanoi', 'Osaka', 'Seoul'],
      would: ['Hanoi'],
      insteadOf: ['Cork'],
    });
    expect(await whatIf(PROBLEM, 'maxPerCountry', solve)).toMatchObject({
      cost: fraction(1, 2),
      would: ['Busan'],
      insteadOf: ['Osaka'],
    });
    expect(await whatIf(PROBLEM, 'threshold', solve)).toMatchObject({
      cost: fraction(0),
      would: [],
      insteadOf: [],
    });
  });

  it('agrees with solving the problem without the rule', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryProblem('any'), async (problem) => {
        const result = await selectAwardees(problem, solve);
        fc.pre(result.status === 'optimal');
        if (result.status !== 'optimal') return;
        for (const { rule, cost } of result.ruleCosts) {
          expect([rule, cost]).toEqual([
            rule,
            minus((await selected(withoutRule(problem, rule))).total, result.total),
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The problem rewritten without one rule, apart from what the selection itself does for it. */
function withoutRule(problem: Problem, rule: string): Problem {
  const [kind = '', name = ''] = rule.split(':');
  const free = <Bounds extends { name: string; min: number; max: number | null }>(list: readonly Bounds[]) =>
    list.map((one) => {
      if (one.name !== name) return one;
      return rule.endsWith(':min') ? { ...one, min: 0 } : { ...one, max: null };
    });
  switch (kind) {
    case 'threshold':
      return { ...problem, threshold: null };
    case 'maxPerCountry':
      return { ...problem, maxPerCountry: null };
    case 'region':
      return { ...problem, regions: free(problem.regions) };
    case 'group':
      return { ...problem, groups: free(problem.groups) };
    default: {
      // One country without a limit: its candidates come from no country any more.
      const candidates = problem.candidates.map((one) =>
        one.country === name ? { ...one, country: null } : one,
      );
      return { ...problem, candidates };
    }
  }
}

describe('reasons', () => {
  it('name the rule, who stands in the way, and what forcing would cost', async () => {
    const reasons = reasonsNotChosen(PROBLEM, await selected(PROBLEM));
    expect(reasons.map(({ id, rank, key }) => [id, rank, key])).toEqual([
      ['Busan', 2, 'decision.reason.country'],
      ['Hanoi', 4, 'decision.reason.region'],
      ['Lagos', 7, 'decision.reason.threshold'],
    ]);
    const [busan, hanoi, lagos] = reasons;
    expect(busan).toMatchObject({
      facts: { country: 'KR', count: 1 },
      cities: ['Seoul'],
      forcing: {
        key: 'decision.forcing.cost',
        facts: { cost: '0.5', count: 1 },
        leaves: ['Seoul'],
        enters: [],
      },
    });
    expect(hanoi).toMatchObject({
      facts: { region: 'Asia', count: 2 },
      cities: ['Osaka', 'Seoul'],
      forcing: { facts: { cost: '0.5' }, leaves: ['Osaka'] },
    });
    expect(lagos).toMatchObject({
      facts: { score: '3', threshold: '4' },
      forcing: { key: 'decision.forcing.impossible' },
    });
  });

  it('say when a seat is kept for another region, when the score is too low, and when people must decide', async () => {
    const kept = { ...PROBLEM, seats: { min: 3, max: 3 }, threshold: null };
    const byId = new Map(reasonsNotChosen(kept, await selected(kept)).map((reason) => [reason.id, reason]));
    expect(byId.get('Cork')).toMatchObject({
      key: 'decision.reason.regionElsewhere',
      facts: { region: 'Africa', count: 1 },
      cities: ['Dakar'],
    });
    expect(byId.get('Lagos')).toMatchObject({
      key: 'decision.reason.score',
      facts: { score: '3', lowest: '5' },
    });
    const tied = { ...PROBLEM, candidates: [...CITIES, city('Galway', 7, 'IE', 'Europe')] };
    const reasons = reasonsNotChosen(tied, await selected(tied));
    expect(reasons.filter(({ key }) => key === 'decision.reason.tie').map(({ id }) => id)).toEqual([
      'Cork',
      'Galway',
    ]);
    const drawn: Problem = { ...tied, tieRules: [{ by: 'lot', seed: 'x' }] };
    const decided = reasonsNotChosen(drawn, await selected(drawn)).find(
      ({ forcing }) => forcing.facts.cost === '0',
    );
    expect(decided).toMatchObject({ rank: 5 });
  });

  it('share ranks where scores are equal', () => {
    const ranks = ranksOf({ ...PROBLEM, candidates: [...CITIES, city('Kyoto', 8.5, 'JP', 'Asia')] });
    expect([...ranks]).toEqual([
      ['Seoul', 1],
      ['Busan', 2],
      ['Kyoto', 2],
      ['Osaka', 4],
      ['Hanoi', 5],
      ['Cork', 6],
      ['Dakar', 7],
      ['Lagos', 8],
    ]);
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
