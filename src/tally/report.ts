/** A tally as the JSON that the command prints: fractions as whole numbers in text, floats to twelve digits. */
import { finiteDecimal, shortDecimal } from '../platform/exact/decimal.ts';
import { type Fraction, toText } from '../platform/exact/fraction.ts';
import type { Flag } from './flags.ts';
import type { Model } from './model.ts';
import { degreesOf } from './observations.ts';
import type { Rubric } from './rubric.ts';
import type { NominationTally, Tally } from './tally.ts';

/** Decimals that never end are printed to this many places; the exact fraction stands beside. */
const PLACES = 12;

/** The whole report; `ranking` is the tally's own, or the one by adjusted values where they decide. */
export function tallyReport(
  tally: Tally,
  ranking: readonly NominationTally[],
  model: Model | null,
  rubric: Rubric | null,
) {
  const numbers = new Map(tally.panel.nominations.map((id, number) => [id, number]));
  return {
    ranking: ranking.map((one) =>
      nominationReport(tally, one, model, numbers.get(one.nomination) ?? 0, rubric),
    ),
    jurors: jurorsReport(tally, model),
    model: model && modelReport(model),
    ...(tally.missing.length > 0 ? { excluded: tally.missing } : {}),
  };
}

function nominationReport(
  tally: Tally,
  one: NominationTally,
  model: Model | null,
  number: number,
  rubric: Rubric | null,
) {
  const { total, mean, median } = one;
  const variance = model?.fit.residualVariance;
  const reason = whyUndefined(one, model, number, rubric);
  return {
    nomination: one.nomination,
    rank: one.rank,
    ...(one.tieBrokenBy === null ? {} : { tieBrokenBy: one.tieBrokenBy }),
    total: total && toText(total),
    totalDecimal: total && finiteDecimal(total),
    mean: mean && shortDecimal(mean, PLACES),
    meanExact: mean && toText(mean),
    median: median && shortDecimal(median, PLACES),
    medianExact: median && toText(median),
    criteria: criteriaReport(tally, one),
    scorecards: one.scorecards,
    disagreement: roundedFloat(one.disagreement),
    adjusted: roundedFloat(model?.fit.value[number]),
    adjustedSe: errorOf(model?.spread?.valueVariance[number], variance),
    rankInterval95: model?.spread?.rankInterval[number] ?? null,
    shrunken: one.scorecards === 0 ? null : shrunkenValue(model, number),
    ...partOf(model, model?.fit.components.ofNomination[number]),
    ...(reason === '' ? {} : { reason }),
  };
}

function jurorsReport(tally: Tally, model: Model | null) {
  const cards = model && degreesOf(model.observations).ofJuror;
  const variance = model?.fit.residualVariance;
  return tally.panel.jurors.map((juror, number) => {
    const scorecards = cards?.[number] ?? 0;
    const flags = model?.flags[number] ?? [];
    return {
      juror,
      scorecards,
      severity: roundedFloat(model?.fit.severity[number]),
      severitySe: errorOf(model?.spread?.severityVariance[number], variance),
      shrunken: scorecards === 0 ? null : roundedFloat(model?.mixed?.jurorEffect[number]),
      flags: flags.map((flag) => flag.kind),
      ...(flags.length > 0 ? { flagFacts: flags.map((flag) => flagReport(flag, tally)) } : {}),
      ...partOf(model, model?.fit.components.ofJuror[number]),
      ...(scorecards === 0 ? { reason: 'No card of this juror counts.' } : {}),
    };
  });
}

function modelReport(model: Model) {
  const { fit, mixed, validation, gateFacts } = model;
  return {
    components: fit.components.count,
    residualVariance: roundedFloat(fit.residualVariance),
    rss: roundedFloat(fit.rss),
    F: roundedFloat(gateFacts.f),
    pValue: roundedFloat(gateFacts.pValue),
    dfJurors: fit.dfJurors,
    dfResidual: fit.dfResidual,
    cv5: validation && {
      mean: roundedFloat(validation.mean),
      additive: roundedFloat(validation.additive),
      shrunken: roundedFloat(validation.shrunken),
    },
    cv5Cards: validation?.cards ?? 0,
    varNomination: roundedFloat(mixed?.varNomination),
    varJuror: roundedFloat(mixed?.varJuror),
    varResidual: roundedFloat(mixed?.varResidual),
    mu: roundedFloat(mixed?.mu),
    remlCriterion: roundedFloat(mixed?.criterion),
    applied: model.gate.applied,
    failed: model.gate.failures,
    reason: model.reason,
    ...(model.notes.length > 0 ? { notes: model.notes } : {}),
  };
}

/** A float to twelve significant digits, so that the last bits of a machine's library do not show; null stays null. */
export function roundedFloat(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  return Number(value.toPrecision(12)) + 0;
}

function criteriaReport(tally: Tally, one: NominationTally) {
  const entries = tally.panel.criteria.map((id, index): [string, Fraction | null] => [
    id,
    one.criteria[index] ?? null,
  ]);
  return Object.fromEntries(entries.map(([id, result]) => [id, result && toText(result)]));
}

function errorOf(variance: number | undefined, unit: number | null | undefined): number | null {
  if (variance === undefined || unit === null || unit === undefined) return null;
  return roundedFloat(Math.sqrt(variance * unit));
}

function shrunkenValue(model: Model | null, number: number): number | null {
  return roundedFloat(model?.mixed && model.mixed.mu + (model.mixed.nominationEffect[number] ?? 0));
}

/** The connected part, told only where there are several: figures compare within one. */
function partOf(model: Model | null, part: number | undefined) {
  return model && model.fit.components.count > 1 && part !== undefined && part >= 0
    ? { component: part + 1 }
    : {};
}

function flagReport(flag: Flag, tally: Tally) {
  if (flag.kind !== 'bloc') return flag;
  return { kind: flag.kind, with: flag.with.map((number) => tally.panel.jurors[number]) };
}

/** Why figures of a nomination are null, in plain sentences; empty where none is. */
function whyUndefined(
  one: NominationTally,
  model: Model | null,
  number: number,
  rubric: Rubric | null,
): string {
  if (one.scorecards === 0) return 'No scorecard counts, so there is no total and no rank.';
  const said: string[] = [];
  if (one.total === null) {
    const trim = rubric?.method === 'trimmed' ? rubric.trim : 0;
    said.push(`Leaving out ${trim} highest and ${trim} lowest of ${one.scorecards} scores leaves none.`);
  }
  if (one.disagreement === null) said.push('One scorecard shows no disagreement.');
  if (!model?.spread?.rankInterval[number]) said.push('No rank interval: see the model.');
  return said.join(' ');
}
