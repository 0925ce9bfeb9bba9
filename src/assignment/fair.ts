import type { Face } from './face.ts';
import { limitWorstOff, type WeightedLimit } from './fair-limit.ts';
import { bestJury, juryTask } from './juries.ts';
import { ceilingOf, type JuryGoal, type JuryLimit, type Paid } from './jury-limit.ts';
import { boundByJuries } from './jury-master.ts';
import { searchJuries } from './jury-search.ts';
import type { Setting } from './level.ts';
import { liftByExchange } from './lift.ts';
import { gainOf } from './prices.ts';

/** Why no assignment can lift the worst-off nomination higher than a limit. */
export type WorstOffProof =
  /** This nomination cannot have a better jury than the one of its own best jurors. */
  | { readonly kind: 'ownBest'; readonly nomination: number; readonly limit: number }
  /** No assignment lifts the weighted mean of the worths higher, and the worst-off is below every mean. */
  | { readonly kind: 'weights'; readonly weighted: WeightedLimit; readonly limit: number }
  /** At one millionth above the limit the prices leave less than any assignment gains. */
  | { readonly kind: 'prices'; readonly byJuries: JuryLimit; readonly limit: number }
  /** Branch and bound found no assignment above the limit. */
  | { readonly kind: 'search'; readonly limit: number };

export type FairResult = {
  readonly status: 'best' | 'limit' | 'cancelled';
  readonly given: Uint8Array;
  /** Worth of the worst-off nomination, in millionths. */
  readonly lowest: number;
  readonly worstOff: WorstOffProof;
  /** Limit of the sum among assignments whose every jury has at least `least`. */
  readonly sum: { readonly least: number; readonly limit: JuryLimit };
};

/** What a fair assignment begins from: an allowed assignment of high sum, and the prices that belong to it. */
export type FairStart = { readonly given: Uint8Array; readonly paid: Paid };

type Attempt = {
  readonly status: 'best' | 'none' | 'limit' | 'cancelled';
  readonly given: Uint8Array | null;
  readonly limit: JuryLimit;
  readonly byPrices: boolean;
};

/**
 * First the worst-off nomination as high as possible, then the sum. The trivial limit comes first: no nomination can
 * have a better jury than its own best jurors.
 */
export async function fairestOfFace(
  face: Face,
  worth: Float64Array,
  start: FairStart,
  setting: Setting,
): Promise<FairResult> {
  const own = ownBest(face, worth, setting.perNomination);
  const aim = { face, gain: worth, worth, least: own.limit };
  const first = await bestByJuries(aim, start, null, share(setting, 1 / 2));
  if (first.given) return finish(first, first.given, own, own.limit, worth, face);
  const undecided = first.status === 'none' ? Number.POSITIVE_INFINITY : own.limit;
  const lifted = await liftWorstOff(face, worth, start, { own, undecided }, share(setting, 3 / 4));
  const last = await bestByJuries({ ...aim, least: lifted.lowest }, start, lifted.given, setting);
  return finish(last, last.given ?? lifted.given, lifted.proof, lifted.lowest, worth, face);
}

