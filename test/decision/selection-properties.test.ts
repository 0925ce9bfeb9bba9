import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Problem } from '../../src/decision/problem.ts';
import { type Selected, selectAwardees } from '../../src/decision/selection.ts';
import { selectionJson } from '../../src/decision/selection-json.ts';
import { add, fraction } from '../../src/platform/exact/fraction.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { arbitraryProblem } from './arbitrary-problem.ts';

const solve = (...asked: Parameters<typeof solveHere>) => solveHere(asked[0], asked[1]);

async function selected(problem: Problem): Promise<Selected | null> {
  const result = await selectAwardees(problem, solve);
  return result.status === 'optimal' ? result : null;
}

/** What a renaming of ids may not change: everything but the names and the order that follows from them. */
function shapeOf(result: Selected | null, nameOf: (id: string) => string) {
  const names = (ids: readonly string[]) => ids.map(nameOf).sort();
  return (
    result && {
      total: result.total,
      unique: result.unique,
      second: result.secondBestTotal,
      winners: result.winners && names(result.winners),
      inEvery: names(result.inEvery),
      inSome: names(result.inSome),
      costs: result.losers
        .map(
          ({ id, forcing }) =>
            `${nameOf(id)} ${forcing ? `${forcing.cost.num}/${forcing.cost.den}` : 'never'}`,
        )
        .sort(),
      rules: result.ruleCosts.map(({ rule, cost }) => `${rule} ${cost.num}/${cost.den}`).sort(),
    }
  );
}

// Hundreds of small problems; a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

describe('the selection', () => {
  it('is the same, byte for byte, whatever the order of rows, regions and groups', async () => {
    const shuffled = arbitraryProblem('any').chain((problem) =>
      fc
        .tuple(
          fc.shuffledSubarray([...problem.candidates], { minLength: problem.candidates.length }),
          fc.boolean(),
        )
        .map(([candidates, isTurned]) => ({
          problem,
          other: {
            ...problem,
            candidates,
            regions: isTurned ? problem.regions.toReversed() : problem.regions,
            groups: isTurned ? problem.groups.toReversed() : problem.groups,
          },
        })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ problem, other }) => {
        const one = selectionJson(await selectAwardees(problem, solve));
        expect(JSON.stringify(selectionJson(await selectAwardees(other, solve)))).toBe(JSON.stringify(one));
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on what the ids are called', async () => {
    const renamed = arbitraryProblem('any').chain((problem) =>
      fc.tuple(
        fc.constant(problem),
        fc.shuffledSubarray([...problem.candidates.keys()], { minLength: problem.candidates.length }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(renamed, async ([problem, order]) => {
        const names = new Map(problem.candidates.map(({ id }, at) => [id, `Z${order[at]}`]));
        const to = (id: string) => names.get(id) ?? id;
        const other: Problem = {
          ...problem,
          candidates: problem.candidates.map((candidate) => ({ ...candidate, id: to(candidate.id) })),
          groups: problem.groups.map((group) => ({ ...group, members: group.members.map(to) })),
        };
        const one = shapeOf(await selected(problem), to);
        expect(shapeOf(await selected(other), (id) => id)).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  it('never takes a seat from a winner whose score rises', async () => {
    const raise = fc.tuple(arbitraryProblem('any'), fc.nat(), fc.integer({ min: 1, max: 4 }));
    await fc.assert(
      fc.asyncProperty(raise, async ([problem, pick, more]) => {
        const before = await selected(problem);
        const winners = before?.winners ?? [];
        fc.pre(winners.length > 0);
        const winner = winners[pick % winners.length];
        const candidates = problem.candidates.map((candidate) => {
          return candidate.id === winner
            ? { ...candidate, score: add(candidate.score, fraction(more, 2)) }
            : candidate;
        });
        const after = await selected({ ...problem, candidates });
        expect(after?.winners).toContain(winner);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same scaled result when all scores are multiplied', async () => {
    // Scores far beyond what a float can tell apart: only whole numbers decide.
    const large = 10n ** 24n + 7n;
    await fc.assert(
      fc.asyncProperty(arbitraryProblem('any'), async (problem) => {
        const scaled = (score: { num: bigint; den: bigint }) => fraction(score.num * large, score.den);
        const other = {
          ...problem,
          threshold: problem.threshold && scaled(problem.threshold),
          candidates: problem.candidates.map((candidate) => ({
            ...candidate,
            score: scaled(candidate.score),
          })),
        };
        const [one, two] = [await selected(problem), await selected(other)];
        expect(two?.winners).toEqual(one?.winners);
        expect(two?.total).toEqual(one ? scaled(one.total) : undefined);
      }),
      { numRuns: 60 },
    );
  });

  it('tells apart scores that are the same to a float', async () => {
    const near = (at: number) => fraction(10n ** 30n + BigInt(at), 3n);
    const groups = ['ab', 'bc', 'ac'].map((members, at) => ({
      name: `${at}`,
      min: 0,
      max: 1,
      members: [...members],
    }));
    const candidates = [...'abcdef'].map((id, at) => ({
      id,
      country: null,
      region: null,
      score: near(at),
      tie: {},
    }));
    const rules = { maxPerCountry: null, threshold: null, regions: [], tieRules: [] };
    const found = await selected({ seats: { min: 3, max: 3 }, ...rules, groups, candidates });
    expect(found).toMatchObject({ winners: ['d', 'e', 'f'], unique: true });
    const tighter = [...groups, { name: 'def', min: 0, max: 2, members: ['d', 'e', 'f'] }];
    const two = await selected({ seats: { min: 3, max: 3 }, ...rules, groups: tighter, candidates });
    expect(two).toMatchObject({ winners: ['c', 'e', 'f'], unique: true });
  });
});
