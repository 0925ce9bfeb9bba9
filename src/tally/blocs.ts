/**
 * Jurors who depart from the rest in the same way: residuals from medians (Tukey's median polish, which a minority
 * cannot bend) correlate between every two of them, more than chance gives to the best of all pairs. A bloc is a
 * question for the secretariat; it changes no score.
 */
import { median } from './correlation.ts';
import type { Observations } from './observations.ts';

/** Fewer nominations in common than this tell nothing about two jurors. */
const LEAST_COMMON = 8;
/** Correlation and chance (over all pairs together) that link two jurors in a bloc of three or more. */
const LINK = { correlation: 0.6, chance: 0.01 };
/** Two jurors alone are named only where their cards all but agree. */
const TWINS = { correlation: 0.85, chance: 0.0001 };
const POLISHING = 10;

type Link = { readonly a: number; readonly b: number; readonly correlation: number; readonly common: number };

/** Groups of jurors (their numbers), each juror in one group at most; jurors of `without` are not looked at. */
export function findBlocs(all: Observations, without: ReadonlySet<number>): number[][] {
  const residuals = polish(all, without);
  const pairs = pairsOf(all, residuals, without);
  const strong = pairs.filter((pair) => isBeyondChance(pair, LINK, pairs.length));
  strong.sort((a, b) => b.correlation - a.correlation || a.a - b.a || a.b - b.b);
  const linked = new Map<number, Set<number>>();
  for (const { a, b } of strong) {
    linked.set(a, (linked.get(a) ?? new Set()).add(b));
    linked.set(b, (linked.get(b) ?? new Set()).add(a));
  }
  const taken = new Set<number>();
  const blocs: number[][] = [];
  for (const link of strong) {
    if (taken.has(link.a) || taken.has(link.b)) continue;
    const bloc = grow([link.a, link.b], linked, taken);
    if (bloc.length < 3 && !isBeyondChance(link, TWINS, pairs.length)) continue;
    for (const juror of bloc) taken.add(juror);
    blocs.push(bloc.sort((a, b) => a - b));
  }
  return blocs;
}

/** Adds every juror who is linked to all members so far. */
function grow(
  bloc: number[],
  linked: ReadonlyMap<number, ReadonlySet<number>>,
  taken: ReadonlySet<number>,
): number[] {
  const [first = -1] = bloc;
  for (const juror of [...(linked.get(first) ?? [])].sort((a, b) => a - b)) {
    const fits = !taken.has(juror) && bloc.every((member) => linked.get(member)?.has(juror));
    if (fits) bloc.push(juror);
  }
  return bloc;
}

/** Fisher's z of the correlation against the point that the best of so many pairs passes with this chance. */
function isBeyondChance(link: Link, bar: { correlation: number; chance: number }, pairs: number): boolean {
  if (link.correlation < bar.correlation) return false;
  // Copied cards correlate at 1, whose z is infinite: beyond any chance.
  const z = Math.atanh(Math.min(link.correlation, 1 - 1e-15)) * Math.sqrt(link.common - 3);
  return normalTail(z) < bar.chance / pairs;
}

/** P(Z > z) for z from 0, to about 1e-7 relative (Abramowitz and Stegun 26.2.14, as a continued fraction beyond 3). */
export function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let term = 60; term >= 1; term -= 1) fraction = z + term / fraction;
    return density / fraction;
  }
  let term = z;
  let series = z;
  for (let k = 1; k < 60; k += 1) {
    term *= (z * z) / (2 * k + 1);
    series += term;
  }
  return 0.5 - density * series;
}

/** Residuals after taking out medians of nominations and jurors in turn; NaN for jurors that are not looked at. */
function polish(all: Observations, without: ReadonlySet<number>): Float64Array {
  const residuals = all.y.map((y, row) => (without.has(all.juror[row] ?? 0) ? Number.NaN : y));
  const sides = [
    rowsOf(all.nomination, all.nominations, residuals),
    rowsOf(all.juror, all.jurors, residuals),
  ];
  for (let turn = 0; turn < POLISHING; turn += 1) {
    for (const rows of sides.flat()) {
      const middle = median(rows.map((row) => residuals[row] ?? 0));
      for (const row of rows) residuals[row] = (residuals[row] ?? 0) - middle;
    }
  }
  return residuals;
}

function rowsOf(column: Int32Array, count: number, residuals: Float64Array): number[][] {
  const rows: number[][] = Array.from({ length: count }, () => []);
  for (const [row, member] of column.entries()) if (!Number.isNaN(residuals[row])) rows[member]?.push(row);
  return rows;
}

/** All pairs of jurors with enough nominations in common, and how their residuals correlate on them. */
function pairsOf(all: Observations, residuals: Float64Array, without: ReadonlySet<number>): Link[] {
  const byNomination = rowsOf(all.nomination, all.nominations, residuals);
  const byJuror = rowsOf(all.juror, all.jurors, residuals);
  const links: Link[] = [];
  for (const [a, rows] of byJuror.entries()) {
    if (without.has(a) || rows.length < LEAST_COMMON) continue;
    const sums = new Map<number, Sums>();
    for (const row of rows) {
      for (const other of byNomination[all.nomination[row] ?? 0] ?? []) {
        const b = all.juror[other] ?? 0;
        if (b > a) addTo(sums, b, residuals[row] ?? 0, residuals[other] ?? 0);
      }
    }
    for (const [b, sum] of sums) {
      if (sum.common >= LEAST_COMMON)
        links.push({ a, b, correlation: correlationOf(sum), common: sum.common });
    }
  }
  return links;
}

type Sums = { common: number; x: number; y: number; xx: number; yy: number; xy: number };

function addTo(sums: Map<number, Sums>, juror: number, x: number, y: number): void {
  let sum = sums.get(juror);
  if (sum === undefined) {
    sum = { common: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
    sums.set(juror, sum);
  }
  sum.common += 1;
  sum.x += x;
  sum.y += y;
  sum.xx += x * x;
  sum.yy += y * y;
  sum.xy += x * y;
}

/** Correlation from sums; 0 where one side does not vary. */
function correlationOf({ common, x, y, xx, yy, xy }: Sums): number {
  const spread = (xx - (x * x) / common) * (yy - (y * y) / common);
  return spread > 1e-18 ? (xy - (x * y) / common) / Math.sqrt(spread) : 0;
}
