/**
 * Second smallest eigenvalue of a symmetric matrix (rows of length n): Householder's reduction to a tridiagonal
 * matrix, then Sturm bisection (Golub and Van Loan, Matrix Computations, 8.3 and 8.4). 0 for n < 2.
 */
export function secondSmallestEigenvalue(matrix: readonly Float64Array[]): number {
  return matrix.length < 2 ? 0 : bisect(tridiagonal(matrix), 1);
}

const ROUNDS = 60;

/**
 * An eigenvector of the second smallest eigenvalue of a Laplacian (rows of length n), of length 1: inverse iteration
 * with the constant vector lifted out of the way (Golub and Van Loan, 8.2). Where that eigenvalue is shared, some
 * vector of its space.
 */
export function secondEigenvector(matrix: readonly Float64Array[]): Float64Array {
  const size = matrix.length;
  const scale = matrix.reduce((sum, row, at) => sum + (row[at] ?? 0), 0) / size || 1;
  const lifted = matrix.map((row, at) =>
    row.map((entry, col) => entry + scale / size + (col === at ? scale * 1e-9 : 0)),
  );
  const factor = choleskyOf(lifted);
  let vector: Float64Array = Float64Array.from(matrix, (_, at) => Math.sin(at + 1));
  for (let round = 0; round < ROUNDS; round++) vector = normalised(solveCholesky(factor, normalised(vector)));
  return vector;
}

/** A vector less its mean, of length 1. */
function normalised(vector: Float64Array): Float64Array {
  const mean = vector.reduce((sum, entry) => sum + entry, 0) / vector.length;
  const length = Math.hypot(...vector.map((entry) => entry - mean)) || 1;
  return vector.map((entry) => (entry - mean) / length);
}

function choleskyOf(matrix: readonly Float64Array[]): Float64Array[] {
  const factor = matrix.map((row) => new Float64Array(row.length));
  for (const [row, line] of factor.entries()) {
    for (let col = 0; col <= row; col++) {
      const other = factor[col] ?? line;
      let rest = matrix[row]?.[col] ?? 0;
      for (let at = 0; at < col; at++) rest -= (line[at] ?? 0) * (other[at] ?? 0);
      line[col] = row === col ? Math.sqrt(Math.max(rest, 1e-300)) : rest / (other[col] ?? 1);
    }
  }
  return factor;
}

function solveCholesky(factor: readonly Float64Array[], right: Float64Array): Float64Array {
  const x = right.slice();
  for (const [row, line] of factor.entries()) {
    for (let at = 0; at < row; at++) x[row] = (x[row] ?? 0) - (line[at] ?? 0) * (x[at] ?? 0);
    x[row] = (x[row] ?? 0) / (line[row] ?? 1);
  }
  for (let row = x.length - 1; row >= 0; row--) {
    for (let at = row + 1; at < x.length; at++)
      x[row] = (x[row] ?? 0) - (factor[at]?.[row] ?? 0) * (x[at] ?? 0);
    x[row] = (x[row] ?? 0) / (factor[row]?.[row] ?? 1);
  }
  return x;
}

type Tridiagonal = { readonly diagonal: Float64Array; readonly beside: Float64Array };

function tridiagonal(matrix: readonly Float64Array[]): Tridiagonal {
  const a = matrix.map((row) => row.slice());
  const size = a.length;
  const beside = new Float64Array(size);
  for (let step = 0; step < size - 2; step++) beside[step] = reflect(a, step);
  if (size > 1) beside[size - 2] = a[size - 1]?.[size - 2] ?? 0;
  return { diagonal: Float64Array.from(a, (row, at) => row[at] ?? 0), beside };
}

/** Zeroes column `step` below the first subdiagonal by one reflection; gives the subdiagonal entry. */
function reflect(a: Float64Array[], step: number): number {
  const size = a.length;
  const v = new Float64Array(size);
  let norm = 0;
  for (let row = step + 1; row < size; row++) {
    v[row] = a[row]?.[step] ?? 0;
    norm = Math.hypot(norm, v[row] ?? 0);
  }
  if (norm === 0) return 0;
  const first = v[step + 1] ?? 0;
  const target = first > 0 ? -norm : norm;
  v[step + 1] = first - target;
  const length = v.reduce((sum, entry) => sum + entry * entry, 0);
  const p = new Float64Array(size);
  for (let row = step + 1; row < size; row++) p[row] = (2 * dot(a[row], v, step + 1)) / length;
  const half = dot(p, v, step + 1) / length;
  for (let row = step + 1; row < size; row++) {
    const line = a[row];
    if (!line) continue;
    const vr = v[row] ?? 0;
    const qr = (p[row] ?? 0) - half * vr;
    for (let col = step + 1; col < size; col++) {
      const qc = (p[col] ?? 0) - half * (v[col] ?? 0);
      line[col] = (line[col] ?? 0) - vr * qc - qr * (v[col] ?? 0);
    }
  }
  return target;
}

function dot(a: Float64Array | undefined, b: Float64Array, from: number): number {
  let sum = 0;
  for (let at = from; at < b.length; at++) sum += (a?.[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** The eigenvalue with `below` eigenvalues under it. */
function bisect(matrix: Tridiagonal, below: number): number {
  const { diagonal, beside } = matrix;
  let low = Infinity;
  let high = -Infinity;
  diagonal.forEach((entry, at) => {
    const radius = Math.abs(beside[at] ?? 0) + Math.abs(at > 0 ? (beside[at - 1] ?? 0) : 0);
    low = Math.min(low, entry - radius);
    high = Math.max(high, entry + radius);
  });
  for (let step = 0; step < 200 && high - low > 1e-14 * Math.max(1, Math.abs(low), Math.abs(high)); step++) {
    const middle = (low + high) / 2;
    if (countBelow(matrix, middle) > below) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** How many eigenvalues lie below x, by the signs of the Sturm sequence. */
function countBelow({ diagonal, beside }: Tridiagonal, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let at = 0; at < diagonal.length; at++) {
    const link = at > 0 ? (beside[at - 1] ?? 0) : 0;
    pivot = (diagonal[at] ?? 0) - x - (link * link) / pivot;
    if (pivot === 0) pivot = -1e-300;
    if (pivot < 0) count++;
  }
  return count;
}
