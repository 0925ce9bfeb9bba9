import type { Solve } from '../platform/solver/model.ts';
import { type AssignOptions, assign } from './assignment.ts';
import type { Cause } from './cause.ts';
import { type SolutionFile, writeSolution } from './command.ts';
import type { ProblemFile } from './problem.ts';
import { readProblem } from './problem-file.ts';

export type Solved = { solution: SolutionFile } | { cause: Cause } | { stopped: true } | { faults: string[] };

/** Solves a problem made from an edition; faults can only come of ids or points that the edition should not have. */
export async function solveProblem(
  file: ProblemFile,
  solve: Solve,
  options: Omit<AssignOptions, 'solve'> = {},
): Promise<Solved> {
  const problem = readProblem(file);
  if ('faults' in problem) return { faults: problem.faults.map(({ path, text }) => `${path}: ${text}`) };
  const result = await assign(problem, { ...options, solve });
  if (result.status === 'infeasible') return { cause: result.cause };
  // What a cancel leaves is nobody's choice; a time limit leaves the best that was found, with its gap.
  if (result.given === null || result.status === 'cancelled') return { stopped: true };
  return { solution: writeSolution(problem, result.given, result) };
}

/** What a problem is worth at its best when the rules on regions are left out: beside it stands what they cost. */
export type WithoutRules = { readonly sum: string; readonly minNomination: string };

/** Solves a problem once more without its composition rules; null where it has none or was stopped. */
export async function solveWithoutRules(
  { composition, ...rest }: ProblemFile,
  solve: Solve,
  options: Omit<AssignOptions, 'solve'> = {},
): Promise<WithoutRules | null> {
  if (!composition || composition.length === 0) return null;
  const solved = await solveProblem(rest, solve, options);
  if (!('solution' in solved)) return null;
  const { sum, minNomination } = solved.solution;
  return { sum, minNomination };
}
