import type { Progress, Solve } from '../platform/solver/model.ts';
import { type Cause, findCause, findCompositionCause } from './cause.ts';
import { type Face, wholeFace } from './face.ts';
import { bestByJuries, fairestOfFace, type WorstOffProof } from './fair.ts';
import { flowReadings, networkOf } from './flow.ts';
import { type JuryLimit, type Paid, PRICE_UNIT } from './jury-limit.ts';
import { bestOfFace, type Setting } from './level.ts';
import { bestPart, gainOf, type Prices } from './prices.ts';
import type { Problem } from './problem.ts';
import { isAlone, tieGains } from './tie-break.ts';

/*
 * Who reads what. The stage between the accepted jury and the first score: every nomination gets its jurors under
 * their loads, conflicts and languages, and the organiser sees why before anything is applied. What is promised: the
 * assignment is the best there is, by whole numbers, and carries its proof; equal ones are told apart by a rule that
 * depends on ids alone; where there is none, the smallest clash is named. Fairness follows the max-min rule of Kobren,
 * Saha and McCallum (KDD 2019): first the worst-off nomination, then the sum.
 */

/** The proof of one goal, in the order in which the goals were reached. */
export type GoalProof =
  | {
      readonly goal: 'kept' | 'sum';
      readonly by: 'prices';
      readonly value: bigint;
      readonly proven: bigint;
      readonly prices: Prices;
    }
  | { readonly goal: 'worstOff'; readonly value: bigint; readonly proof: WorstOffProof }
  | {
      readonly goal: 'kept' | 'sum';
      readonly by: 'juries';
      readonly value: bigint;
      readonly least: number | null;
      readonly limit: JuryLimit;
    };

export type Assignment = {
  readonly status: 'optimal' | 'limit' | 'cancelled';
  /** 1 for a given pair; null where it was stopped before any assignment was known. */
  readonly given: Uint8Array | null;
  readonly proofs: readonly GoalProof[];
};

export type AssignmentResult = Assignment | { readonly status: 'infeasible'; readonly cause: Cause };

export type AssignOptions = {
  readonly solve: Solve;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Seconds left for searches in whole numbers, asked again and again; absent: as long as they take. */
  readonly secondsLeft?: () => number;
};

type Step =
  | { readonly status: 'reached'; readonly face: Face; readonly given: Uint8Array; readonly proof: GoalProof }
  | { readonly status: 'stopped'; readonly stopped: Assignment }
  | { readonly status: 'infeasible' };

/**
 * The best assignment of a problem with its proof, or the cause why there is none. With an assignment before: fewest
 * new pairs first, then the objective.
 */
export async function assign(problem: Problem, options: AssignOptions): Promise<AssignmentResult> {
  const setting: Setting = { ...options, perNomination: problem.perNomination };
  const cause = await findCause(problem);
  if (cause) return { status: 'infeasible', cause };
  const whole = wholeFace(problem);
  const flow = flowReadings(networkOf(whole, problem.perNomination)).full.given;
  const previous = problem.previous && Float64Array.from(problem.previous);
  const kept = previous && (await reach('kept', previous, whole, flow, problem, setting));
  if (kept && kept.status !== 'reached') return stop(kept, problem, setting);
  const proofs = kept ? [kept.proof] : [];
  // The largest sum comes first for the fair objective too: it is quick, and a good assignment to begin from.
  const sum = await reach('sum', problem.worth, kept?.face ?? whole, kept?.given ?? flow, problem, setting);
  if (sum.status !== 'reached') return stop(sum, problem, setting, proofs);
  const last =
    problem.objective === 'sum'
      ? await breakTies(sum, problem, setting)
      : await liftFairly(sum, kept?.face ?? whole, problem, setting);
  return { ...last, proofs: [...proofs, ...last.proofs] };
}

