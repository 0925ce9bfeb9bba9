import { Command, InvalidArgumentError } from 'commander';
import { runAssign } from './assignment/command.ts';
import { printJson, readNamedFile } from './cli-output.ts';
import { decideCommand } from './decision/command.ts';
import type { Solve } from './platform/solver/model.ts';
import { createSolverPool } from './platform/solver/pool.ts';
import { tallyCommand } from './tally/command.ts';

const EXIT_CODES =
  '\nExit codes: 0 solved, 2 the input is wrong, 3 no solution exists, 4 stopped before its proof.';

/** The commands on files alone: no server, no database. */
export function fileCommands(): Command[] {
  return [assignCommand(), tallyFileCommand(), decideFileCommand()];
}

function fileCommand(name: string, what: string): Command {
  return new Command(name)
    .description(what)
    .argument('<file>', 'the problem, as a file')
    .option('--json', 'one line of JSON, for programs (otherwise indented)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
}

type AssignOptions = { json?: true; check?: string; seconds?: number };

function assignCommand(): Command {
  return fileCommand('assign', 'Find the best assignment of jurors to nominations, with its proof.')
    .option('--check <solution>', 'check this solution against the problem instead of solving it')
    .option('--seconds <n>', 'stop after so many seconds with the best found', seconds)
    .action(async (file: string, options: AssignOptions) => {
      const text = readNamedFile(file);
      const check = options.check === undefined ? {} : { check: readNamedFile(options.check) };
      const { exitCode, output } = await withSolver((solve, signal) => {
        const limit = options.seconds === undefined ? {} : { secondsLeft: countdown(options.seconds) };
        return runAssign(text, { ...check, ...limit, signal }, solve);
      });
      printJson(JSON.stringify(output), options.json === true);
      process.exitCode = exitCode;
    });
}

function tallyFileCommand(): Command {
  return fileCommand('tally', 'Count the scores of a CSV exactly: totals, ranks, ties, severity of jurors.')
    .option('--rubric <file>', 'criteria, weights, method, rounding and tie rules, as JSON')
    .action((file: string, options: { json?: true; rubric?: string }) => {
      const rubric = options.rubric === undefined ? undefined : readNamedFile(options.rubric);
      const { exitCode, output } = tallyCommand(readNamedFile(file), rubric);
      printJson(output, options.json === true);
      process.exitCode = exitCode;
    });
}

function decideFileCommand(): Command {
  return fileCommand(
    'decide',
    'Choose the awardees that score highest under the rules, with proof and costs.',
  )
    .option('--check', 'check the answer again without the solver, and say so')
    .action(async (file: string, options: { json?: true; check?: true }) => {
      const text = readNamedFile(file);
      const { exitCode, output } = await withSolver((solve, signal) =>
        decideCommand(text, { check: options.check === true, signal }, solve),
      );
      printJson(output, options.json === true);
      process.exitCode = exitCode;
    });
}

/** Gives a solver for one computing and ends its threads; Ctrl+C stops it with the best found so far. */
async function withSolver<T>(work: (solve: Solve, signal: AbortSignal) => Promise<T>): Promise<T> {
  const pool = createSolverPool();
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work(pool.solve, stop.signal);
  } finally {
    process.removeListener('SIGINT', interrupt);
    await pool.close();
  }
}

function countdown(seconds: number): () => number {
  const end = performance.now() + seconds * 1_000;
  return () => Math.max(0, (end - performance.now()) / 1_000);
}

function seconds(typed: string): number {
  if (!/^\d+(\.\d+)?$/.test(typed)) throw new InvalidArgumentError('Write a number of seconds, as 30.');
  return Number(typed);
}
