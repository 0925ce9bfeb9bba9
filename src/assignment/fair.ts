import type { Face } from './face.ts';
import { bestJury, juryTask } from './juries.ts';
import { boundByJuries, type JuryGoal, type JuryLimit, PRICE_UNIT } from './jury-master.ts';
import { searchJuries } from './jury-search.ts';
import type { Setting } from './level.ts';
import { gainOf } from './prices.ts';

/** Why no assignment can lift the worst-off nomination higher. */
export type WorstOffProof =
  /** This nomination cannot have a better jury than the one of its own best jurors. */
  | { readonly kind: 'ownBest'; readonly nomination: number }
  /** At `least` (the next possible worth) the prices leave less than any assignment gains. */
  | { readonly kind: 'prices'; readonly least: number; readonly limit: JuryLimit }
  /** Branch and bound found no assignment between the value and this limit. */
  | { readonly kind: 'search'; readonly limit: number };

export type FairResult = {
  readonly status: 'best' | 'limit' | 'cancelled';
  readonly given: Uint8Array;
  /** Worth of the worst-off nomination that was aimed at and reached, in millionths. */
  readonly least: number;
  readonly worstOff: WorstOffProof;
  /** Limit of the sum at this least worth; null where the time ended before there was one. */
  readonly limit: JuryLimit | null;
};

type Attempt = {
  readonly status: 'best' | 'none' | 'limit' | 'cancelled';
  readonly given: Uint8Array | null;
  readonly limit: JuryLimit;
  readonly byPrices: boolean;
};

/**
 * First the worst-off nomination as high as possible, then the sum. `known` is an allowed assignment of the face.
 * The trivial limit comes first: no nomination can have a better jury than its own best jurors.
 */
export async function fairestOfFace(
  face: Face,
  worth: Float64Array,
  known: Uint8Array,
  setting: Setting,
): Promise<FairResult> {
  const own = ownBest(face, worth, setting.perNomination);
  const goal = { face, gain: worth, worth, least: own.least };
  const first = await bestByJuries(goal, null, setting);
  const proof: WorstOffProof = { kind: 'ownBest', nomination: own.nomination };
  if (first.status !== 'none') return finish(first, own.least, proof, known, face, worth);
  const lifted = await liftWorstOff(face, worth, known, own.least, setting);
  const last = await bestByJuries({ ...goal, least: lifted.least }, lifted.given, setting);
  return finish(last, lifted.least, lifted.proof, lifted.given, face, worth);
}

/** The nomination whose own best jury is worth least, and that worth (millionths). */
export function ownBest(
  face: Face,
  worth: Float64Array,
  perNomination: number,
): { nomination: number; least: number } {
  const jurors = face.jurorMin.length;
  let lowest = { nomination: 0, least: Number.POSITIVE_INFINITY };
  for (let nomination = 0; nomination * jurors < worth.length; nomination++) {
    const own = worth.subarray(nomination * jurors, (nomination + 1) * jurors);
    const best = bestJury(juryTask(face, nomination, perNomination, Number.NEGATIVE_INFINITY), own, own);
    if (best && best.value < lowest.least) lowest = { nomination, least: best.value };
  }
  return lowest;
}

/** The worth of the worst-off nomination, in millionths. */
export function lowestWorth(worth: Float64Array, given: Uint8Array, jurors: number): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (let from = 0; from < worth.length; from += jurors) {
    let sum = 0;
    for (let at = from; at < from + jurors; at++) if (given[at] === 1) sum += worth[at] ?? 0;
    lowest = Math.min(lowest, sum);
  }
  return lowest;
}

/** The best assignment of a jury goal: its limit by prices first, then a search where the limit is not met. */
export async function bestByJuries(
  goal: JuryGoal,
  known: Uint8Array | null,
  setting: Setting,
): Promise<Attempt> {
  const bounded = await boundByJuries(goal, setting);
  const { limit } = bounded;
  if (bounded.status === 'infeasible') return { status: 'none', given: null, limit, byPrices: true };
  if (bounded.status !== 'bounded') return { status: bounded.status, given: known, limit, byPrices: false };
  const start = bounded.given ?? known;
  if (start && gainOf(goal.gain, start) === limit.proven / BigInt(PRICE_UNIT)) {
    return { status: 'best', given: start, limit, byPrices: true };
  }
  const search = await searchJuries(goal, limit, start, setting);
  return { status: search.status, given: search.given, limit, byPrices: false };
}

function finish(
  last: Attempt,
  least: number,
  worstOff: WorstOffProof,
  known: Uint8Array,
  face: Face,
  worth: Float64Array,
): FairResult {
  const given = last.given ?? known;
  const status = last.status === 'none' ? 'best' : last.status;
  const reached = lowestWorth(worth, given, face.jurorMin.length);
  if (reached >= least) return { status, given, least, worstOff, limit: last.limit };
  // Stopped before any assignment reached the aim: the aim is only a limit, and so is the sum at that aim.
  return { status, given, least: reached, worstOff: { kind: 'search', limit: least }, limit: null };
}

/** Bisects between the worst-off of a known assignment and a worth that is out of reach. */
async function liftWorstOff(
  face: Face,
  worth: Float64Array,
  known: Uint8Array,
  tooHigh: number,
  setting: Setting,
) {
  const jurors = face.jurorMin.length;
  let given = known;
  let least = lowestWorth(worth, known, jurors);
  let above = tooHigh;
  let proof: WorstOffProof = { kind: 'search', limit: above };
  const gain = new Float64Array(worth.length);
  while (above - least > 1) {
    const middle = Math.floor((above + least) / 2);
    const found = await bestByJuries({ face, gain, worth, least: middle }, null, setting);
    if (found.status === 'limit' || found.status === 'cancelled') break;
    if (found.given) {
      given = found.given;
      least = lowestWorth(worth, given, jurors);
    } else {
      above = middle;
      proof = found.byPrices
        ? { kind: 'prices', least: middle, limit: found.limit }
        : { kind: 'search', limit: above };
    }
  }
  return { given, least, proof };
}
