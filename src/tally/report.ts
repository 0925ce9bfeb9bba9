/** A tally as the JSON that the command prints: fractions as whole numbers in text, floats to twelve digits. */
import { finiteDecimal, shortDecimal } from '../platform/exact/decimal.ts';
import { type Fraction, toText } from '../platform/exact/fraction.ts';
import type { NominationTally, Tally } from './tally.ts';

/** Decimals that never end are printed to this many places; the exact fraction stands beside. */
const PLACES = 12;

/** The ranking as JSON, without what the model adds. */
export function rankingReport(tally: Tally) {
  return tally.ranking.map((one) => ({
    nomination: one.nomination,
    rank: one.rank,
    ...(one.tieBrokenBy === null ? {} : { tieBrokenBy: one.tieBrokenBy }),
    total: one.total && toText(one.total),
    totalDecimal: one.total && finiteDecimal(one.total),
    mean: one.mean && shortDecimal(one.mean, PLACES),
    meanExact: one.mean && toText(one.mean),
    median: one.median && shortDecimal(one.median, PLACES),
    medianExact: one.median && toText(one.median),
    criteria: criteriaReport(tally, one),
    scorecards: one.scorecards,
    disagreement: roundedFloat(one.disagreement),
  }));
}

/** A float to twelve significant digits, so that the last bits of a machine's library do not show; null stays null. */
export function roundedFloat(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value)
    ? null
    : Number(value.toPrecision(12)) + 0;
}

function criteriaReport(tally: Tally, one: NominationTally) {
  const entries = tally.panel.criteria.map((id, index): [string, Fraction | null] => [
    id,
    one.criteria[index] ?? null,
  ]);
  return Object.fromEntries(entries.map(([id, result]) => [id, result && toText(result)]));
}
