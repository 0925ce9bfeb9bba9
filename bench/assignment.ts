import { pathToFileURL } from 'node:url';
import { checkSolution } from '../src/assignment/check-certificate.ts';
import { runAssign, type SolutionFile } from '../src/assignment/command.ts';
import { toMillionths } from '../src/assignment/decimals.ts';
import { type Face, wholeFace } from '../src/assignment/face.ts';
import { buildModel, firstPairs } from '../src/assignment/level.ts';
import type { Objective, Problem, ProblemFile } from '../src/assignment/problem.ts';
import { readProblem } from '../src/assignment/problem-file.ts';
import { solveHere } from '../src/platform/solver/highs.ts';
import type { LinearModel } from '../src/platform/solver/model.ts';
import { generatedProblem } from '../test/assignment/problems.ts';

/**
 * One measured problem; times in milliseconds, the median of the runs. The ratio is one of processor time, so that
 * what else the machine does meanwhile does not count.
 */
export type AssignmentTiming = {
  name: string;
  /** The solver alone: the flow model for the sum; for fair the whole program that holds the worst-off at its level. */
  solverAlone: number;
  /** From the text of the file to the solution with its certificate. */
  ours: number;
  ratio: number;
  limit: number;
  sum: string;
  proof: string;
  peakMegabytes: number;
};

type Size = readonly [nominations: number, jurors: number, objective: Objective, limit: number, runs: number];

/** Five jurors each, loads a fifth above the even share. */
const SIZES: readonly Size[] = [
  [182, 20, 'sum', 300, 15],
  [300, 60, 'sum', 1_000, 11],
  [182, 20, 'fair', 1_000, 7],
  [300, 60, 'fair', 5_000, 5],
  [2_000, 300, 'sum', 15_000, 1],
];
const PER_NOMINATION = 5;

/** Measures the assignment at each size, the solver alone on the same model beside it in the same run. */
export async function benchAssignment(sizes: readonly Size[] = SIZES): Promise<AssignmentTiming[]> {
  const timings: AssignmentTiming[] = [];
  for (const size of sizes) timings.push(await measure(size));
  return timings;
}

async function measure([nominations, jurors, objective, limit, runs]: Size): Promise<AssignmentTiming> {
  const most = Math.ceil((nominations * PER_NOMINATION * 1.2) / jurors);
  const file: ProblemFile = {
    ...generatedProblem(nominations, jurors, PER_NOMINATION, [0, most]),
    objective,
  };
  const text = JSON.stringify(file);
  let solution = await solved(text);
  const check = checkSolution(file, solution);
  if (!check.valid) throw new Error(`${nominations} x ${jurors}: ${check.fault}`);
  const model = aloneModel(file, objective === 'fair' ? solution.minNomination : null);
  const [alone, ours] = await medians(
    runs,
    async () => {
      const { status } = await solveHere(model);
      if (status !== 'optimal') throw new Error(`the solver alone: ${status}`);
    },
    async () => {
      solution = await solved(text);
    },
  );
  return {
    name: `${nominations} x ${jurors}, ${objective}`,
    solverAlone: alone.elapsed,
    ours: ours.elapsed,
    ratio: ours.busy / alone.busy,
    limit,
    sum: solution.sum,
    proof: solution.certificate.kind,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

async function solved(text: string): Promise<SolutionFile> {
  const { output } = await runAssign(text, {}, solveHere);
  if (!('certificate' in output)) throw new Error(`not solved: ${output.status}`);
  return output;
}

/** The model as a plain use of the solver writes it: every open pair a column; with a least worth a jury, whole. */
function aloneModel(file: ProblemFile, least: string | null): LinearModel {
  const problem = readProblem(file);
  if ('faults' in problem) throw new Error(problem.faults[0]?.text);
  const face = wholeFace(problem);
  const pairs = Int32Array.from([...face.state.keys()].filter((at) => face.state[at] === 1));
  const flow = buildModel(face, problem.worth, pairs, problem.perNomination);
  return least === null ? flow : withLeast(problem, face, flow, toMillionths(Number(least)) ?? 0);
}

function withLeast(problem: Problem, face: Face, flow: LinearModel, least: number): LinearModel {
  const pairs = firstPairs(face, problem.worth, null);
  const rows = flow.rowLower.length;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const [column, at] of pairs.entries()) {
    for (let entry = flow.starts[column] ?? 0; entry < (flow.starts[column + 1] ?? 0); entry++) {
      indices.push(flow.indices[entry] ?? 0);
      values.push(1);
    }
    indices.push(rows + Math.floor(at / problem.jurors.length));
    values.push(problem.worth[at] ?? 0);
    starts.push(indices.length);
  }
  const nominations = problem.nominations.map(() => least);
  return {
    ...flow,
    integer: new Uint8Array(pairs.length).fill(1),
    rowLower: Float64Array.from([...flow.rowLower, ...nominations]),
    rowUpper: Float64Array.from([...flow.rowUpper, ...nominations.map(() => Number.POSITIVE_INFINITY)]),
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

type Measured = { elapsed: number; busy: number };

/** Runs two works by turns, so that both meet the same machine, and takes the middle of each. */
async function medians(runs: number, ...works: (() => Promise<void>)[]): Promise<[Measured, Measured]> {
  const times: Measured[][] = works.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [at, work] of works.entries()) {
      const [began, before] = [performance.now(), process.cpuUsage()];
      await work();
      const { user, system } = process.cpuUsage(before);
      times[at]?.push({ elapsed: performance.now() - began, busy: (user + system) / 1_000 });
    }
  }
  const [one, other] = times.map((own) => ({
    elapsed: middle(own.map(({ elapsed }) => elapsed)),
    busy: middle(own.map(({ busy }) => busy)),
  }));
  if (!one || !other) throw new Error('two works are measured');
  return [one, other];
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const only = process.argv[2];
  for (const timing of await benchAssignment(
    SIZES.filter(([n, j]) => only === undefined || `${n}x${j}` === only),
  )) {
    const { name, solverAlone, ours, ratio, limit, sum, proof, peakMegabytes } = timing;
    const ms = (value: number) => `${value.toFixed(0)} ms`;
    console.log(
      `${name}: solver alone ${ms(solverAlone)}, ours ${ms(ours)} of ${ms(limit)} (${ratio.toFixed(2)} times), ` +
        `sum ${sum}, proof by ${proof}, peak ${peakMegabytes} MB`,
    );
  }
}
