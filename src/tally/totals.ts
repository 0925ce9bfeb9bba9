/**
 * Exact totals under a rubric. Every figure is a fraction of whole numbers; the order of jurors, criteria and
 * nominations never matters. A card that was not counted is left out, never counted as 0.
 */
import { roundTo } from '../platform/exact/decimal.ts';
import {
  add,
  compare,
  divide,
  type Fraction,
  fraction,
  multiply,
  sum,
  toNumber,
} from '../platform/exact/fraction.ts';
import type { Card, Panel } from './panel.ts';
import { type Rubric, type Weights, weightsOf } from './rubric.ts';

/** What one nomination's cards add up to. A figure is null where too few cards stand to define it. */
export type Totals = {
  readonly total: Fraction | null;
  /** Mean and median of the jurors' totals (a juror's total: the weighted sum, or the mean without a rubric). */
  readonly mean: Fraction | null;
  readonly median: Fraction | null;
  /** For each criterion the result over the jurors, after its rounding and before its weight. */
  readonly criteria: readonly (Fraction | null)[];
  readonly scorecards: number;
  /** Sample standard deviation of the jurors' totals. */
  readonly disagreement: number | null;
  /** The lowest single score. */
  readonly lowestScore: Fraction | null;
};

const MILLION = 1_000_000n;

/** A juror's total of one card: the weighted sum over criteria; without a rubric the mean of the criteria present. */
export function cardTotal(card: Card, weights: Weights | null): Fraction {
  let total = 0n;
  card.millionths.forEach((score, index) => {
    total += BigInt(score) * (weights?.parts[card.criteria[index] ?? 0] ?? 1n);
  });
  return fraction(total, MILLION * (weights?.den ?? BigInt(card.millionths.length)));
}

/** The totals of each nomination of the panel, in the panel's order. */
export function totalsOf(panel: Panel, rubric: Rubric | null): Totals[] {
  const weights = weightsOf(rubric);
  return cardsByNomination(panel).map((cards) =>
    totalsOfCards(cards, panel.criteria.length, rubric, weights),
  );
}

/** The cards of each nomination, in the panel's order. */
export function cardsByNomination(panel: Panel): Card[][] {
  const groups: Card[][] = panel.nominations.map(() => []);
  for (const card of panel.cards) groups[card.nomination]?.push(card);
  return groups;
}

/** The totals of one nomination from its cards. */
export function totalsOfCards(
  cards: readonly Card[],
  criteriaCount: number,
  rubric: Rubric | null,
  weights: Weights | null,
): Totals {
  const jurorTotals = cards.map((card) => cardTotal(card, weights)).sort(compare);
  const mean = meanOf(jurorTotals);
  const criteria = criterionResults(cards, criteriaCount, rubric);
  return {
    total: rubric ? weightedTotal(criteria, rubric) : mean,
    mean,
    median: medianOf(jurorTotals),
    criteria,
    scorecards: cards.length,
    disagreement: deviation(jurorTotals),
    lowestScore: lowestOf(cards),
  };
}

/** For each criterion its result over the jurors, rounded as the rubric says; null where no score is left. */
function criterionResults(cards: readonly Card[], count: number, rubric: Rubric | null): (Fraction | null)[] {
  const columns: number[][] = Array.from({ length: count }, () => []);
  for (const card of cards) {
    card.millionths.forEach((score, index) => {
      columns[card.criteria[index] ?? 0]?.push(score);
    });
  }
  return columns.map((scores) => criterionResult(scores, rubric));
}

function criterionResult(scores: number[], rubric: Rubric | null): Fraction | null {
  const kept = keptScores(scores, rubric);
  if (kept.length === 0) return null;
  const result = fraction(
    kept.reduce((all, score) => all + BigInt(score), 0n),
    MILLION * BigInt(kept.length),
  );
  return rounded(result, rubric?.rounding.criterion ?? null);
}

/** The scores whose mean is the result: all of them, those left after trimming, or the one or two in the middle. */
function keptScores(scores: number[], rubric: Rubric | null): number[] {
  if (!rubric || rubric.method === 'mean') return scores;
  const sorted = [...scores].sort((a, b) => a - b);
  const cut = rubric.method === 'trimmed' ? rubric.trim : Math.floor((sorted.length - 1) / 2);
  return sorted.slice(cut, sorted.length - cut);
}

/** The sum of the criteria's results times their weights; null where one of them is not defined. */
function weightedTotal(criteria: readonly (Fraction | null)[], rubric: Rubric): Fraction | null {
  const parts: Fraction[] = [];
  for (const [index, { weight }] of rubric.criteria.entries()) {
    const result = criteria[index];
    if (!result) return null;
    parts.push(rounded(multiply(result, weight), rubric.rounding.weighted));
  }
  return sum(parts);
}

function rounded(value: Fraction, quantum: Fraction | null): Fraction {
  return quantum ? roundTo(value, quantum) : value;
}

function meanOf(values: readonly Fraction[]): Fraction | null {
  return values.length === 0 ? null : divide(sum(values), fraction(values.length));
}

function medianOf(sorted: readonly Fraction[]): Fraction | null {
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low && high ? divide(add(low, high), fraction(2)) : null;
}

/** Sample standard deviation: exact up to the root, so that equal cards give 0 and not a trace of rounding. */
function deviation(values: readonly Fraction[]): number | null {
  const mean = meanOf(values);
  if (!mean || values.length < 2) return null;
  const squares = values.map((value) => {
    const gap = add(value, { num: -mean.num, den: mean.den });
    return multiply(gap, gap);
  });
  return Math.sqrt(toNumber(divide(sum(squares), fraction(values.length - 1))));
}

function lowestOf(cards: readonly Card[]): Fraction | null {
  let lowest = Number.POSITIVE_INFINITY;
  for (const card of cards) for (const score of card.millionths) lowest = Math.min(lowest, score);
  return Number.isFinite(lowest) ? fraction(lowest, MILLION) : null;
}