/** The nomination whose own best jury is worth least: the trivial limit of the worst-off (millionths). */
export function ownBest(face: Face, worth: Float64Array, perNomination: number) {
  const jurors = face.jurorMin.length;
  let lowest = { kind: 'ownBest' as const, nomination: 0, limit: Number.POSITIVE_INFINITY };
  for (let nomination = 0; nomination * jurors < worth.length; nomination++) {
    const own = worth.subarray(nomination * jurors, (nomination + 1) * jurors);
    const best = bestJury(juryTask(face, nomination, perNomination, Number.NEGATIVE_INFINITY), own, own);
    if (best && best.value < lowest.limit) lowest = { ...lowest, nomination, limit: best.value };
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

/**
 * The best assignment of a jury goal: its limit by prices first, then a search where the limit is not met. `known` is
 * an assignment that meets the goal already, if there is one.
 */
export async function bestByJuries(
  goal: JuryGoal,
  start: FairStart,
  known: Uint8Array | null,
  setting: Setting,
): Promise<Attempt> {
  const bounded = await boundByJuries(goal, start, setting);
  const { limit } = bounded;
  if (bounded.status === 'infeasible') return { status: 'none', given: null, limit, byPrices: true };
  if (bounded.status !== 'bounded') return { status: bounded.status, given: known, limit, byPrices: false };
  const found = bounded.given ?? known;
  if (found && gainOf(goal.gain, found) === ceilingOf(limit)) {
    return { status: 'best', given: found, limit, byPrices: true };
  }
  const search = await searchJuries(goal, limit, found, setting);
  return { status: search.status, given: search.given, limit, byPrices: false };
}

/** The setting with a part of the time that is left; the whole setting where time is not limited. */
function share(setting: Setting, part: number): Setting {
  const { secondsLeft } = setting;
  if (!secondsLeft) return setting;
  const reserve = secondsLeft() * (1 - part);
  return { ...setting, secondsLeft: () => Math.max(0, secondsLeft() - reserve) };
}

function finish(
  last: Attempt,
  given: Uint8Array,
  worstOff: WorstOffProof,
  least: number,
  worth: Float64Array,
  face: Face,
): FairResult {
  const lowest = lowestWorth(worth, given, face.jurorMin.length);
  const isHighest = lowest >= worstOff.limit;
  const status =
    last.status === 'cancelled' ? 'cancelled' : last.status === 'limit' || !isHighest ? 'limit' : 'best';
  return { status, given, lowest, worstOff, sum: { least, limit: last.limit } };
}

/** Limits before the bisection: the trivial one, and a worth that time did not suffice to decide. */
type KnownLimits = { readonly own: WorstOffProof; readonly undecided: number };

type Lifted = { readonly given: Uint8Array; readonly lowest: number; readonly proof: WorstOffProof };

/** Bisects between the worst-off of a known assignment and a worth that is out of reach. */
async function liftWorstOff(
  face: Face,
  worth: Float64Array,
  start: FairStart,
  known: KnownLimits,
  setting: Setting,
): Promise<Lifted> {
  const jurors = face.jurorMin.length;
  let given = liftByExchange(face, worth, start.given);
  let lowest = lowestWorth(worth, given, jurors);
  let proof = await lowerLimit(face, worth, known.own, setting);
  const nothing = new Float64Array(worth.length);
  const free = { given: start.given, paid: { prices: new Float64Array(jurors), keepPrice: 0 } };
  // Where the time does not suffice to decide a worth, the search goes on below it, and the limit stays.
  let { undecided } = known;
  while (Math.min(proof.limit, undecided - 1) > lowest) {
    const least = Math.ceil((Math.min(proof.limit, undecided - 1) + lowest) / 2);
    const found = await bestByJuries(
      { face, gain: nothing, worth, least },
      free,
      null,
      share(setting, 1 / 4),
    );
    if (found.status === 'cancelled' || setting.secondsLeft?.() === 0) break;
    if (found.given) {
      given = liftByExchange(face, worth, found.given);
      lowest = lowestWorth(worth, given, jurors);
    } else if (found.status === 'limit') undecided = least;
    else proof = excluded(least, found);
  }
  return { given, lowest, proof };
}

/** The lowest limit that comes without a search: the own best jury, or the weights of the linear program. */
async function lowerLimit(
  face: Face,
  worth: Float64Array,
  own: WorstOffProof,
  setting: Setting,
): Promise<WorstOffProof> {
  const weighted = face.keep ? null : await limitWorstOff(face, worth, setting);
  return weighted && weighted.limit < own.limit ? { kind: 'weights', weighted, limit: weighted.limit } : own;
}

function excluded(least: number, { byPrices, limit }: Attempt): WorstOffProof {
  return byPrices
    ? { kind: 'prices', byJuries: limit, limit: least - 1 }
    : { kind: 'search', limit: least - 1 };
}
