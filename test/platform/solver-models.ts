import type { LinearModel } from '../../src/platform/solver/model.ts';

/** Chairs and tables: max 30x + 50y, x + 2y <= 40, 2x + y <= 50. */
export const workshop: LinearModel = {
  sense: 'max',
  cost: Float64Array.of(30, 50),
  colLower: Float64Array.of(0, 0),
  colUpper: Float64Array.of(Infinity, Infinity),
  rowLower: Float64Array.of(-Infinity, -Infinity),
  rowUpper: Float64Array.of(40, 50),
  starts: Int32Array.of(0, 2, 4),
  indices: Int32Array.of(0, 1, 0, 1),
  values: Float64Array.of(1, 2, 2, 1),
};

/** A market-split model: small, whole, and far beyond what branch and bound can finish in a test. */
export function endlessModel(): LinearModel {
  const rows = 6;
  const cols = 50;
  let seed = 7;
  const draw = () => {
    seed = (seed * 48271) % 2147483647;
    return seed % 100;
  };
  const weights = Array.from({ length: cols * rows }, draw);
  const half = Array.from({ length: rows }, (_, row) =>
    Math.floor(weights.filter((_, at) => at % rows === row).reduce((sum, weight) => sum + weight, 0) / 2),
  );
  const slack = Array.from({ length: rows * 2 }, (_, at) => ({ row: at >> 1, value: at % 2 === 0 ? 1 : -1 }));
  const all = cols + slack.length;
  return {
    sense: 'min',
    cost: Float64Array.from({ length: all }, (_, at) => (at < cols ? 0 : 1)),
    colLower: new Float64Array(all),
    colUpper: Float64Array.from({ length: all }, (_, at) => (at < cols ? 1 : Infinity)),
    integer: Uint8Array.from({ length: all }, (_, at) => (at < cols ? 1 : 0)),
    rowLower: Float64Array.from(half),
    rowUpper: Float64Array.from(half),
    starts: Int32Array.from({ length: all + 1 }, (_, at) =>
      at <= cols ? at * rows : cols * rows + at - cols,
    ),
    indices: Int32Array.from([
      ...Array.from({ length: cols * rows }, (_, at) => at % rows),
      ...slack.map(({ row }) => row),
    ]),
    values: Float64Array.from([...weights, ...slack.map(({ value }) => value)]),
  };
}
