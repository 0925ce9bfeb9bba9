/** The selection of a file: a problem in JSON; out comes JSON and an exit code. */
import type { Solve } from '../platform/solver/model.ts';
import { readProblemText } from './problem-file.ts';
import { type SelectionOptions, type SelectionResult, selectAwardees } from './selection.ts';
import { selectionJson } from './selection-json.ts';

/** 0 solved, 2 bad input with the places of the faults, 3 no selection keeps the rules, 4 stopped before its proof. */
export type CommandResult = { readonly exitCode: 0 | 2 | 3 | 4; readonly output: string };

/** Decides the problem in a file's text, with every proof and cost. */
export async function decideCommand(
  text: string,
  options: SelectionOptions,
  solve: Solve,
): Promise<CommandResult> {
  const problem = readProblemText(text);
  if ('faults' in problem) return answer({ status: 'badInput', faults: problem.faults });
  return answer(await selectAwardees(problem, solve, options));
}

function answer(result: SelectionResult): CommandResult {
  return { exitCode: exitCodeOf(result), output: JSON.stringify(selectionJson(result)) };
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
