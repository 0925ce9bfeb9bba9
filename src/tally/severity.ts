/**
 * Severity by least squares: y = value(nomination) + severity(juror) + error, severities adding up to 0 in each
 * connected part; above 0 is generous (MacKay, Kenna, Low, Parker, Royal Society Open Science 2017). Values of
 * different parts cannot be compared. Nothing here changes a score or a total.
 */
import { conjugateGradients } from './conjugate-gradients.ts';
import { factorize, solve } from './dense.ts';
import { eliminate, gatherToGone, gatherToKept, type Layout, layOut, sumBy } from './layout.ts';
import { type Components, componentsOf, type Observations, selectRows } from './observations.ts';

export type SeverityFit = {
  readonly components: Components;
  /** On the scale of the scores; NaN for what has no card. */
  readonly value: Float64Array;
  readonly severity: Float64Array;
  readonly rss: number;
  /** Residual sum of squares when jurors are taken not to differ. */
  readonly rssWithoutJurors: number;
  /** Cards - nominations - jurors + parts. */
  readonly dfResidual: number;
  /** Jurors - parts. */
  readonly dfJurors: number;
  /** Error variance; null where no degree of freedom is left. */
  readonly residualVariance: number | null;
  readonly parts: readonly Layout[];
};

/** Fits the additive model part by part. */
export function fitSeverity(all: Observations): SeverityFit {
  const components = componentsOf(all);
  const value = new Float64Array(all.nominations).fill(Number.NaN);
  const severity = new Float64Array(all.jurors).fill(Number.NaN);
  const parts = rowsByPart(all, components).map((rows) => {
    const part = components.count === 1 ? all : selectRows(all, rows);
    const layout = layOut(part);
    fitPart(part, layout, value, severity);
    return layout;
  });
  const rss = clean(
    squares(all, (n, j) => (value[n] ?? 0) + (severity[j] ?? 0)),
    all,
  );
  const dfResidual =
    all.y.length - parts.reduce((sum, part) => sum + part.kept.size + part.gone.size, 0) + components.count;
  const jurors = parts.reduce((sum, part) => sum + sides(part).jurors.size, 0);
  const means = nominationMeans(all);
  return {
    components,
    value,
    severity,
    rss,
    rssWithoutJurors: clean(
      squares(all, (n) => means[n] ?? 0),
      all,
    ),
    dfResidual,
    dfJurors: jurors - components.count,
    residualVariance: dfResidual > 0 ? rss / dfResidual : null,
    parts,
  };
}

/** The two sides of a layout by their names. */
export function sides(layout: Layout) {
  return layout.keptSide === 'jurors'
    ? { jurors: layout.kept, nominations: layout.gone }
    : { jurors: layout.gone, nominations: layout.kept };
}

/** Each nomination's mean over its cards; NaN where it has none. */
export function nominationMeans(all: Observations): Float64Array {
  const sums = new Float64Array(all.nominations);
  const counts = new Float64Array(all.nominations);
  for (const [row, n] of all.nomination.entries()) {
    sums[n] = (sums[n] ?? 0) + (all.y[row] ?? 0);
    counts[n] = (counts[n] ?? 0) + 1;
  }
  return sums.map((sum, n) => sum / (counts[n] ?? 0));
}

/**
 * The kept side's matrix, made regular: it is singular along the constant vector, to which a multiple of 11' is added.
 * The solution for a right side that adds up to 0 stays the same, and adds up to 0 itself.
 */
export function groundedMatrix(layout: Layout): { matrix: Float64Array; lift: number } {
  const { kept, gone } = layout;
  const matrix = eliminate(
    layout,
    kept.degree,
    gone.degree.map((degree) => 1 / degree),
  );
  const lift = kept.degree.reduce((sum, degree) => sum + degree, 0) / (kept.size * kept.size);
  for (let place = 0; place < matrix.length; place += 1) matrix[place] = (matrix[place] ?? 0) + lift;
  return { matrix, lift };
}

function fitPart(part: Observations, layout: Layout, value: Float64Array, severity: Float64Array): void {
  const { kept, gone } = layout;
  const goneSums = sumBy(gone, part.y);
  const goneMeans = goneSums.map((sum, member) => sum / (gone.degree[member] ?? 1));
  const shared = gatherToKept(layout, goneMeans);
  const right = sumBy(kept, part.y).map((sum, member) => sum - (shared[member] ?? 0));
  const keptEffects = keptEffectsOf(layout, right);
  const sums = gatherToGone(layout, keptEffects);
  const goneEffects = goneMeans.map(
    (mean, member) => mean - (sums[member] ?? 0) / (gone.degree[member] ?? 1),
  );
  const [jurorEffects, nominationEffects] =
    layout.keptSide === 'jurors' ? [keptEffects, goneEffects] : [goneEffects, keptEffects];
  const shift = jurorEffects.reduce((sum, effect) => sum + effect, 0) / jurorEffects.length;
  const { jurors, nominations } = sides(layout);
  for (const [member, id] of jurors.ids.entries()) severity[id] = (jurorEffects[member] ?? 0) - shift;
  for (const [member, id] of nominations.ids.entries()) value[id] = (nominationEffects[member] ?? 0) + shift;
}

/** From this size on steps of conjugate gradients, which cost one pass over the cards each, come before a factor. */
const LARGE = 400;

function keptEffectsOf(layout: Layout, right: Float64Array): Float64Array {
  const { kept } = layout;
  const found = kept.size >= LARGE ? conjugateGradients(layout, right) : null;
  if (found) return found;
  const factor = factorize(groundedMatrix(layout).matrix, kept.size);
  if (!factor) throw new Error('A connected part gave a matrix that is not positive definite');
  return solve(factor, right);
}

function rowsByPart(all: Observations, { count, ofNomination }: Components): number[][] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  for (const [row, n] of all.nomination.entries()) rows[ofNomination[n] ?? 0]?.push(row);
  return rows;
}

function squares(all: Observations, fitted: (n: number, j: number) => number): number {
  let sum = 0;
  for (const [row, y] of all.y.entries()) {
    sum += (y - fitted(all.nomination[row] ?? 0, all.juror[row] ?? 0)) ** 2;
  }
  return sum;
}

/** What is left of a perfect fit is rounding of doubles: below this share of the scores' squares it is 0. */
function clean(rss: number, all: Observations): number {
  const size = all.y.reduce((sum, y) => sum + y * y, 0);
  return rss <= size * 1e-26 ? 0 : rss;
}
