/** The selection of a file: a problem in JSON; out comes JSON and an exit code. */
import { readJson } from '../assignment/json-place.ts';
import type { Solve } from '../platform/solver/model.ts';
import type { Certificate } from './certificate.ts';
import type { CheckFailure } from './check-proof.ts';
import { checkCause, checkSelection } from './check-selection.ts';
import { readClaim } from './claim-file.ts';
import type { Problem } from './problem.ts';
import { readProblemText } from './problem-file.ts';
import { type SelectionOptions, type SelectionResult, selectAwardees } from './selection.ts';
import { selectionJson } from './selection-json.ts';

/** 0 solved, 2 bad input with the places of the faults, 3 no selection keeps the rules, 4 stopped before its proof. */
export type CommandResult = { readonly exitCode: 0 | 2 | 3 | 4; readonly output: string };

/**
 * With `check` true the answer is checked again without the solver, and the output says so. With `check` the text of
 * a printed result, that result is checked against the problem and nothing is solved.
 */
export type CommandOptions = SelectionOptions & { check?: boolean | string };

/** Decides the problem in a file's text, with every proof and cost; or checks a result of it. */
export async function decideCommand(
  text: string,
  options: CommandOptions,
  solve: Solve,
): Promise<CommandResult> {
  const { check, ...limits } = options;
  const problem = readProblemText(text);
  if ('faults' in problem) return answer({ status: 'badInput', faults: problem.faults });
  if (typeof check === 'string') return checkResult(problem, check);
  const result = await selectAwardees(problem, solve, limits);
  return answer(result, check === true ? failuresOf(problem, result) : null);
}

function checkResult(problem: Problem, text: string): CommandResult {
  const read = readJson(text);
  if (!('value' in read)) {
    const place = `line ${read.line}, column ${read.column}`;
    return invalid([{ step: 'file', text: `The result is no JSON at ${place}.` }]);
  }
  const found = readClaim(read.value);
  if ('faults' in found) return invalid(found.faults.map(({ path, text }) => ({ step: path, text })));
  const failures =
    found.status === 'optimal' ? checkSelection(problem, found.claim) : checkCause(problem, found.cause);
  if (failures.length > 0) return invalid(failures);
  const isBound = found.status === 'optimal' && restsOnSolver(found.claim.certificate);
  return {
    exitCode: 0,
    output: JSON.stringify({ status: 'valid', proves: isBound ? 'bound' : found.status }),
  };
}

function restsOnSolver(certificate: Certificate): boolean {
  return certificate.kind === 'bound' && certificate.restsOn === 'solver';
}

function invalid(failures: readonly CheckFailure[]): CommandResult {
  return { exitCode: 2, output: JSON.stringify({ status: 'invalid', failures }) };
}

function failuresOf(problem: Problem, result: SelectionResult): CheckFailure[] | null {
  if (result.status === 'infeasible') return checkCause(problem, result.cause);
  return result.status === 'optimal'
    ? checkSelection(problem, { ...result, chosen: result.oneOptimum })
    : null;
}

function answer(result: SelectionResult, failures: CheckFailure[] | null = null): CommandResult {
  const check = failures && { check: { passed: failures.length === 0, failures } };
  return { exitCode: exitCodeOf(result), output: JSON.stringify({ ...selectionJson(result), ...check }) };
}

function exitCodeOf({ status }: SelectionResult): CommandResult['exitCode'] {
  switch (status) {
    case 'optimal':
      return 0;
    case 'badInput':
      return 2;
    case 'infeasible':
      return 3;
    case 'limit':
    case 'cancelled':
      return 4;
  }
}
