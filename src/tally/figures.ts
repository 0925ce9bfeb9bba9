/**
 * Everything that pages show beside the exact totals, on the scale of totals: adjusted values with their errors and
 * ranks, residuals of cards, severities. Floats stand beside; the ranking itself is made of fractions.
 */
import { type Fraction, fraction, toNumber } from '../platform/exact/fraction.ts';
import { adjustedTotals } from './adjusted.ts';
import type { Flag } from './flags.ts';
import { NORMAL_95 } from './intervals.ts';
import { type Model, modelOf } from './model.ts';
import { degreesOf } from './observations.ts';
import { type Rubric, weightSum } from './rubric.ts';
import { type NominationTally, rankPanel, type Tally } from './tally.ts';
import { cardScale } from './totals.ts';

export type CardFigure = {
  readonly nomination: string;
  readonly juror: string;
  /** The juror's total for the nomination, exactly. */
  readonly total: Fraction;
  /** What is left of it once quality and severity are taken out; null where they are not known. */
  readonly residual: number | null;
  /** The residual in standard deviations of the error; null where that is not known. */
  readonly standardised: number | null;
};

export type JurorFigure = {
  readonly juror: string;
  readonly cards: number;
  /** Points by which the juror lies above the others (generous) or below (strict); null without a card. */
  readonly severity: number | null;
  /** Half the width of its 95 % interval. */
  readonly margin: number | null;
  readonly shrunken: number | null;
  readonly flags: readonly Flag[];
};

export type Beside = {
  readonly adjusted: number | null;
  /** Half the width of the adjusted value's 95 % interval. */
  readonly margin: number | null;
  readonly adjustedRank: number | null;
  readonly rankInterval: readonly [number, number] | null;
};

export type Figures = {
  /** By the value that decides: raw totals, or adjusted values where the rules and the gate let them. */
  readonly ranking: readonly NominationTally[];
  readonly model: Model | null;
  /** What one unit of the model's y is worth on the scale of totals. */
  readonly scale: number;
  readonly beside: ReadonlyMap<string, Beside>;
  readonly cards: readonly CardFigure[];
  readonly jurors: readonly JurorFigure[];
};

/** All figures of a tally; without a counted card the model and what comes of it are null or empty. */
export function figuresOf(tally: Tally, rubric: Rubric): Figures {
  const model = modelOf(tally.panel, rubric);
  const scale = toNumber(weightSum(rubric));
  if (model === null)
    return { ranking: tally.ranking, model, scale, beside: new Map(), cards: [], jurors: [] };
  const adjusted = adjustedTotals(model, rubric);
  const byAdjusted = rankPanel(tally.panel, rubric, adjusted);
  return {
    ranking: model.gate.applied ? byAdjusted : tally.ranking,
    model,
    scale,
    beside: besideOf(tally, model, scale, byAdjusted),
    cards: cardFigures(tally, model, rubric, scale),
    jurors: jurorFigures(tally, model, scale),
  };
}

/** Half the width of a 95 % interval, from a variance in units of the error variance. */
function marginOf(model: Model, variance: number | undefined, scale: number): number | null {
  const unit = model.fit.residualVariance;
  if (variance === undefined || Number.isNaN(variance) || unit === null) return null;
  return NORMAL_95 * Math.sqrt(variance * unit) * scale;
}

function besideOf(tally: Tally, model: Model, scale: number, byAdjusted: readonly NominationTally[]) {
  const ranks = new Map(byAdjusted.map(({ nomination, rank }) => [nomination, rank]));
  return new Map(
    tally.panel.nominations.map((id, at): [string, Beside] => {
      const value = model.fit.value[at];
      return [
        id,
        {
          adjusted: value === undefined || Number.isNaN(value) ? null : value * scale,
          margin: marginOf(model, model.spread?.valueVariance[at], scale),
          adjustedRank: ranks.get(id) ?? null,
          rankInterval: model.spread?.rankInterval[at] ?? null,
        },
      ];
    }),
  );
}

function cardFigures(
  { panel }: Tally,
  { fit, observations }: Model,
  rubric: Rubric,
  scale: number,
): CardFigure[] {
  const { den, partsOf } = cardScale(panel, rubric);
  const deviation = fit.residualVariance ? Math.sqrt(fit.residualVariance) : null;
  return panel.cards.map((card, row) => {
    const { nomination, juror } = card;
    const y = observations.y[row] ?? 0;
    const residual = y - (fit.value[nomination] ?? Number.NaN) - (fit.severity[juror] ?? Number.NaN);
    const isKnown = !Number.isNaN(residual);
    return {
      nomination: panel.nominations[nomination] ?? '',
      juror: panel.jurors[juror] ?? '',
      total: fraction(partsOf(card), den),
      residual: isKnown ? residual * scale : null,
      standardised: isKnown && deviation ? residual / deviation : null,
    };
  });
}

function jurorFigures({ panel }: Tally, model: Model, scale: number): JurorFigure[] {
  const cards = degreesOf(model.observations).ofJuror;
  const scaled = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? null : value * scale;
  return panel.jurors.map((juror, at) => ({
    juror,
    cards: cards[at] ?? 0,
    severity: scaled(model.fit.severity[at]),
    margin: marginOf(model, model.spread?.severityVariance[at], scale),
    shrunken: (cards[at] ?? 0) === 0 ? null : scaled(model.mixed?.jurorEffect[at]),
    flags: model.flags[at] ?? [],
  }));
}
