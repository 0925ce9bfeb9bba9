import type { Observations } from './observations.ts';

/**
 * A two-way layout made ready for elimination: the side with more members is eliminated (its block is diagonal), the
 * smaller one is kept and gives a dense matrix. Both models treat the two sides alike, so either may be kept.
 */
export type Layout = {
  readonly keptSide: 'jurors' | 'nominations';
  readonly kept: Side;
  readonly gone: Side;
  /** For each member of the eliminated side where its cards begin; one more at the end. */
  readonly start: Int32Array;
  /** Cards grouped by the eliminated member: the kept member of each, and its row in the observations. */
  readonly keptOf: Int32Array;
  readonly rowOf: Int32Array;
};

export type Side = {
  readonly size: number;
  /** Member's number in the observations. */
  readonly ids: Int32Array;
  /** Member of each row. */
  readonly ofRow: Int32Array;
  readonly degree: Float64Array;
};

/** The layout of observations that are not empty; members without a card are left out. */
export function layOut(observations: Observations): Layout {
  const nominations = sideOf(observations.nomination, observations.nominations);
  const jurors = sideOf(observations.juror, observations.jurors);
  const keepJurors = jurors.size <= nominations.size;
  const kept = keepJurors ? jurors : nominations;
  const gone = keepJurors ? nominations : jurors;
  const start = new Int32Array(gone.size + 1);
  for (let member = 0; member < gone.size; member += 1) {
    start[member + 1] = (start[member] ?? 0) + (gone.degree[member] ?? 0);
  }
  const next = Int32Array.from(start);
  const keptOf = new Int32Array(gone.ofRow.length);
  const rowOf = new Int32Array(gone.ofRow.length);
  for (const [row, member] of gone.ofRow.entries()) {
    const place = next[member] ?? 0;
    keptOf[place] = kept.ofRow[row] ?? 0;
    rowOf[place] = row;
    next[member] = place + 1;
  }
  return { keptSide: keepJurors ? 'jurors' : 'nominations', kept, gone, start, keptOf, rowOf };
}

function sideOf(column: Int32Array, count: number): Side {
  const present = new Uint8Array(count);
  for (const id of column) present[id] = 1;
  const ids = Int32Array.from(Array.from({ length: count }, (_, id) => id).filter((id) => present[id] === 1));
  const place = new Int32Array(count);
  for (const [index, id] of ids.entries()) place[id] = index;
  const ofRow = column.map((id) => place[id] ?? 0);
  const degree = new Float64Array(ids.length);
  for (const member of ofRow) degree[member] = (degree[member] ?? 0) + 1;
  return { size: ids.length, ids, ofRow, degree };
}

/**
 * The kept side's matrix once the other is eliminated: diagonal minus the sum over eliminated members g of
 * factor[g] m m', where m marks the kept members that share a card with g. Both triangles, row by row.
 */
export function eliminate(layout: Layout, diagonal: Float64Array, factor: Float64Array): Float64Array {
  const { kept, gone, start, keptOf } = layout;
  const matrix = new Float64Array(kept.size * kept.size);
  for (let member = 0; member < kept.size; member += 1) {
    matrix[member * (kept.size + 1)] = diagonal[member] ?? 0;
  }
  for (let member = 0; member < gone.size; member += 1) {
    const from = start[member] ?? 0;
    const to = start[member + 1] ?? 0;
    const weight = factor[member] ?? 0;
    for (let a = from; a < to; a += 1) {
      const row = (keptOf[a] ?? 0) * kept.size;
      for (let b = from; b < to; b += 1) {
        const place = row + (keptOf[b] ?? 0);
        matrix[place] = (matrix[place] ?? 0) - weight;
      }
    }
  }
  return matrix;
}

/** For each member of a side the sum of a value over its rows. */
export function sumBy(side: Side, values: Float64Array): Float64Array {
  const sums = new Float64Array(side.size);
  for (const [row, member] of side.ofRow.entries()) sums[member] = (sums[member] ?? 0) + (values[row] ?? 0);
  return sums;
}

/** For each kept member the sum over its cards of a value of the eliminated member. */
export function gatherToKept(layout: Layout, ofGone: Float64Array): Float64Array {
  const sums = new Float64Array(layout.kept.size);
  for (let member = 0; member < layout.gone.size; member += 1) {
    const value = ofGone[member] ?? 0;
    for (let place = layout.start[member] ?? 0; place < (layout.start[member + 1] ?? 0); place += 1) {
      const kept = layout.keptOf[place] ?? 0;
      sums[kept] = (sums[kept] ?? 0) + value;
    }
  }
  return sums;
}

/** For each eliminated member the sum over its cards of a value of the kept member. */
export function gatherToGone(layout: Layout, ofKept: Float64Array): Float64Array {
  const sums = new Float64Array(layout.gone.size);
  for (let member = 0; member < layout.gone.size; member += 1) {
    let sum = 0;
    for (let place = layout.start[member] ?? 0; place < (layout.start[member + 1] ?? 0); place += 1) {
      sum += ofKept[layout.keptOf[place] ?? 0] ?? 0;
    }
    sums[member] = sum;
  }
  return sums;
}
