import { runAssign } from '../../src/assignment/command.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import type { Solve } from '../../src/platform/solver/model.ts';
import { type Figure, near, same } from './figures.ts';

/** What the oracle knows of an assignment problem: maxSum and the like are our sum, maxMin our minNomination. */
type Expected = {
  feasible?: boolean;
  maxSum?: number;
  maxMin?: number;
  maxSumAtMaxMin?: number;
  minNewPairs?: number;
  bestSumAtMinChange?: number;
};

type Found = {
  status: string;
  sum?: string;
  minNomination?: string;
  changed?: { added: number; removed: number };
};

const solve: Solve = (model, options) => solveHere(model, options);

/** Solves the problem for the sum, for the worst-off or for the fewest changes, whatever is known of it. */
export async function checkAssignment(text: string, expected: Expected): Promise<Figure[]> {
  if (expected.feasible === false) return same('status', 'infeasible', (await solved(text)).found.status);
  const figures: Figure[] = [];
  if (expected.minNewPairs !== undefined) {
    const { found, certified } = await solved(text, 'sum');
    figures.push(
      ...same('certificate', true, certified),
      ...same('minNewPairs', expected.minNewPairs, found.changed?.added),
      ...near('bestSumAtMinChange', expected.bestSumAtMinChange, found.sum),
    );
  }
  if (expected.maxSum !== undefined) {
    const { found, certified } = await solved(text, 'sum');
    figures.push(
      ...same('certificate of the sum', true, certified),
      ...near('maxSum', expected.maxSum, found.sum),
    );
  }
  if (expected.maxMin !== undefined) {
    const { found, certified } = await solved(text, 'fair');
    figures.push(
      ...same('certificate of the worst-off', true, certified),
      ...near('maxMin', expected.maxMin, found.minNomination),
      ...near('maxSumAtMaxMin', expected.maxSumAtMaxMin, found.sum),
    );
  }
  return figures;
}

async function solved(
  text: string,
  objective?: 'sum' | 'fair',
): Promise<{ found: Found; certified: boolean }> {
  const problem = objective ? JSON.stringify({ ...JSON.parse(text), objective }) : text;
  const { output } = await runAssign(problem, {}, solve);
  const solution = JSON.stringify(output);
  const check = await runAssign(problem, { check: solution }, solve);
  return { found: JSON.parse(solution) as Found, certified: check.exitCode === 0 };
}
