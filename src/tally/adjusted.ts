import { fractionOfNumber } from '../platform/exact/decimal.ts';
import { type Fraction, multiply } from '../platform/exact/fraction.ts';
import { type Model, modelOf } from './model.ts';
import type { Panel } from './panel.ts';
import { type Rubric, weightSum } from './rubric.ts';

/**
 * Adjusted values as official figures, in the panel's order: on the scale of totals, the value rounded half up to six
 * decimals, so that a threshold and a tie mean the same on every machine. Null for a nomination without a card.
 */
export function adjustedTotals(model: Model, rubric: Rubric | null): (Fraction | null)[] {
  const parts = weightSum(rubric);
  return Array.from(model.fit.value, (value) =>
    Number.isNaN(value) ? null : multiply(fractionOfNumber(value), parts),
  );
}

/** The adjusted values where they decide; null where the rules do not let them or the gate does not pass. */
export function decidingValues(panel: Panel, rubric: Rubric): (Fraction | null)[] | null {
  if (!rubric.adjustedDecides) return null;
  const model = modelOf(panel, rubric);
  return model?.gate.applied ? adjustedTotals(model, rubric) : null;
}