async function stop(
  step: Exclude<Step, { status: 'reached' }>,
  problem: Problem,
  setting: Setting,
  proofs: GoalProof[] = [],
): Promise<AssignmentResult> {
  if (step.status === 'infeasible')
    return { status: 'infeasible', cause: await findCompositionCause(problem, setting) };
  return { ...step.stopped, proofs: [...proofs, ...step.stopped.proofs] };
}

type Reached = Extract<Step, { status: 'reached' }>;

async function breakTies(sum: Reached, problem: Problem, setting: Setting): Promise<Assignment> {
  const isPriced = sum.proof.goal === 'sum' && sum.proof.by === 'prices';
  const last =
    isPriced && !isAlone(sum.face)
      ? await bestOfFace(sum.face, tieGains(problem, sum.face), sum.given, setting)
      : null;
  return {
    status: 'optimal',
    given: last?.status === 'optimal' ? last.given : sum.given,
    proofs: [sum.proof],
  };
}

async function liftFairly(sum: Reached, face: Face, problem: Problem, setting: Setting): Promise<Assignment> {
  const start = { given: sum.given, paid: paidBy(sum.proof) };
  const {
    status,
    given,
    lowest,
    worstOff,
    sum: last,
  } = await fairestOfFace(face, problem.worth, start, setting);
  const proofs: GoalProof[] = [
    { goal: 'worstOff', value: BigInt(lowest), proof: worstOff },
    { goal: 'sum', by: 'juries', value: gainOf(problem.worth, given), ...last },
  ];
  return { status: status === 'best' ? 'optimal' : status, given, proofs };
}

/** The prices of the jurors' readings in a proof of the sum: where the search for a fairer one begins. */
function paidBy(proof: GoalProof): Paid {
  if (proof.goal === 'worstOff') throw new Error('the worst-off has no prices of the sum');
  if (proof.by === 'juries') return proof.limit;
  return { prices: proof.prices.jurors.map((price) => price * PRICE_UNIT), keepPrice: 0 };
}

/** The best of a face by one goal: by flow prices, or by whole juries where rules cross. */
async function reach(
  goal: 'kept' | 'sum',
  gain: Float64Array,
  face: Face,
  known: Uint8Array,
  problem: Problem,
  setting: Setting,
): Promise<Step> {
  const level = await bestOfFace(face, gain, known, setting);
  switch (level.status) {
    case 'infeasible':
      return { status: 'infeasible' };
    case 'optimal': {
      const { given, gain: value, proven, prices } = level;
      const proof: GoalProof = { goal, by: 'prices', value, proven, prices };
      return { status: 'reached', face: bestPart(face, gain, prices), given, proof };
    }
    case 'fractional':
      return reachByJuries(goal, gain, face, known, problem, setting);
    default:
      // The flow leaves the rules out, so it is an assignment only where there are none.
      return {
        status: 'stopped',
        stopped: { status: level.status, given: face.rules.length === 0 ? known : null, proofs: [] },
      };
  }
}

async function reachByJuries(
  goal: 'kept' | 'sum',
  gain: Float64Array,
  face: Face,
  known: Uint8Array,
  problem: Problem,
  setting: Setting,
): Promise<Step> {
  const juryGoal = { face, gain, worth: problem.worth, least: Number.NEGATIVE_INFINITY };
  const start = { given: known, paid: { prices: new Float64Array(problem.jurors.length), keepPrice: 0 } };
  const { status, given, limit } = await bestByJuries(juryGoal, start, null, setting);
  if (status === 'none') return { status: 'infeasible' };
  const value = given ? gainOf(gain, given) : 0n;
  const proof: GoalProof = { goal, by: 'juries', value, least: null, limit };
  if (status !== 'best' || !given) {
    return {
      status: 'stopped',
      stopped: {
        status: status === 'cancelled' ? 'cancelled' : 'limit',
        given,
        proofs: given ? [proof] : [],
      },
    };
  }
  const keep = goal === 'kept' ? { pairs: Uint8Array.from(gain), least: Number(value) } : face.keep;
  return { status: 'reached', face: { ...face, keep }, given, proof };
}
