import { REGIONS, type Rules } from '../editions/definition.ts';
import { parseDecimal } from '../platform/exact/decimal.ts';
import type { Fraction } from '../platform/exact/fraction.ts';
import { type Candidate, type Problem, tieKey } from './problem.ts';

/** A tallied nomination as the selection looks at it. */
export type Tallied = {
  nomination: string;
  country: string;
  region: string;
  /** What decides: the total, or the adjusted value. */
  value: Fraction | null;
  median: Fraction | null;
  lowestScore: Fraction | null;
  criteria: readonly (Fraction | null)[];
};

/** The selection problem of an edition: its rules on the tallied nominations; what has no value cannot win. */
export function selectionProblem(
  rules: Rules['selection'],
  criterionIds: readonly string[],
  tallied: readonly Tallied[],
): Problem {
  const seats = typeof rules.seats === 'number' ? { min: rules.seats, max: rules.seats } : rules.seats;
  return {
    seats,
    maxPerCountry: rules.maxPerCountry,
    threshold: rules.threshold === null ? null : parseDecimal(rules.threshold),
    regions: REGIONS.flatMap((name) => {
      const bounds = rules.regions[name];
      return bounds ? [{ name, min: bounds.min ?? 0, max: bounds.max ?? null }] : [];
    }),
    groups: [],
    tieRules: rules.tieRules,
    candidates: tallied.flatMap((one): Candidate[] =>
      one.value === null
        ? []
        : [
            {
              id: one.nomination,
              country: one.country,
              region: one.region,
              score: one.value,
              tie: tieValues(rules, criterionIds, one),
            },
          ],
    ),
  };
}

function tieValues(
  rules: Rules['selection'],
  criterionIds: readonly string[],
  one: Tallied,
): Record<string, Fraction> {
  const values: Record<string, Fraction> = {};
  for (const rule of rules.tieRules) {
    // A lot is drawn from its seed and the id, wherever it is asked for.
    if (rule.by === 'lot') continue;
    const value = rule.by === 'criterion' ? one.criteria[criterionIds.indexOf(rule.id)] : one[rule.by];
    if (value) values[tieKey(rule)] = value;
  }
  return values;
}
