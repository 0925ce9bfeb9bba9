import type { Lang } from '../platform/i18n/lang.ts';
import type { Progress, Solve } from '../platform/solver/model.ts';
import { type Assignment, assign } from './assignment.ts';
import type { Cause } from './cause.ts';
import { causeText } from './cause-text.ts';
import { type Certificate, type PricesOnFile, writeCertificate, writePrices } from './certificate.ts';
import { checkSolution } from './check-certificate.ts';
import { type Connectivity, connectivityOf } from './connectivity.ts';
import { fromMillionths } from './decimals.ts';
import type { Fault } from './fault.ts';
import { readJson } from './json-place.ts';
import { gainOf } from './prices.ts';
import { type Problem, worthOf } from './problem.ts';
import { readProblemText } from './problem-file.ts';

export type SolutionFile = {
  readonly status: 'optimal' | 'limit' | 'cancelled';
  readonly objective: 'sum' | 'fair';
  readonly sum: string;
  readonly minNomination: string;
  readonly assignments: readonly (readonly [juror: string, nomination: string])[];
  readonly certificate: Certificate;
  readonly connectivity: Connectivity;
  readonly changed?: { readonly added: number; readonly removed: number };
};

export type AssignOutput =
  | SolutionFile
  | { readonly status: 'infeasible'; readonly cause: CauseFile }
  | { readonly status: 'limit' | 'cancelled'; readonly assignments: null }
  | { readonly status: 'bad input'; readonly faults: readonly Fault[] }
  | { readonly status: 'valid'; readonly proves: 'optimal' | 'bound' | 'infeasible' }
  | { readonly status: 'invalid'; readonly fault: string };

export type CauseFile = Omit<Cause, 'prices'> & {
  /** The sentence in English, and in each language. */
  readonly text: string;
  readonly texts: Readonly<Record<Lang, string>>;
  readonly prices?: PricesOnFile;
};

/** 0 solved (or a checked result that holds), 2 bad input (or one that does not), 3 infeasible, 4 stopped early. */
export type AssignExit = 0 | 2 | 3 | 4;

export type AssignCommandOptions = {
  /** The text of a solution file: check it against the problem instead of solving. */
  readonly check?: string;
  readonly signal?: AbortSignal;
  readonly secondsLeft?: () => number;
  readonly onProgress?: (progress: Progress) => void;
};

export type AssignCommandResult = { readonly exitCode: AssignExit; readonly output: AssignOutput };

/** Solves the problem of a file, or checks a solution of it: what is printed as JSON, and the exit code. */
export async function runAssign(
  text: string,
  options: AssignCommandOptions,
  solve: Solve,
): Promise<AssignCommandResult> {
  const problem = readProblemText(text);
  if ('faults' in problem) return { exitCode: 2, output: { status: 'bad input', faults: problem.faults } };
  if (options.check !== undefined) return checkFiles(text, options.check);
  const result = await assign(problem, { ...options, solve });
  if (result.status === 'infeasible') {
    return { exitCode: 3, output: { status: 'infeasible', cause: writeCause(problem, result.cause) } };
  }
  if (result.given)
    return {
      exitCode: result.status === 'optimal' ? 0 : 4,
      output: writeSolution(problem, result.given, result),
    };
  return {
    exitCode: 4,
    output: { status: result.status === 'cancelled' ? 'cancelled' : 'limit', assignments: null },
  };
}

function checkFiles(problemText: string, solutionText: string): AssignCommandResult {
  const problem = readJson(problemText);
  const solution = readJson(solutionText);
  if (!('value' in problem) || !('value' in solution)) {
    const { line, column } = 'value' in solution ? { line: 1, column: 1 } : solution;
    return {
      exitCode: 2,
      output: { status: 'invalid', fault: `the solution is no JSON at line ${line}, column ${column}` },
    };
  }
  const result = checkSolution(problem.value, solution.value);
  if (!result.valid) return { exitCode: 2, output: { status: 'invalid', fault: result.fault } };
  return { exitCode: 0, output: { status: 'valid', proves: result.proves } };
}

/** A cause as it is written to files: with its sentence in each language. */
export function writeCause(problem: Problem, { prices, ...cause }: Cause): CauseFile {
  const texts = { en: causeText(cause, 'en'), fr: causeText(cause, 'fr'), es: causeText(cause, 'es') };
  return { ...cause, text: texts.en, texts, ...(prices ? { prices: writePrices(problem, prices) } : {}) };
}

/** An assignment as it is written to files and stored with a proposal. */
export function writeSolution(
  problem: Problem,
  given: Uint8Array,
  { status, proofs }: Assignment,
): SolutionFile {
  const sum = gainOf(problem.worth, given);
  const lowest = worthOf(problem, given).reduce((low, worth) => (worth < low ? worth : low));
  return {
    status,
    objective: problem.objective,
    sum: fromMillionths(sum),
    minNomination: fromMillionths(lowest),
    assignments: pairsOf(problem, given),
    certificate: writeCertificate(problem, proofs, sum),
    connectivity: connectivityOf(problem, given),
    ...(problem.previous ? { changed: changesOf(problem.previous, given) } : {}),
  };
}

/** The given pairs by id, in the order of the nominations' ids, then of the jurors'. */
export function pairsOf(problem: Problem, given: Uint8Array): [juror: string, nomination: string][] {
  const jurors = problem.jurors.length;
  const pairs: [string, string][] = [];
  given.forEach((one, at) => {
    if (one === 1)
      pairs.push([problem.jurors[at % jurors]?.id ?? '', problem.nominations[Math.floor(at / jurors)] ?? '']);
  });
  return pairs;
}

function changesOf(previous: Uint8Array, given: Uint8Array): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  given.forEach((one, at) => {
    if (one === 1 && previous[at] === 0) added++;
    if (one === 0 && previous[at] === 1) removed++;
  });
  return { added, removed };
}
