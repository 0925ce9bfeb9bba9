/** Everything that stands beside the totals: severities, their errors, rank intervals, shrinkage, the gate. */
import { fTail } from './distributions.ts';
import { type Flag, flagJurors } from './flags.ts';
import { type Gate, type GateFacts, gateSentence, judgeGate } from './gate.ts';
import { type Spread, spreadOf } from './intervals.ts';
import { fitMixed, type MixedFit, type Start } from './mixed.ts';
import { type Observations, observe } from './observations.ts';
import type { Panel } from './panel.ts';
import type { Rubric } from './rubric.ts';
import { fitSeverity, type SeverityFit } from './severity.ts';
import { type Validation, validate } from './validation.ts';

export type Model = {
  readonly observations: Observations;
  readonly fit: SeverityFit;
  /** Null where no degree of freedom is left for the error. */
  readonly spread: Spread | null;
  readonly mixed: MixedFit | null;
  readonly validation: Validation | null;
  readonly gateFacts: GateFacts;
  readonly gate: Gate;
  readonly reason: string;
  /** Questions about each juror, by number in the panel. */
  readonly flags: readonly (readonly Flag[])[];
  /** What could not be computed, and why, in plain sentences. */
  readonly notes: readonly string[];
};

/**
 * Largest smaller side for each step: the mixed model and the folds take some 30 factorisations of it, the intervals
 * one inverse, the severities one factorisation. Beyond, the step is left out and said so.
 */
const MOST_FOR_MIXED = 1_500;
const MOST_FOR_SPREAD = 3_500;

/** Fits the models to the counted cards of a panel; null where there is no card. */
export function modelOf(panel: Panel, rubric: Rubric | null): Model | null {
  if (panel.cards.length === 0) return null;
  const observations = observe(panel, rubric);
  const fit = fitSeverity(observations);
  const size = Math.max(...fit.parts.map((part) => part.kept.size));
  const spread =
    fit.residualVariance === null || size > MOST_FOR_SPREAD ? null : spreadOf(fit, fit.residualVariance);
  const mixed = size > MOST_FOR_MIXED ? null : fitMixed(observations, startOf(fit, spread));
  const validation = size > MOST_FOR_SPREAD ? null : validate(observations, mixed);
  const gateFacts = factsOf(fit, validation, rubric?.adjustedDecides ?? false);
  const gate = judgeGate(gateFacts);
  const reason = gateSentence(gate, gateFacts);
  const flags = flagJurors(observations, fit.severity);
  const parts = { observations, fit, spread, mixed, validation, gateFacts, gate, reason, flags };
  return { ...parts, notes: notesOf(parts, size) };
}

/** Where the search for variances begins: the spread of values and severities less what their errors explain. */
export function startOf(fit: SeverityFit, spread: Spread | null): Start | undefined {
  const unit = fit.residualVariance;
  if (!spread || !unit) return undefined;
  return {
    nomination: excess(fit.value, spread.valueVariance, unit),
    juror: excess(fit.severity, spread.severityVariance, unit),
  };
}

function excess(effects: Float64Array, variances: Float64Array, unit: number): number {
  const known = effects.filter((effect) => !Number.isNaN(effect));
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
  const spread = known.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, known.length - 1);
  const errors = variances.filter((one) => !Number.isNaN(one));
  const error = errors.reduce((sum, one) => sum + one, 0) / errors.length;
  return Math.max(0, spread / unit - error);
}

function factsOf(fit: SeverityFit, validation: Validation | null, inRules: boolean): GateFacts {
  const { dfJurors, dfResidual, residualVariance: variance, components } = fit;
  const defined = variance !== null && variance > 0 && dfJurors > 0;
  const f = defined ? Math.max(0, (fit.rssWithoutJurors - fit.rss) / dfJurors / variance) : null;
  // A perfect fit with severities and none without them leaves no doubt, though F itself is then no number.
  const certain = variance === 0 && dfJurors > 0 && fit.rssWithoutJurors > 0;
  return {
    inRules,
    components: components.count,
    f,
    pValue: f === null ? (certain ? 0 : null) : fTail(f, dfJurors, dfResidual),
    dfJurors,
    dfResidual,
    meanError: validation?.mean ?? null,
    additiveError: validation?.additive ?? null,
  };
}

function notesOf(parts: Omit<Model, 'notes'>, size: number): string[] {
  const { fit, spread, mixed, validation, gateFacts } = parts;
  const said: string[] = [];
  if (fit.components.count > 1) {
    said.push(
      `Jurors and nominations fall into ${fit.components.count} parts that no card links: adjusted values, severities and rank intervals compare within a part only.`,
    );
  }
  if (fit.residualVariance === null) {
    said.push('There are as many unknowns as cards: no error variance, standard error, rank interval or F.');
  } else if (spread === null) {
    said.push(
      `Standard errors and rank intervals are computed up to ${MOST_FOR_SPREAD} jurors or nominations, whichever are fewer; here ${size}.`,
    );
  }
  if (gateFacts.f === null && fit.residualVariance === 0) said.push('The fit is perfect, so F is no number.');
  if (mixed === null) {
    said.push(
      size > MOST_FOR_MIXED
        ? `Shrunken severities are computed up to ${MOST_FOR_MIXED} jurors or nominations, whichever are fewer; here ${size}.`
        : 'Shrunken severities need at least three cards, not all the same, and a juror or nomination with two.',
    );
  }
  if (validation === null)
    said.push('No held-out card has both its nomination and its juror among the others.');
  return said;
}
