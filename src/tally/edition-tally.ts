import { type Definition, weightTotal } from '../editions/definition.ts';
import { parseDecimal } from '../platform/exact/decimal.ts';
import { type Fraction, fraction, multiply } from '../platform/exact/fraction.ts';
import type { Rubric } from './rubric.ts';

/**
 * The edition's published rubric as the tally computes with it. Weights are scaled so that a card with the highest
 * level everywhere is worth 100 points exactly.
 */
export function rubricOf({ rubric, rules }: Pick<Definition, 'rubric' | 'rules'>): Rubric {
  const highest = Math.max(...rubric.levels.map(({ points }) => points));
  const unit = fraction(100n, BigInt(weightTotal(rubric) * highest));
  const quantum = (text: string | undefined): Fraction | null =>
    text === undefined ? null : parseDecimal(text);
  return {
    criteria: rubric.criteria.map(({ id, weight }) => ({
      id,
      weight: multiply(fraction(BigInt(weight)), unit),
    })),
    method: rubric.method,
    trim: rubric.trim ?? 0,
    rounding: {
      criterion: quantum(rubric.rounding?.criterion),
      weighted: quantum(rubric.rounding?.weighted),
    },
    tieRules: rules.selection.tieRules,
    incomplete: 'exclude',
    adjustedDecides: rules.adjustedDecides,
  };
}
