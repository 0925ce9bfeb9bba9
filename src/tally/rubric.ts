import { type Fraction, greatestDivisor, ONE, sum } from '../platform/exact/fraction.ts';

/**
 * How scores become totals: for each criterion the method over the jurors, rounded if asked; times the weight,
 * rounded if asked; summed. It is part of the edition's published rules.
 */
export type Rubric = {
  readonly criteria: readonly { readonly id: string; readonly weight: Fraction }[];
  readonly method: 'mean' | 'median' | 'trimmed';
  /** With `trimmed`: how many of the highest and of the lowest scores of a criterion are left out. */
  readonly trim: number;
  /** The quantum of each step, halves away from zero; null: not rounded there. */
  readonly rounding: { readonly criterion: Fraction | null; readonly weighted: Fraction | null };
  readonly tieRules: readonly TieRule[];
  /** Whether a card that lacks a criterion is refused or left out as a whole. */
  readonly incomplete: 'refuse' | 'exclude';
  /** Whether the published rules let values adjusted for severity decide, where the gate passes. */
  readonly adjustedDecides: boolean;
};

/** What parts two nominations of the same total, in the order of the list. */
export type TieRule =
  | { readonly by: 'criterion'; readonly id: string }
  | { readonly by: 'median' }
  | { readonly by: 'lowestScore' }
  | { readonly by: 'lot'; readonly seed: string };

/** The name of a tie rule where it is told which one parted two nominations: "criterion:impact", "median". */
export function tieRuleName(rule: TieRule): string {
  return rule.by === 'criterion' ? `criterion:${rule.id}` : rule.by;
}

/** The rubric's weights as whole parts over one denominator. */
export type Weights = { readonly parts: readonly bigint[]; readonly den: bigint };

/** The weights over one denominator; null without a rubric. */
export function weightsOf(rubric: Rubric | null): Weights | null {
  if (!rubric) return null;
  const dens = rubric.criteria.map(({ weight }) => weight.den);
  const den = dens.reduce((all, one) => (all * one) / greatestDivisor(all, one), 1n);
  return { den, parts: rubric.criteria.map(({ weight }) => (weight.num * den) / weight.den) };
}

/** The sum of the weights: how many parts a card's weighted total has; 1 without a rubric. */
export function weightSum(rubric: Rubric | null): Fraction {
  return rubric ? sum(rubric.criteria.map(({ weight }) => weight)) : ONE;
}
