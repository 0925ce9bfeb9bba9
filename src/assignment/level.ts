import type { LinearModel, Progress, Solution, Solve } from '../platform/solver/model.ts';
import { ALWAYS, type Face, FREE } from './face.ts';
import { gainOf, leftovers, type Prices, provenLimit } from './prices.ts';

/** What every step of the computing is given: the solver, the size of a jury, and how it is watched and stopped. */
export type Setting = {
  readonly solve: Solve;
  readonly perNomination: number;
  readonly signal?: AbortSignal;
  /** Seconds left, asked before every solve; absent: no limit. */
  readonly secondsLeft?: () => number;
  readonly onProgress?: (progress: Progress) => void;
};

/** Best assignment of a face by one goal, and the prices that prove it (proven === gain * prices.unit). */
export type LevelResult =
  | {
      readonly status: 'optimal';
      readonly given: Uint8Array;
      readonly gain: bigint;
      readonly prices: Prices;
      readonly proven: bigint;
    }
  | { readonly status: 'infeasible' }
  | { readonly status: 'fractional' }
  | { readonly status: 'limit' | 'cancelled' };

/** Above this many free pairs the model is grown pair by pair (column generation) instead of being built whole. */
export const MOST_WHOLE_PAIRS = 60_000;
const FIRST_PAIRS = 12;
const PAIRS_A_ROUND = 8;

/**
 * Best assignment of a face by the sum of `gain` (whole numbers, one a pair): the linear program of a flow, which is
 * totally unimodular, so that its vertices and its prices are whole. Rules that cut across each other (and pairs to
 * keep) may leave it fractional; that is all that is told then. `known` is an allowed assignment, so that a grown model has a solution.
 */
export async function bestOfFace(
  face: Face,
  gain: Float64Array,
  known: Uint8Array | null,
  setting: Setting,
): Promise<LevelResult> {
  if (face.keep) return { status: 'fractional' };
  let pairs = firstPairs(face, gain, known);
  while (true) {
    const model = buildModel(face, gain, pairs, setting.perNomination);
    const solution = await setting.solve(model, solveOptions(setting));
    if (solution.status === 'infeasible') return { status: 'infeasible' };
    if (solution.status === 'unbounded')
      throw new Error('an assignment of bounded pairs cannot be unbounded');
    if (solution.status !== 'optimal') return { status: solution.status };
    const prices = readPrices(face, solution);
    const missing = missingPairs(face, gain, prices, pairs);
    if (missing.length === 0) return readLevel(face, gain, pairs, solution, prices, setting.perNomination);
    pairs = Int32Array.from([...pairs, ...missing]).sort();
  }
}

/** The options of one solve under a setting. */
export function solveOptions({ signal, onProgress, secondsLeft }: Setting) {
  return {
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(secondsLeft ? { timeLimitSeconds: Math.max(0.01, secondsLeft()) } : {}),
  };
}

/** Free pairs that a model begins with: all of them where they are few, else the best few and those of `known`. */
export function firstPairs(face: Face, gain: Float64Array, known: Uint8Array | null): Int32Array {
  const free: number[] = [];
  face.state.forEach((state, at) => {
    if (state === FREE) free.push(at);
  });
  if (free.length <= MOST_WHOLE_PAIRS || !known) return Int32Array.from(free);
  const jurors = face.jurorMin.length;
  const chosen = new Uint8Array(face.state.length);
  for (const [side, size] of [
    [0, Math.ceil(face.state.length / jurors)],
    [1, jurors],
  ] as const) {
    const groups: number[][] = Array.from({ length: size }, () => []);
    for (const at of free) groups[side === 0 ? Math.floor(at / jurors) : at % jurors]?.push(at);
    for (const group of groups) for (const at of highest(group, gain, FIRST_PAIRS)) chosen[at] = 1;
  }
  return Int32Array.from(free.filter((at) => chosen[at] === 1 || known[at] === 1));
}

/** The places with the highest numbers, ties by place. */
function highest(places: number[], numbers: Float64Array, count: number): number[] {
  return places.sort((a, b) => (numbers[b] ?? 0) - (numbers[a] ?? 0) || a - b).slice(0, count);
}

