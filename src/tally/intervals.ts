/**
 * How sure the order is. Standard errors of values and severities, and for each nomination the ranks that it can
 * have: 1 + those better by more than 1.96 standard errors of the difference, up to n - those worse by as much.
 * Deterministic; nominations are compared within their connected part only.
 */
import { factorize, inverse } from './dense.ts';
import { gatherToKept, type Layout } from './layout.ts';
import { groundedMatrix, type SeverityFit, sides } from './severity.ts';

/** The 97.5% point of the normal distribution, for short 1.96. */
export const NORMAL_95 = 1.959963984540054;

/** Comparing each pair costs nominations x cards; beyond this many steps there are no intervals. */
const MOST_STEPS = 6e9;

/** Variances in units of the error variance; NaN for what has no card. */
export type Spread = {
  readonly valueVariance: Float64Array;
  readonly severityVariance: Float64Array;
  /** Lowest and highest rank of each nomination within its part; null where there are too many to compare. */
  readonly rankInterval: readonly ([number, number] | null)[];
};

/** Variances and rank intervals of a fit whose error variance is known. */
export function spreadOf(fit: SeverityFit, residualVariance: number): Spread {
  const valueVariance = new Float64Array(fit.value.length).fill(Number.NaN);
  const severityVariance = new Float64Array(fit.severity.length).fill(Number.NaN);
  const rankInterval = Array.from(fit.value, (): [number, number] | null => null);
  for (const layout of fit.parts) {
    const covariance = new Covariance(layout);
    const { jurors, nominations } = sides(layout);
    for (const [member, id] of nominations.ids.entries())
      valueVariance[id] = covariance.valueVariance(member);
    for (const [member, id] of jurors.ids.entries())
      severityVariance[id] = covariance.severityVariance(member);
    if (nominations.size * nominations.ofRow.length > MOST_STEPS) continue;
    const values = Float64Array.from(nominations.ids, (id) => fit.value[id] ?? 0);
    for (const [member, id] of nominations.ids.entries()) {
      rankInterval[id] = interval(values, member, covariance.differences(member), residualVariance);
    }
  }
  return { valueVariance, severityVariance, rankInterval };
}

function interval(
  values: Float64Array,
  own: number,
  variances: Float64Array,
  residualVariance: number,
): [number, number] {
  const mine = values[own] ?? 0;
  let better = 0;
  let worse = 0;
  for (const [other, value] of values.entries()) {
    // Where the fit is perfect the errors are 0, and a trace of rounding must not part what is equal.
    const limit =
      NORMAL_95 * Math.sqrt((variances[other] ?? 0) * residualVariance) + 1e-10 * (1 + Math.abs(mine));
    if (value - mine > limit) better += 1;
    else if (mine - value > limit) worse += 1;
  }
  return [1 + better, values.length - worse];
}

/**
 * Covariances of one part, severities adding up to 0, in units of the error variance. With G the pseudo-inverse of the
 * kept side's matrix and P the eliminated members' means over kept ones: kept effects have G, eliminated ones
 * 1/degree + P G P', and the two -G P'. Where nominations are kept, effects are shifted so that severities add up to 0.
 */
export class Covariance {
  private readonly layout: Layout;
  private readonly inverse: Float64Array;
  /** Where nominations are kept: covariance of each with minus the sum of severities, and that sum's variance. */
  private readonly ofSum: Float64Array;
  private readonly sumVariance: number;
  private readonly goneVariances: Float64Array;

  constructor(layout: Layout) {
    this.layout = layout;
    const { kept, gone } = layout;
    const { matrix, lift } = groundedMatrix(layout);
    const factor = factorize(matrix, kept.size);
    if (!factor) throw new Error('A connected part gave a matrix that is not positive definite');
    this.inverse = inverse(factor);
    const constant = 1 / (lift * kept.size * kept.size);
    for (let place = 0; place < this.inverse.length; place += 1) {
      this.inverse[place] = (this.inverse[place] ?? 0) - constant;
    }
    const shares = gatherToKept(
      layout,
      gone.degree.map((degree) => 1 / degree),
    );
    this.ofSum = this.timesInverse(shares);
    this.sumVariance =
      gone.degree.reduce((sum, degree) => sum + 1 / degree, 0) +
      shares.reduce((sum, share, member) => sum + share * (this.ofSum[member] ?? 0), 0);
    this.goneVariances = gone.degree.map(
      (degree, member) => 1 / degree + this.meanOverKept(member, this.meanRow(member)),
    );
  }

  /** Variance of a nomination's value. */
  valueVariance(member: number): number {
    if (this.layout.keptSide === 'jurors') return this.goneVariance(member);
    const jurors = this.layout.gone.size;
    return (
      this.at(member, member) - (2 * (this.ofSum[member] ?? 0)) / jurors + this.sumVariance / jurors ** 2
    );
  }

  /** Variance of a juror's severity. */
  severityVariance(member: number): number {
    if (this.layout.keptSide === 'jurors') return this.at(member, member);
    const jurors = this.layout.gone.size;
    const degree = this.layout.gone.degree[member] ?? 1;
    const withSum = 1 / degree + this.meanOverKept(member, this.ofSum);
    return this.goneVariance(member) - (2 * withSum) / jurors + this.sumVariance / jurors ** 2;
  }

  /** Variance of the difference between one nomination's value and each one's; 0 against itself. */
  differences(member: number): Float64Array {
    const { kept, gone, keptSide } = this.layout;
    const variances = new Float64Array(keptSide === 'nominations' ? kept.size : gone.size);
    if (keptSide === 'nominations') {
      const own = this.at(member, member);
      for (let other = 0; other < kept.size; other += 1) {
        variances[other] = Math.max(0, own + this.at(other, other) - 2 * this.at(member, other));
      }
      return variances;
    }
    const row = this.meanRow(member);
    const own = this.goneVariance(member);
    for (let other = 0; other < gone.size; other += 1) {
      variances[other] = Math.max(0, own + this.goneVariance(other) - 2 * this.meanOverKept(other, row));
    }
    // Its own row holds 1/degree on both sides, which the formula for two different ones does not know.
    variances[member] = 0;
    return variances;
  }

  private goneVariance(member: number): number {
    return this.goneVariances[member] ?? 0;
  }

  /** The mean, over the kept members that share a card with this one, of the inverse's rows. */
  private meanRow(member: number): Float64Array {
    const { kept, start, keptOf } = this.layout;
    const row = new Float64Array(kept.size);
    const from = start[member] ?? 0;
    const to = start[member + 1] ?? 0;
    for (let place = from; place < to; place += 1) {
      const base = (keptOf[place] ?? 0) * kept.size;
      for (let other = 0; other < kept.size; other += 1) {
        row[other] = (row[other] ?? 0) + (this.inverse[base + other] ?? 0) / (to - from);
      }
    }
    return row;
  }

  private meanOverKept(member: number, values: Float64Array): number {
    const { start, keptOf } = this.layout;
    const from = start[member] ?? 0;
    const to = start[member + 1] ?? 0;
    let sum = 0;
    for (let place = from; place < to; place += 1) sum += values[keptOf[place] ?? 0] ?? 0;
    return sum / (to - from);
  }

  private timesInverse(vector: Float64Array): Float64Array {
    const { size } = this.layout.kept;
    return Float64Array.from({ length: size }, (_, row) => {
      let sum = 0;
      for (let k = 0; k < size; k += 1) sum += (this.inverse[row * size + k] ?? 0) * (vector[k] ?? 0);
      return sum;
    });
  }

  private at(row: number, column: number): number {
    return this.inverse[row * this.layout.kept.size + column] ?? 0;
  }
}
