/**
 * Shrunken severities: y = mu + nomination + juror + error, both effects random and crossed, variances by restricted
 * maximum likelihood, effects by best linear unbiased prediction; the criterion is that of lme4 (Bates, Maechler,
 * Bolker, Walker, Journal of Statistical Software 2015, equation 41). Variances are found as ratios to the error
 * variance by average-information steps (Gilmour, Thompson, Cullis, Biometrics 1995), each halved until the criterion
 * does not rise; a variance at 0 stays there while the criterion would rise above it.
 */
import { type Factor, factorize, inverse, logDeterminant, solve } from './dense.ts';
import { eliminate, gatherToGone, gatherToKept, type Layout, layOut, sumBy } from './layout.ts';
import type { Observations } from './observations.ts';

export type MixedFit = {
  readonly mu: number;
  readonly varNomination: number;
  readonly varJuror: number;
  readonly varResidual: number;
  /** The restricted maximum likelihood criterion: -2 log likelihood. */
  readonly criterion: number;
  /** Predicted effects; 0 for what has no card, which is their expectation. */
  readonly nominationEffect: Float64Array;
  readonly jurorEffect: Float64Array;
};

/** Variances of the kept and the eliminated side, each divided by the error variance. */
type Ratios = { readonly kept: number; readonly gone: number };

/** Where the search begins: variances of nominations and of jurors, each divided by the error variance. */
export type Start = { readonly nomination: number; readonly juror: number };

const MOST_STEPS = 60;
const MOST_HALVINGS = 30;
/**
 * Steps end with the one that should lower the criterion by less than this: what is left after it is a thousandth of
 * that or less, and the variances are then right to some five digits.
 */
const CLOSE_ENOUGH = 1e-5;

/** Above this ratio the cards leave no error to compare with: the criterion falls without end and has no least place. */
const LARGEST_RATIO = 1e9;

/** Fits the model; null where too few cards, no spread at all or no error at all leave nothing to fit. */
export function fitMixed(all: Observations, from: Start = { nomination: 1, juror: 0.2 }): MixedFit | null {
  const spread = all.y.some((y) => y !== all.y[0]);
  if (all.y.length < 3 || !spread) return null;
  const model = new MixedModel(all);
  const best = model.isSaturated() ? null : model.bestRatios(from);
  return best && model.predict(best);
}

/** The model at fixed ratios: what is computed once a step. */
type State = {
  readonly ratios: Ratios;
  readonly criterion: number;
  readonly factor: Factor;
  /** 1 / (1 + ratio x degree) of each eliminated member. */
  readonly damping: Float64Array;
  /** Residual of the mean, filtered: P y in units of the error variance. */
  readonly filtered: Float64Array;
  /** The vector of ones, filtered by the inverse covariance. */
  readonly ones: Float64Array;
  readonly mu: number;
  /** y' P y, the sum of squares that the error variance is estimated from. */
  readonly squares: number;
};

class MixedModel {
  private readonly y: Float64Array;
  private readonly all: Observations;
  readonly layout: Layout;

  constructor(all: Observations) {
    this.all = all;
    this.y = all.y;
    this.layout = layOut(all);
  }

  /** With one card each, effects and errors cannot be told apart. */
  isSaturated(): boolean {
    return this.layout.gone.size === this.y.length && this.layout.kept.size === this.y.length;
  }

  /** The state at the best ratios; null where they grow without end. */
  bestRatios({ nomination, juror }: Start): State | null {
    const keepsJurors = this.layout.keptSide === 'jurors';
    let state = this.evaluate(
      keepsJurors ? { kept: juror, gone: nomination } : { kept: nomination, gone: juror },
    );
    for (let step = 0; step < MOST_STEPS && state !== null; step += 1) {
      const next = this.improve(state);
      if (next === null) return state;
      state = next.state;
      if (next.gain < CLOSE_ENOUGH) return state;
    }
    return state;
  }

  predict(state: State): MixedFit {
    const { layout, all } = this;
    const varResidual = state.squares / (this.y.length - 1);
    const kept = sumBy(layout.kept, state.filtered).map((sum) => sum * state.ratios.kept);
    const gone = sumBy(layout.gone, state.filtered).map((sum) => sum * state.ratios.gone);
    const keepsJurors = layout.keptSide === 'jurors';
    const [jurorSide, jurors] = keepsJurors ? [layout.kept, kept] : [layout.gone, gone];
    const [nominationSide, nominations] = keepsJurors ? [layout.gone, gone] : [layout.kept, kept];
    const { ratios } = state;
    return {
      mu: state.mu,
      varNomination: varResidual * (keepsJurors ? ratios.gone : ratios.kept),
      varJuror: varResidual * (keepsJurors ? ratios.kept : ratios.gone),
      varResidual,
      criterion: state.criterion,
      nominationEffect: spreadOut(nominations, nominationSide.ids, all.nominations),
      jurorEffect: spreadOut(jurors, jurorSide.ids, all.jurors),
    };
  }

