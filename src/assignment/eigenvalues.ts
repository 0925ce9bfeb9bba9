/**
 * Second smallest eigenvalue of a symmetric matrix (rows of length n): Householder's reduction to a tridiagonal
 * matrix, then Sturm bisection (Golub and Van Loan, Matrix Computations, 8.3 and 8.4). 0 for n < 2.
 */
export function secondSmallestEigenvalue(matrix: readonly Float64Array[]): number {
  return matrix.length < 2 ? 0 : bisect(tridiagonal(matrix), 1);
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