/** Rows: nominations, jurors, rules. Columns: the given free pairs, between 0 and 1. */
export function buildModel(
  face: Face,
  gain: Float64Array,
  pairs: Int32Array,
  perNomination: number,
): LinearModel {
  const jurors = face.jurorMin.length;
  const nominations = face.state.length / jurors;
  const rowLower = new Float64Array(nominations + jurors + face.rules.length);
  const rowUpper = new Float64Array(rowLower.length);
  rowLower.fill(perNomination, 0, nominations);
  rowUpper.fill(perNomination, 0, nominations);
  rowLower.set(face.jurorMin, nominations);
  rowUpper.set(face.jurorMax, nominations);
  const rulesOf = new Map<number, number[]>();
  face.rules.forEach(({ nomination, jurors: readers, min, max }, rule) => {
    const row = nominations + jurors + rule;
    rowLower[row] = min;
    rowUpper[row] = max;
    for (const juror of readers) {
      const at = nomination * jurors + juror;
      rulesOf.set(at, [...(rulesOf.get(at) ?? []), row]);
    }
  });
  const rowsOf = (at: number) => [
    Math.floor(at / jurors),
    nominations + (at % jurors),
    ...(rulesOf.get(at) ?? []),
  ];
  face.state.forEach((state, at) => {
    if (state !== ALWAYS) return;
    for (const row of rowsOf(at)) {
      rowLower[row] = (rowLower[row] ?? 0) - 1;
      rowUpper[row] = (rowUpper[row] ?? 0) - 1;
    }
  });
  const starts = new Int32Array(pairs.length + 1);
  const indices: number[] = [];
  pairs.forEach((at, column) => {
    indices.push(...rowsOf(at));
    starts[column + 1] = indices.length;
  });
  return {
    sense: 'max',
    cost: Float64Array.from(pairs, (at) => gain[at] ?? 0),
    colLower: new Float64Array(pairs.length),
    colUpper: new Float64Array(pairs.length).fill(1),
    rowLower,
    rowUpper,
    starts,
    indices: Int32Array.from(indices),
    values: new Float64Array(indices.length).fill(1),
  };
}

/** Whole prices from the duals of a flow model: they are whole already, up to the solver's rounding. */
function readPrices(face: Face, { rowDuals }: Solution): Prices {
  return splitPrices(
    face,
    rowDuals.map((dual) => Math.round(dual) + 0),
  );
}

/** Row prices by what the rows stand for. */
export function splitPrices(face: Face, whole: Float64Array): Prices {
  const jurors = face.jurorMin.length;
  const nominations = face.state.length / jurors;
  return {
    unit: 1,
    nominations: whole.slice(0, nominations),
    jurors: whole.slice(nominations, nominations + jurors),
    rules: whole.slice(nominations + jurors),
  };
}

/** Free pairs outside the model that the prices would welcome, the best few of each nomination. */
function missingPairs(face: Face, gain: Float64Array, prices: Prices, pairs: Int32Array): number[] {
  const inside = new Uint8Array(face.state.length);
  for (const at of pairs) inside[at] = 1;
  const jurors = face.jurorMin.length;
  const left = leftovers(face, gain, prices);
  const welcome = new Map<number, number[]>();
  left.forEach((rest, at) => {
    if (rest <= 0 || inside[at] === 1 || face.state[at] !== FREE) return;
    const nomination = Math.floor(at / jurors);
    const group = welcome.get(nomination);
    if (group) group.push(at);
    else welcome.set(nomination, [at]);
  });
  return [...welcome.values()].flatMap((group) => highest(group, left, PAIRS_A_ROUND));
}

function readLevel(
  face: Face,
  gain: Float64Array,
  pairs: Int32Array,
  solution: Solution,
  prices: Prices,
  perNomination: number,
): LevelResult {
  const given = face.state.map((state) => (state === ALWAYS ? 1 : 0));
  const proven = provenLimit(face, perNomination, gain, prices);
  for (const [column, at] of pairs.entries()) {
    const value = solution.values[column] ?? 0;
    const whole = Math.round(value);
    if (Math.abs(value - whole) > 1e-6) return { status: 'fractional' };
    given[at] = whole;
  }
  const reached = gainOf(gain, given);
  if (reached !== proven) return { status: 'fractional' };
  return { status: 'optimal', given, gain: reached, prices, proven };
}

/**
 * Prices that prove a face empty (their limit of nothing is below 0), read from the dual ray of the flow model; null
 * where the model has a solution, perhaps a fractional one.
 */
export async function emptyFacePrices(face: Face, setting: Setting): Promise<Prices | null> {
  const nothing = new Float64Array(face.state.length);
  const model = buildModel(face, nothing, firstPairs(face, nothing, null), setting.perNomination);
  const { dualRay } = await setting.solve(model, { ...solveOptions(setting), wantRay: true });
  if (!dualRay) return null;
  // The rays of a totally unimodular model have entries of one size; the solver scales and signs them as it likes.
  const size = dualRay.reduce(
    (least, entry) => (Math.abs(entry) > 1e-9 ? Math.min(least, Math.abs(entry)) : least),
    Infinity,
  );
  for (const sign of [1, -1]) {
    const prices = splitPrices(
      face,
      dualRay.map((entry) => Math.round((sign * entry) / size) + 0),
    );
    if (provenLimit(face, setting.perNomination, nothing, prices) < 0n) return prices;
  }
  return null;
}
