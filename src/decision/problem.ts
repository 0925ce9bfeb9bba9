import type { Fraction } from '../platform/exact/fraction.ts';

/**
 * The decision stage chooses the awardees: the set of nominations with the largest total among all sets that keep
 * the edition's rules (seats, at most k a country, minimum and maximum a region, threshold, further groups).
 * Nothing is drawn or rounded: scores are fractions, and every promise made here ("optimal", "the only one",
 * "cannot win") carries a proof that `check-selection.ts` re-checks in integers without the solver.
 * Ties are decided by the edition's tie rules, in their order and by name, or they stay and people decide.
 */
export type Problem = {
  seats: { min: number; max: number };
  maxPerCountry: number | null;
  threshold: Fraction | null;
  regions: readonly NamedBounds[];
  groups: readonly (NamedBounds & { members: readonly string[] })[];
  tieRules: readonly TieRule[];
  candidates: readonly Candidate[];
};

/** At least `min` and, unless null, at most `max` of a region's or group's candidates win. */
export type NamedBounds = { name: string; min: number; max: number | null };

/** Tied sets compare their members' values under the rule, sorted, best first; a larger value is better. */
export type TieRule =
  | { by: 'criterion'; id: string }
  | { by: 'median' }
  | { by: 'lowestScore' }
  | { by: 'lot'; seed: string };

/** One nomination as the selection sees it; `tie` holds the values of the tie rules, by `tieKey`. */
export type Candidate = {
  id: string;
  country: string | null;
  region: string | null;
  score: Fraction;
  tie: Readonly<Record<string, Fraction>>;
};

/** The name of a tie rule, under which `Candidate.tie` holds its value: "median", "criterion:impact", "lot". */
export function tieKey(rule: TieRule): string {
  return rule.by === 'criterion' ? `criterion:${rule.id}` : rule.by;
}

/** Orders ids and names by code unit, the same on every machine and in every language. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
