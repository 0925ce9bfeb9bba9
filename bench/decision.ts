import { pathToFileURL } from 'node:url';
import { bestSelection } from '../src/decision/best-selection.ts';
import { programOf } from '../src/decision/branch-optimum.ts';
import { checkSelection } from '../src/decision/check-selection.ts';
import { instanceOf } from '../src/decision/instance.ts';
import type { Problem } from '../src/decision/problem.ts';
import { relaxationOf, scalingOf } from '../src/decision/relaxation.ts';
import { selectAwardees } from '../src/decision/selection.ts';
import { solveHere } from '../src/platform/solver/highs.ts';
import type { Solve } from '../src/platform/solver/model.ts';
import { largeProblem, type Shape } from './decision-problems.ts';

/** One measured problem; times in milliseconds, the median of the runs. */
export type DecisionTiming = {
  name: string;
  /** The solver alone on the same model: a plain program where rules nest, whole numbers where they cross. */
  solverAlone: number;
  /** The proved best selection. */
  selection: number;
  /** With the cost of every rule, of all losers above the last winner and of 50 at least, and its check. */
  everything: number;
  limit: number;
  proof: string;
  peakMegabytes: number;
};

const RUNS = 5;
const EVERYTHING_WITHIN = 3_000;

/** Measures the selection of 54 of 1,000 under each shape of rules, the solver alone beside it in the same run. */
export async function benchDecision(): Promise<DecisionTiming[]> {
  const timings: DecisionTiming[] = [];
  for (const shape of ['nested', 'two nestings', 'crossing'] as const) {
    timings.push(await measure(shape, largeProblem(shape, 1_000, 54, 1)));
  }
  return timings;
}

const solve: Solve = (model, options) => solveHere(model, options);

async function measure(shape: Shape, problem: Problem): Promise<DecisionTiming> {
  const solverAlone = await median(() => aloneOn(problem, shape === 'crossing'));
  const selection = await median(() => bestSelection(instanceOf(problem), { solve }));
  let proof = '';
  const everything = await median(async () => {
    const result = await selectAwardees(problem, solve);
    if (result.status !== 'optimal') throw new Error(`${shape}: ${result.status}`);
    const failures = checkSelection(problem, { ...result, chosen: result.oneOptimum });
    if (failures.length > 0) throw new Error(`${shape}: ${failures[0]?.text}`);
    proof = result.certificate.kind;
  });
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const name = `1,000 candidates, 54 seats, ${shape}`;
  return { name, solverAlone, selection, everything, limit: EVERYTHING_WITHIN, proof, peakMegabytes };
}

/** What a plain use of the solver does: build the model of the rules, solve it, read the choice. */
async function aloneOn(problem: Problem, isWhole: boolean): Promise<void> {
  const instance = instanceOf(problem);
  const program = programOf(instance, instance.scores);
  const free = program.cost.map(() => null);
  const model = relaxationOf(program, free, scalingOf(program));
  const integer = new Uint8Array(program.cost.length).fill(1);
  const { status } = await solve(isWhole ? { ...model, integer } : model);
  if (status !== 'optimal') throw new Error(`the solver alone: ${status}`);
}

async function median(work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const timing of await benchDecision()) {
    const { name, solverAlone, selection, everything, proof, peakMegabytes } = timing;
    const ms = (value: number) => `${value.toFixed(0)} ms`;
    const ratio = (selection / solverAlone).toFixed(2);
    console.log(
      `${name}: solver alone ${ms(solverAlone)}, selection ${ms(selection)} (${ratio} times), ` +
        `everything ${ms(everything)} of ${ms(timing.limit)}, proof by ${proof}, peak ${peakMegabytes} MB`,
    );
  }
}
