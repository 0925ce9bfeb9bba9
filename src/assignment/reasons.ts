import type { PricesOnFile } from './certificate.ts';
import type { SolutionFile } from './command.ts';
import { fromMillionths, toMillionths } from './decimals.ts';
import { wholeFace } from './face.ts';
import { bestJury, type JuryTask, juryTask } from './juries.ts';
import { leftAfter, PRICE_UNIT, worthsOf } from './jury-limit.ts';
import type { Problem } from './problem.ts';

/*
 * Why a pair stands, from the prices that prove the whole. A juror's price is what one more reading of theirs would be
 * worth elsewhere; the loss of the best other jury is what the limit falls by when the pair is forbidden (weak
 * duality), so no assignment without the pair loses less.
 */
export type PairReason = {
  readonly juror: string;
  readonly worth: string;
  /**
   * `stays`: it stood before and was not asked; `only`: nobody else can; `floor`: without it this jury is worth less
   * than the worst-off must have; `chosen`: with its best alternative.
   */
  readonly kind: 'stays' | 'only' | 'floor' | 'chosen';
  /** Worth of the juror's time elsewhere, a decimal; below 0 where the juror must be given readings. */
  readonly price: string;
  /** Who would read instead, and the least that the sum then loses. */
  readonly instead: readonly string[];
  readonly loss: string;
  /** The least that every jury must be worth here, where the worst-off rules. */
  readonly floor: string | null;
};

type PriceList = {
  readonly prices: Float64Array;
  readonly least: number;
  /** What the proof leaves open, in 1/PRICE_UNIT of a millionth. */
  readonly gap: number;
};

/** The reasons of one nomination's pairs, in the order of its jurors' ids; null where no prices were found. */
export function reasonsOf(
  problem: Problem,
  solution: SolutionFile,
  given: Uint8Array,
  nomination: number,
): PairReason[] | null {
  const list = priceList(problem, solution);
  if (!list) return null;
  const face = wholeFace(problem);
  const goal = { face, gain: problem.worth, worth: problem.worth, least: list.least };
  const task = juryTask(face, nomination, problem.perNomination, list.least);
  const left = leftAfter(goal, nomination, { prices: list.prices, keepPrice: 0 });
  const jury = problem.jurors
    .map((_, juror) => juror)
    .filter((j) => given[nomination * problem.jurors.length + j] === 1);
  const own = jury.reduce((sum, juror) => sum + (left[juror] ?? 0), 0);
  const worths = worthsOf(goal, nomination);
  return jury.map((juror) => {
    const isFixed = task.always.includes(juror);
    const rest = withoutJuror(task, juror);
    const other = isFixed ? null : bestJury(rest, left, worths);
    const isFloor = !other && bestJury({ ...rest, least: Number.NEGATIVE_INFINITY }, left, worths) !== null;
    const loss = other ? Math.max(0, Math.floor((own - other.value - list.gap) / PRICE_UNIT)) : 0;
    return {
      juror: problem.jurors[juror]?.id ?? '',
      worth: fromMillionths(worths[juror] ?? 0),
      kind: isFixed ? 'stays' : other ? 'chosen' : isFloor ? 'floor' : 'only',
      price: fromMillionths(Math.round((list.prices[juror] ?? 0) / PRICE_UNIT)),
      instead: (other?.jurors ?? []).filter((one) => !jury.includes(one)).map(idOf(problem)),
      loss: fromMillionths(loss),
      floor: Number.isFinite(list.least) ? fromMillionths(list.least) : null,
    };
  });
}

const idOf = (problem: Problem) => (juror: number) => problem.jurors[juror]?.id ?? '';

function withoutJuror(task: JuryTask, juror: number): JuryTask {
  return { ...task, free: task.free.filter((one) => one !== juror) };
}

function priceList(problem: Problem, { certificate }: SolutionFile): PriceList | null {
  const goal = certificate.goals.findLast((one) => one.goal === 'sum');
  if (!goal?.prices) return null;
  return {
    prices: pricesOf(problem, goal.prices, goal.unit ?? 1),
    least: goal.least === undefined ? Number.NEGATIVE_INFINITY : (toMillionths(Number(goal.least)) ?? 0),
    gap: (toMillionths(Number(certificate.gap ?? '0')) ?? 0) * PRICE_UNIT,
  };
}

function pricesOf(problem: Problem, { jurors }: PricesOnFile, unit: number): Float64Array {
  return Float64Array.from(problem.jurors, ({ id }) => ((jurors[id] ?? 0) * PRICE_UNIT) / unit);
}
