/**
 * Exact totals under a rubric. Every figure is a fraction of whole numbers; the order of jurors, criteria and
 * nominations never matters. A card that was not counted is left out, never counted as 0.
 */
import { roundTo } from '../platform/exact/decimal.ts';
import {
  type Fraction,
  fraction,
  greatestDivisor,
  multiply,
  sum,
  toNumber,
} from '../platform/exact/fraction.ts';
import type { Card, Panel } from './panel.ts';
import { type Rubric, weightsOf } from './rubric.ts';

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

/**
 * How a card becomes its juror's total: the weighted sum over criteria; without a rubric the mean of the criteria
 * present. All totals are whole parts over one denominator, so that they add up and compare as whole numbers.
 */
export type CardScale = { readonly den: bigint; partsOf(card: Card): bigint };

/** The scale for the cards of a panel under a rubric. */
export function cardScale(panel: Panel, rubric: Rubric | null): CardScale {
  const weights = weightsOf(rubric);
  if (weights) {
    return { den: MILLION * weights.den, partsOf: (card) => weightedSum(card, weights.parts) };
  }
  const sizes = [...new Set(panel.cards.map((card) => card.millionths.length))].map(BigInt);
  const common = sizes.reduce((all, size) => (all * size) / greatestDivisor(all, size), 1n);
  const partsOf = (card: Card) => plainSum(card.millionths) * (common / BigInt(card.millionths.length));
  return { den: MILLION * common, partsOf };
}

/** The totals of each nomination of the panel, in the panel's order. */
export function totalsOf(panel: Panel, rubric: Rubric | null): Totals[] {
  const scale = cardScale(panel, rubric);
  return cardsByNomination(panel).map((cards) => totalsOfCards(cards, panel.criteria.length, rubric, scale));
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
  scale: CardScale,
): Totals {
  const parts = cards.map((card) => scale.partsOf(card)).sort(ascending);
  const mean = parts.length === 0 ? null : fraction(bigSum(parts), scale.den * BigInt(parts.length));
  const criteria = criterionResults(cards, criteriaCount, rubric);
  return {
    total: rubric ? weightedTotal(criteria, rubric) : mean,
    mean,
    median: medianOf(parts, scale.den),
    criteria,
    scorecards: cards.length,
    disagreement: deviation(parts, scale.den),
    lowestScore: lowestOf(cards),
  };
}

/** For each criterion its result over the jurors, rounded as the rubric says; null where no score is left. */
function criterionResults(cards: readonly Card[], count: number, rubric: Rubric | null): (Fraction | null)[] {
  const columns: number[][] = Array.from({ length: count }, () => []);
  for (const card of cards) {
    for (let index = 0; index < card.millionths.length; index += 1) {
      columns[card.criteria[index] ?? 0]?.push(card.millionths[index] ?? 0);
    }
  }
  return columns.map((scores) => criterionResult(scores, rubric));
}

function criterionResult(scores: number[], rubric: Rubric | null): Fraction | null {
  const kept = keptScores(scores, rubric);
  if (kept.length === 0) return null;
  const result = fraction(plainSum(kept), MILLION * BigInt(kept.length));
  return rounded(result, rubric?.rounding.criterion ?? null);
}

/** The scores whose mean is the result: all of them, those left after trimming, or the one or two in the middle. */
function keptScores(scores: number[], rubric: Rubric | null): number[] {
  if (!rubric || rubric.method === 'mean') return scores;
  const sorted = [...scores].sort((a, b) => a - b);
  const cut = rubric.method === 'trimmed' ? rubric.trim : Math.floor((sorted.length - 1) / 2);
  return sorted.slice(cut, Math.max(cut, sorted.length - cut));
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

function medianOf(sorted: readonly bigint[], den: bigint): Fraction | null {
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : fraction(low + high, 2n * den);
}

/** Sample standard deviation: exact up to the root, so that equal cards give 0 and not a trace of rounding. */
function deviation(parts: readonly bigint[], den: bigint): number | null {
  if (parts.length < 2) return null;
  const count = BigInt(parts.length);
  const total = bigSum(parts);
  const squares = parts.reduce((all, one) => all + one * one, 0n);
  return Math.sqrt(toNumber(fraction(count * squares - total * total, count * (count - 1n) * den * den)));
}

function lowestOf(cards: readonly Card[]): Fraction | null {
  let lowest = Number.POSITIVE_INFINITY;
  for (const card of cards) for (const score of card.millionths) lowest = Math.min(lowest, score);
  return Number.isFinite(lowest) ? fraction(lowest, MILLION) : null;
}

function weightedSum(card: Card, weights: readonly bigint[]): bigint {
  return card.millionths.reduce(
    (all, score, index) => all + BigInt(score) * (weights[card.criteria[index] ?? 0] ?? 0n),
    0n,
  );
}

/** The sum of whole numbers, as doubles while these are exact. */
function plainSum(values: readonly number[]): bigint {
  let small = 0;
  let size = 0;
  for (const value of values) {
    small += value;
    size += Math.abs(value);
  }
  if (size <= Number.MAX_SAFE_INTEGER) return BigInt(small);
  return values.reduce((all, value) => all + BigInt(value), 0n);
}

function bigSum(values: readonly bigint[]): bigint {
  return values.reduce((all, value) => all + value, 0n);
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
