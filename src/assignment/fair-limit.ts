import { ALWAYS, type Face, FREE } from './face.ts';
import {
  buildModel,
  firstPairs,
  MOST_WHOLE_PAIRS,
  type Setting,
  solveOptions,
  splitPrices,
} from './level.ts';
import { type Prices, provenLimit } from './prices.ts';

/**
 * A limit of the worst-off nomination: no assignment lifts it above the mean of the nominations' worths under these
 * whole weights, and the prices bound that mean. In millionths, rounded down.
 */
export type WeightedLimit = {
  readonly weights: Float64Array;
  readonly prices: Prices;
  readonly limit: number;
};

/** The weights add up to about this. */
const WEIGHT_UNIT = 1_000_000;

/**
 * The limit of the worst-off nomination by the linear program that maximises it in fractions; null for problems too
 * large for that program in one piece, or when it was stopped.
 */
export async function limitWorstOff(
  face: Face,
  worth: Float64Array,
  setting: Setting,
): Promise<WeightedLimit | null> {
  const jurors = face.jurorMin.length;
  const nominations = worth.length / jurors;
  if (face.state.reduce((count, state) => count + (state === FREE ? 1 : 0), 0) > MOST_WHOLE_PAIRS)
    return null;
  const solution = await setting.solve(
    maxMinModel(face, worth, setting.perNomination),
    solveOptions(setting),
  );
  if (solution.status !== 'optimal') return null;
  const duals = solution.rowDuals;
  const fair = duals.slice(duals.length - nominations);
  const weights = fair.map((dual) => Math.max(0, Math.round(-dual * WEIGHT_UNIT)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return null;
  const gain = worth.map((own, at) => own * (weights[Math.floor(at / jurors)] ?? 0));
  const prices = splitPrices(
    face,
    duals.slice(0, duals.length - nominations).map((dual) => Math.round(dual * WEIGHT_UNIT) + 0),
  );
  return {
    weights,
    prices,
    limit: floorDivide(provenLimit(face, setting.perNomination, gain, prices), BigInt(total)),
  };
}

/** The flow model with one column more, the worst-off worth, and one row more a nomination: its worth reaches that. */
function maxMinModel(face: Face, worth: Float64Array, perNomination: number) {
  const jurors = face.jurorMin.length;
  const pairs = firstPairs(face, worth, null);
  const flow = buildModel(face, new Float64Array(worth.length), pairs, perNomination);
  const nominations = worth.length / jurors;
  const rows = flow.rowLower.length;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const [column, at] of pairs.entries()) {
    for (let entry = flow.starts[column] ?? 0; entry < (flow.starts[column + 1] ?? 0); entry++) {
      indices.push(flow.indices[entry] ?? 0);
      values.push(1);
    }
    indices.push(rows + Math.floor(at / jurors));
    values.push(worth[at] ?? 0);
    starts.push(indices.length);
  }
  for (let n = 0; n < nominations; n++) {
    indices.push(rows + n);
    values.push(-1);
  }
  starts.push(indices.length);
  const fixed = Array.from({ length: nominations }, (_, n) => -alwaysWorth(face, worth, n));
  return {
    ...flow,
    cost: Float64Array.from([...flow.cost, 1]),
    colLower: Float64Array.from([...flow.colLower, -Infinity]),
    colUpper: Float64Array.from([...flow.colUpper, Infinity]),
    rowLower: Float64Array.from([...flow.rowLower, ...fixed]),
    rowUpper: Float64Array.from([...flow.rowUpper, ...fixed.map(() => Infinity)]),
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

function alwaysWorth({ state, jurorMin }: Face, worth: Float64Array, nomination: number): number {
  const from = nomination * jurorMin.length;
  let sum = 0;
  for (let at = from; at < from + jurorMin.length; at++) if (state[at] === ALWAYS) sum += worth[at] ?? 0;
  return sum;
}

function floorDivide(top: bigint, bottom: bigint): number {
  const cut = top / bottom;
  return Number(top < 0n && cut * bottom !== top ? cut - 1n : cut);
}
