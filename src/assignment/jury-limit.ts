import type { Face } from './face.ts';
import { bestJury, type JuryTask, juryTask } from './juries.ts';

/** Prices are counted in thousandths of the gain's unit. */
export const PRICE_UNIT = 1000;

/** The best gain of a face when each nomination's jury must have at least this worth (millionths) and keep its rules. */
export type JuryGoal = {
  readonly face: Face;
  readonly gain: Float64Array;
  readonly worth: Float64Array;
  readonly least: number;
};

/**
 * A limit proved by the prices of the jurors' readings alone (whole, in 1/unit of the gain): sum of price * load
 * limit, and for each nomination its best allowed jury after paying these prices.
 */
export type JuryLimit = {
  readonly unit: number;
  readonly prices: Float64Array;
  /** Price of a pair that must be kept (not above 0: keeping costs); 0 where nothing must. */
  readonly keepPrice: number;
  readonly proven: bigint;
};

/** Prices of the jurors' readings and of kept pairs, in 1/unit. */
export type Paid = Pick<JuryLimit, 'prices' | 'keepPrice'>;

/** The tasks of all nominations of a goal. */
export function juryTasks({ face, least }: JuryGoal, perNomination: number): JuryTask[] {
  const nominations = face.state.length / face.jurorMin.length;
  return Array.from({ length: nominations }, (_, n) => juryTask(face, n, perNomination, least));
}

/** What is left of each juror's gain at a nomination when the reading is paid, in 1/unit. */
export function leftAfter(goal: JuryGoal, nomination: number, { prices, keepPrice }: Paid): Float64Array {
  const from = nomination * prices.length;
  const keep = goal.face.keep?.pairs;
  return prices.map((price, juror) => {
    const extra = keep?.[from + juror] === 1 ? keepPrice : 0;
    return (goal.gain[from + juror] ?? 0) * PRICE_UNIT - price - extra;
  });
}

/** The worths of one nomination's pairs. */
export function worthsOf(goal: JuryGoal, nomination: number): Float64Array {
  const jurors = goal.face.jurorMin.length;
  return goal.worth.subarray(nomination * jurors, (nomination + 1) * jurors);
}

/** What prices cost at the limits of the loads and of kept pairs, in 1/unit. */
export function loadCost(face: Face, { prices, keepPrice }: Paid): bigint {
  let cost = BigInt(keepPrice) * BigInt(face.keep?.least ?? 0);
  prices.forEach((price, juror) => {
    if (price !== 0)
      cost += BigInt(price) * BigInt((price > 0 ? face.jurorMax[juror] : face.jurorMin[juror]) ?? 0);
  });
  return cost;
}

/** How many of a jury's pairs are to be kept. */
export function keptIn({ keep, jurorMin }: Face, nomination: number, jury: readonly number[]): number {
  if (!keep) return 0;
  return jury.filter((juror) => keep.pairs[nomination * jurorMin.length + juror] === 1).length;
}

/** No allowed assignment gains less than this: each nomination's lowest gains. In 1/unit. */
export function lowestGain(goal: JuryGoal, tasks: readonly JuryTask[]): bigint {
  const jurors = goal.face.jurorMin.length;
  let sum = 0n;
  for (const { nomination, size, always, free } of tasks) {
    const gainOf = (juror: number) => goal.gain[nomination * jurors + juror] ?? 0;
    const lowest = free
      .map(gainOf)
      .sort((a, b) => a - b)
      .slice(0, size - always.length);
    for (const gain of [...always.map(gainOf), ...lowest]) sum += BigInt(gain) * BigInt(PRICE_UNIT);
  }
  return sum;
}

/** The limit that prices prove; null where some nomination has no allowed jury at all. */
export function limitAt(goal: JuryGoal, tasks: readonly JuryTask[], paid: Paid): JuryLimit | null {
  let proven = loadCost(goal.face, paid);
  for (const task of tasks) {
    const best = bestJury(task, leftAfter(goal, task.nomination, paid), worthsOf(goal, task.nomination));
    if (!best) return null;
    proven += BigInt(best.value);
  }
  return { unit: PRICE_UNIT, ...paid, proven };
}

/** Whole part of what a limit proves, in the gain's unit: no assignment gains more. */
export function ceilingOf({ proven, unit }: JuryLimit): bigint {
  const cut = proven / BigInt(unit);
  return proven < 0n && cut * BigInt(unit) !== proven ? cut - 1n : cut;
}
