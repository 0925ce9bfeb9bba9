import { gatherToGone, gatherToKept, type Layout } from './layout.ts';

const MOST_STEPS = 1_000;
/** The residual, as a share of the right side, at which a solution stands: effects are then right to some 10 digits. */
const CLOSE_ENOUGH = 1e-13;

/**
 * The kept side's effects by conjugate gradients, scaled by degrees (Saad, Iterative Methods for Sparse Linear
 * Systems, algorithm 9.1), for a right side that adds up to 0. The matrix is never built. Null where a thousand steps
 * are not enough, as in a long chain of jurors: then a factor is the better way.
 */
export function conjugateGradients(layout: Layout, right: Float64Array): Float64Array | null {
  const { kept } = layout;
  const x = new Float64Array(kept.size);
  const residual = centred(right);
  const goal = CLOSE_ENOUGH ** 2 * dot(residual, residual);
  let scaled = residual.map((one, member) => one / (kept.degree[member] ?? 1));
  let direction = Float64Array.from(scaled);
  let size = dot(residual, scaled);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (dot(residual, residual) <= goal) return centred(x);
    const image = timesMatrix(layout, direction);
    const length = size / dot(direction, image);
    for (let member = 0; member < kept.size; member += 1) {
      x[member] = (x[member] ?? 0) + length * (direction[member] ?? 0);
      residual[member] = (residual[member] ?? 0) - length * (image[member] ?? 0);
    }
    scaled = residual.map((one, member) => one / (kept.degree[member] ?? 1));
    const next = dot(residual, scaled);
    direction = scaled.map((one, member) => one + (next / size) * (direction[member] ?? 0));
    size = next;
  }
  return null;
}

function timesMatrix(layout: Layout, v: Float64Array): Float64Array {
  const means = gatherToGone(layout, v).map((sum, member) => sum / (layout.gone.degree[member] ?? 1));
  const shared = gatherToKept(layout, means);
  return v.map((one, member) => one * (layout.kept.degree[member] ?? 0) - (shared[member] ?? 0));
}

/** The matrix is singular along the constant vector; rounding must not let the vectors drift along it. */
function centred(v: Float64Array): Float64Array {
  const mean = v.reduce((sum, one) => sum + one, 0) / v.length;
  return v.map((one) => one - mean);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < a.length; place += 1) sum += (a[place] ?? 0) * (b[place] ?? 0);
  return sum;
}
