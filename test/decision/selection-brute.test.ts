import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { checkCause, checkSelection } from '../../src/decision/check-selection.ts';
import type { Problem } from '../../src/decision/problem.ts';
import { selectAwardees } from '../../src/decision/selection.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { arbitraryProblem } from './arbitrary-problem.ts';
import { type Brute, brute } from './brute.ts';

const solve = solveHere;

async function expectAsBrute(problem: Problem): Promise<void> {
  const known = brute(problem);
  const found = await selectAwardees(problem, (model, options) => solve(model, options));
  if (known === null) {
    if (found.status !== 'infeasible') throw new Error(`expected no selection, found ${found.status}`);
    expect(checkCause(problem, found.cause)).toEqual([]);
    return;
  }
  if (found.status !== 'optimal') throw new Error(`expected a selection, found ${found.status}`);
  expect(checkSelection(problem, { ...found, chosen: found.oneOptimum })).toEqual([]);
  expect(found.total).toEqual(known.total);
  expect(found.unique).toBe(known.winners.length === 1);
  expect(found.secondBestTotal).toEqual(known.second);
  expect(found.winners).toEqual(known.winners.length === 1 ? known.winners[0] : null);
  expect(found.inSome).toEqual(unionOf(known));
  expect(found.inEvery).toEqual(sharedBy(known));
  for (const loser of found.losers)
    expect([loser.id, loser.forcing?.cost ?? null]).toEqual([loser.id, known.costOf(loser.id)]);
}

function unionOf(known: NonNullable<Brute>): string[] {
  return [...new Set(known.winners.flat())].sort();
}

function sharedBy(known: NonNullable<Brute>): string[] {
  return unionOf(known).filter((id) => known.winners.every((set) => set.includes(id)));
}

// Hundreds of small problems; a busy machine may take its time.
vi.setConfig({ testTimeout: 180_000 });

describe('the selection against all sets', () => {
  it('finds total, ties, second best and every cost under nested rules', async () => {
    await fc.assert(fc.asyncProperty(arbitraryProblem('nested'), expectAsBrute), { numRuns: 150 });
  });

  it('finds total, ties, second best and every cost under rules of any shape', async () => {
    await fc.assert(fc.asyncProperty(arbitraryProblem('any'), expectAsBrute), { numRuns: 150 });
  });
});
