import type { Solve } from '../platform/solver/model.ts';
import { assign } from './assignment.ts';
import type { Cause } from './cause.ts';
import { type SolutionFile, writeSolution } from './command.ts';
import type { ProblemFile } from './problem.ts';
import { readProblem } from './problem-file.ts';

export type Solved = { solution: SolutionFile } | { cause: Cause } | { stopped: true } | { faults: string[] };

/** Solves a problem made from an edition; faults can only come of ids or points that the edition should not have. */
export async function solveProblem(
  file: ProblemFile,
  solve: Solve,
  secondsLeft?: () => number,
): Promise<Solved> {
  const problem = readProblem(file);
  if ('faults' in problem) return { faults: problem.faults.map(({ path, text }) => `${path}: ${text}`) };
  const result = await assign(problem, secondsLeft === undefined ? { solve } : { solve, secondsLeft });
  if (result.status === 'infeasible') return { cause: result.cause };
  if (result.given === null) return { stopped: true };
  return { solution: writeSolution(problem, result.given, result) };
}