  /** One step that lowers the criterion, and by how much it should; null where none does. */
  private improve(state: State): { state: State; gain: number } | null {
    const slope = this.slope(state);
    const step = projectedStep(state.ratios, slope, this.curvature(state));
    for (let share = 1, tries = 0; tries < MOST_HALVINGS; share /= 2, tries += 1) {
      const ratios = {
        kept: Math.max(0, state.ratios.kept + share * step.kept),
        gone: Math.max(0, state.ratios.gone + share * step.gone),
      };
      if (ratios.kept === state.ratios.kept && ratios.gone === state.ratios.gone) return null;
      const next = this.evaluate(ratios);
      if (next === null) continue;
      const gain = -share * (slope.kept * step.kept + slope.gone * step.gone);
      if (next.criterion <= state.criterion) return { state: next, gain };
      // Within rounding of the criterion no smaller step can be told to be better either.
      if (next.criterion - state.criterion < 1e-11 * Math.abs(state.criterion)) return null;
    }
    return null;
  }

  /** The model at these ratios; null where they are too large for the error to be told from rounding. */
  private evaluate(ratios: Ratios): State | null {
    if (!(Math.max(ratios.kept, ratios.gone) < LARGEST_RATIO)) return null;
    const { kept, gone } = this.layout;
    const damping = gone.degree.map((degree) => 1 / (1 + ratios.gone * degree));
    const diagonal = kept.degree.map((degree) => 1 + ratios.kept * degree);
    const matrix = eliminate(
      this.layout,
      diagonal,
      damping.map((one) => ratios.kept * ratios.gone * one),
    );
    const factor = factorize(matrix, kept.size);
    if (!factor) return null;
    const solver = { ratios, factor, damping };
    const ones = this.filter(solver, new Float64Array(this.y.length).fill(1));
    const filteredY = this.filter(solver, this.y);
    const weight = ones.reduce((sum, one) => sum + one, 0);
    const mu = filteredY.reduce((sum, one) => sum + one, 0) / weight;
    const filtered = filteredY.map((one, row) => one - mu * (ones[row] ?? 0));
    const squares = filtered.reduce((sum, one, row) => sum + one * ((this.y[row] ?? 0) - mu), 0);
    const free = this.y.length - 1;
    const criterion =
      damping.reduce((sum, one) => sum - Math.log(one), 0) +
      logDeterminant(factor) +
      Math.log(weight) +
      free * (1 + Math.log((2 * Math.PI * squares) / free));
    return Number.isFinite(criterion) ? { ...solver, criterion, filtered, ones, mu, squares } : null;
  }

  /** The inverse of I + kept ratio Zk Zk' + gone ratio Zg Zg', times a vector over the cards. */
  private filter(
    { ratios, factor, damping }: Pick<State, 'ratios' | 'factor' | 'damping'>,
    v: Float64Array,
  ): Float64Array {
    const { layout } = this;
    const { kept, gone } = layout;
    const goneSums = sumBy(gone, v);
    const inner = goneSums.map((sum, member) => ratios.gone * (damping[member] ?? 0) * sum);
    const shared = gatherToKept(layout, inner);
    const right = sumBy(kept, v).map((sum, member) => sum - (shared[member] ?? 0));
    const keptPart = solve(factor, right).map((one) => one * ratios.kept);
    const back = gatherToGone(layout, keptPart);
    const gonePart = goneSums.map(
      (sum, member) => ratios.gone * (damping[member] ?? 0) * (sum - (back[member] ?? 0)),
    );
    return v.map(
      (one, row) => one - (keptPart[kept.ofRow[row] ?? 0] ?? 0) - (gonePart[gone.ofRow[row] ?? 0] ?? 0),
    );
  }

  /** First derivatives of the criterion by each ratio. Overwrites the state's factor. */
  private slope(state: State): Ratios {
    const { kept, gone } = this.layout;
    const weight = state.ones.reduce((sum, one) => sum + one, 0);
    const traces = this.traces(state);
    const free = this.y.length - 1;
    const along = (side: typeof kept) => {
      const meanPart = squaresOf(sumBy(side, state.ones)) / weight;
      return -meanPart - (free * squaresOf(sumBy(side, state.filtered))) / state.squares;
    };
    return { kept: traces.kept + along(kept), gone: traces.gone + along(gone) };
  }

