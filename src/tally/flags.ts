/**
 * Questions for the secretariat before the tally closes: a scale read upside down, a juror who gives everyone the
 * same, jurors who depart from the rest together. A flag never changes a score.
 */
import { findBlocs } from './blocs.ts';
import { rankCorrelation } from './correlation.ts';
import type { Observations } from './observations.ts';

export type Flag =
  | { readonly kind: 'reversed'; readonly correlation: number; readonly nominations: number }
  | { readonly kind: 'constant'; readonly nominations: number }
  | { readonly kind: 'bloc'; readonly with: readonly number[] };

/** At this rank correlation with the rest or below, the scale may have been read upside down. */
export const REVERSED = -0.5;

/** On few nominations chance alone reaches -0.5: there the 5% point of the exact distribution is asked for. */
const REVERSED_ON_FEW: Readonly<Record<number, number>> = { 5: -0.9, 6: -0.8285, 7: -0.7142 };
const LEAST_FOR_REVERSED = 5;
const LEAST_FOR_CONSTANT = 3;

/** The flags of each juror, by number; `severity` is that of the additive model. */
export function flagJurors(all: Observations, severity: Float64Array): Flag[][] {
  const flags: Flag[][] = Array.from({ length: all.jurors }, () => []);
  const rows: number[][] = Array.from({ length: all.jurors }, () => []);
  for (const [row, juror] of all.juror.entries()) rows[juror]?.push(row);
  const agreement = agreementOf(all, rows, severity);
  for (const [juror, own] of rows.entries()) {
    if (isConstant(all, own)) flags[juror]?.push({ kind: 'constant', nominations: own.length });
    const found = agreement[juror];
    if (found && found.correlation <= (REVERSED_ON_FEW[found.nominations] ?? REVERSED)) {
      flags[juror]?.push({ kind: 'reversed', ...found });
    }
  }
  const odd = new Set(flags.flatMap((own, juror) => (own.length > 0 ? [juror] : [])));
  for (const bloc of findBlocs(all, odd)) {
    for (const juror of bloc) flags[juror]?.push({ kind: 'bloc', with: bloc.filter((one) => one !== juror) });
  }
  return flags;
}

function isConstant(all: Observations, rows: readonly number[]): boolean {
  const first = all.y[rows[0] ?? 0];
  return rows.length >= LEAST_FOR_CONSTANT && rows.every((row) => all.y[row] === first);
}

/**
 * Rank correlation of each juror with the rest: on each nomination that others scored too, the mean of their scores
 * less their severities; null on fewer than five such nominations.
 */
function agreementOf(all: Observations, rows: readonly (readonly number[])[], severity: Float64Array) {
  const level = all.y.map((y, row) => y - (severity[all.juror[row] ?? 0] ?? 0));
  const sums = new Float64Array(all.nominations);
  const counts = new Int32Array(all.nominations);
  for (const [row, nomination] of all.nomination.entries()) {
    sums[nomination] = (sums[nomination] ?? 0) + (level[row] ?? 0);
    counts[nomination] = (counts[nomination] ?? 0) + 1;
  }
  return rows.map((own) => {
    const shared = own.filter((row) => (counts[all.nomination[row] ?? 0] ?? 0) > 1);
    if (shared.length < LEAST_FOR_REVERSED) return null;
    const rest = shared.map((row) => {
      const nomination = all.nomination[row] ?? 0;
      const mean = ((sums[nomination] ?? 0) - (level[row] ?? 0)) / ((counts[nomination] ?? 0) - 1);
      // Equal means stay equal in rank, whatever the last bits of the sums are.
      return Math.round(mean * 1e9);
    });
    const found = rankCorrelation(
      shared.map((row) => all.y[row] ?? 0),
      rest,
    );
    return found === null ? null : { correlation: found, nominations: shared.length };
  });
}
