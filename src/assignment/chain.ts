import type { Solve } from '../platform/solver/model.ts';
import { assign } from './assignment.ts';
import type { Cause } from './cause.ts';
import { type Measures, measure } from './changing.ts';
import { CLOSED, type Problem } from './problem.ts';

/** One step of a chain: at a nomination a juror leaves, or joins, or one takes the place of the other. */
export type Step = {
  readonly nomination: string;
  readonly out: readonly string[];
  readonly into: readonly string[];
};

/** What it would take to make a pair that is not made. */
export type Chain =
  | { readonly status: 'closed'; readonly reason: 'conflict' | 'language' | 'full' | 'noTime' }
  | { readonly status: 'impossible'; readonly cause: Cause }
  | { readonly status: 'stopped' }
  | {
      readonly status: 'possible';
      /** The first step is at the nomination asked about; each later one makes room for the one before it. */
      readonly steps: readonly Step[];
      readonly before: Measures;
      readonly after: Measures;
    };

/**
 * The chain of changes that forcing a pair into an assignment would cause: the fewest new pairs that make room for it
 * under all limits and rules, and among these the best by the objective. Every pair fixed in the problem stays.
 */
export async function chainFor(
  problem: Problem,
  given: Uint8Array,
  pair: { readonly juror: number; readonly nomination: number },
  options: { readonly solve: Solve; readonly signal?: AbortSignal; readonly secondsLeft?: () => number },
): Promise<Chain> {
  const at = pair.nomination * problem.jurors.length + pair.juror;
  const reason = whyClosed(problem, pair);
  if (reason) return { status: 'closed', reason };
  const fixed = problem.fixed.slice();
  fixed[at] = 1;
  const result = await assign({ ...problem, fixed, previous: given }, options);
  if (result.status === 'infeasible') return { status: 'impossible', cause: result.cause };
  if (result.given === null) return { status: 'stopped' };
  return {
    status: 'possible',
    steps: stepsBetween(problem, given, result.given, pair.nomination),
    before: measure(problem, given),
    after: measure(problem, result.given),
  };
}

/** Why no chain at all can make a pair: what closes it, or the fixed pairs that fill the nomination or the juror. */
function whyClosed(
  { closed, fixed, jurors, perNomination }: Problem,
  { juror, nomination }: { readonly juror: number; readonly nomination: number },
) {
  const reason = closed[nomination * jurors.length + juror];
  if (reason !== 0) return reason === CLOSED.language ? 'language' : 'conflict';
  const count = (is: (n: number, j: number) => boolean) =>
    fixed.reduce(
      (sum, one, at) => sum + (one === 1 && is(Math.floor(at / jurors.length), at % jurors.length) ? 1 : 0),
      0,
    );
  if (count((n) => n === nomination) >= perNomination) return 'full';
  return count((_, j) => j === juror) >= (jurors[juror]?.maxLoad ?? 0) ? 'noTime' : null;
}

/** The differences between two assignments as steps, each followed by those of the jurors who moved in it. */
export function stepsBetween(problem: Problem, before: Uint8Array, after: Uint8Array, first: number): Step[] {
  const size = problem.jurors.length;
  const changed = problem.nominations.flatMap((nomination, n) => {
    const moved = (from: Uint8Array, to: Uint8Array) =>
      problem.jurors.flatMap(({ id }, j) => (from[n * size + j] === 1 && to[n * size + j] === 0 ? [id] : []));
    const step = { n, nomination, out: moved(before, after), into: moved(after, before) };
    return step.out.length + step.into.length > 0 ? [step] : [];
  });
  const steps: Step[] = [];
  const waiting = new Set(changed);
  let next = changed.find(({ n }) => n === first);
  while (waiting.size > 0) {
    const step = next ?? [...waiting][0];
    if (!step) break;
    waiting.delete(step);
    const { nomination, out, into } = step;
    steps.push({ nomination, out, into });
    // Who joined had to give up a reading somewhere: that place comes next.
    next = [...waiting].find((one) => one.out.some((juror) => into.includes(juror)));
  }
  return steps;
}