  /** Traces of Z' (inverse covariance) Z for each side. */
  private traces({ ratios, factor, damping }: State): Ratios {
    const { layout } = this;
    const { kept, gone, start, keptOf } = layout;
    const core = eliminate(
      layout,
      kept.degree,
      damping.map((one) => ratios.gone * one),
    );
    const inverted = inverse({ size: factor.size, rows: Float64Array.from(factor.rows) });
    let ofKept = 0;
    for (let place = 0; place < core.length; place += 1)
      ofKept += (core[place] ?? 0) * (inverted[place] ?? 0);
    let ofGone = 0;
    for (let member = 0; member < gone.size; member += 1) {
      const own = damping[member] ?? 0;
      let shared = 0;
      for (let a = start[member] ?? 0; a < (start[member + 1] ?? 0); a += 1) {
        const row = (keptOf[a] ?? 0) * kept.size;
        for (let b = start[member] ?? 0; b < (start[member + 1] ?? 0); b += 1) {
          shared += inverted[row + (keptOf[b] ?? 0)] ?? 0;
        }
      }
      ofGone += (gone.degree[member] ?? 0) * own - ratios.kept * own * own * shared;
    }
    return { kept: ofKept, gone: ofGone };
  }

  /** Average-information second derivatives: kept-kept, kept-gone, gone-gone. */
  private curvature(state: State): [number, number, number] {
    const { kept, gone } = this.layout;
    const free = this.y.length - 1;
    const along = [kept, gone].map((side) => {
      const sums = sumBy(side, state.filtered);
      const vector = Float64Array.from(side.ofRow, (member) => sums[member] ?? 0);
      return { vector, projected: this.project(state, vector), size: squaresOf(sums) };
    });
    const [a, b] = along;
    if (!a || !b) throw new Error('A layout has two sides');
    const entry = (left: typeof a, right: typeof a) =>
      free *
      (dot(left.vector, right.projected) / state.squares - (left.size * right.size) / state.squares ** 2);
    return [entry(a, a), entry(a, b), entry(b, b)];
  }

  /** The inverse covariance without what the mean explains. */
  private project(state: State, v: Float64Array): Float64Array {
    const filtered = this.filter(state, v);
    const weight = state.ones.reduce((sum, one) => sum + one, 0);
    const level = filtered.reduce((sum, one) => sum + one, 0) / weight;
    return filtered.map((one, row) => one - level * (state.ones[row] ?? 0));
  }
}

/** The Newton step; a ratio at 0 whose criterion rises above it, or that the step would take below 0, is held there. */
function projectedStep(ratios: Ratios, slope: Ratios, [kk, kg, gg]: [number, number, number]): Ratios {
  const heldKept = ratios.kept === 0 && slope.kept >= 0;
  const heldGone = ratios.gone === 0 && slope.gone >= 0;
  const alone = (first: number, second: number) => (second > 0 ? -first / second : -first);
  if (heldKept && heldGone) return { kept: 0, gone: 0 };
  if (heldKept) return { kept: 0, gone: alone(slope.gone, gg) };
  if (heldGone) return { kept: alone(slope.kept, kk), gone: 0 };
  const determinant = kk * gg - kg * kg;
  if (!(determinant > 1e-12 * kk * gg)) return { kept: alone(slope.kept, kk), gone: alone(slope.gone, gg) };
  const kept = -(gg * slope.kept - kg * slope.gone) / determinant;
  const gone = -(kk * slope.gone - kg * slope.kept) / determinant;
  // A ratio that would fall below 0 goes to 0, and the other's step is taken along that edge.
  if (ratios.kept + kept < 0) return { kept: -ratios.kept, gone: alone(slope.gone - kg * ratios.kept, gg) };
  if (ratios.gone + gone < 0) return { kept: alone(slope.kept - kg * ratios.gone, kk), gone: -ratios.gone };
  return { kept, gone };
}

function spreadOut(values: Float64Array, ids: Int32Array, count: number): Float64Array {
  const all = new Float64Array(count);
  for (const [member, id] of ids.entries()) all[id] = values[member] ?? 0;
  return all;
}

function squaresOf(vector: Float64Array): number {
  return dot(vector, vector);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < a.length; place += 1) sum += (a[place] ?? 0) * (b[place] ?? 0);
  return sum;
}
