/**
 * The tally: after the last card is locked, scores become totals, exactly. Totals are fractions of whole numbers,
 * rounded only where the edition's published rubric rounds; a tie is a tie until a published rule parts it. A card
 * that is missing, incomplete or recused is named and left out; it never counts as 0. Severity, uncertainty and
 * fragility (severity.ts, intervals.ts, fragility.ts) stand beside the totals and never change a score.
 */
import type { Fraction } from '../platform/exact/fraction.ts';
import { buildPanel, type Card, type Panel, type PanelFault } from './panel.ts';
import { type Place, rank } from './ranking.ts';
import type { Rubric } from './rubric.ts';
import type { Pair, Score } from './score.ts';
import { type Totals, totalsOf } from './totals.ts';

/** A card that was due and is not (wholly) there: a juror, a nomination and the criteria without a score. */
export type MissingCard = Pair & { readonly criteria: readonly string[] };

export type NominationTally = Totals &
  Place & {
    /** What the rank is by: the total, or the adjusted value where that decides. */
    readonly value: Fraction | null;
  };

export type Tally = {
  /** The cards that count. */
  readonly panel: Panel;
  /** Best first; nominations without a total stand last, without a rank. */
  readonly ranking: readonly NominationTally[];
  readonly missing: readonly MissingCard[];
  readonly recused: readonly Pair[];
};

/** Whose cards were due, and which pairs a recusal has taken out. */
export type Duties = { readonly due?: readonly Pair[]; readonly recused?: readonly Pair[] };

/**
 * Exact totals and ranks of all scores under a rubric (null: every criterion weighs 1, plain means, no rounding).
 * A recused pair's scores are left out; a card that lacks one of the rubric's criteria is listed as missing and left
 * out as a whole. A nomination of `due` or of the scores without any counted card has no total and no rank.
 */
export function tallyScores(
  scores: readonly Score[],
  rubric: Rubric | null,
  duties: Duties = {},
): Tally | { faults: readonly PanelFault[] } {
  const recused = duties.recused ?? [];
  const out = new Set(recused.map(pairKey));
  const built = buildPanel(scores, rubric?.criteria.map(({ id }) => id) ?? null);
  if ('faults' in built) return built;
  const whole = withNominations(built, duties.due ?? []);
  const standing = whole.cards.filter((card) => !out.has(pairKey(pairOf(whole, card))));
  const counted = standing.filter((card) => !rubric || card.criteria.length === whole.criteria.length);
  const panel = { ...whole, cards: counted };
  return {
    panel,
    ranking: rankPanel(panel, rubric),
    missing: missingCards(whole, standing, rubric, duties, out),
    recused,
  };
}

/**
 * Totals and places of a panel's nominations, best first: by their raw totals, or where adjusted values decide by
 * those given here (in the panel's order).
 */
export function rankPanel(
  panel: Panel,
  rubric: Rubric | null,
  adjusted?: readonly (Fraction | null)[],
): NominationTally[] {
  const contenders = totalsOf(panel, rubric).map((totals, index) => ({
    nomination: panel.nominations[index] ?? '',
    totals,
    value: adjusted ? (adjusted[index] ?? null) : totals.total,
  }));
  const found = new Map(contenders.map((one) => [one.nomination, one]));
  return rank(contenders, rubric).flatMap((place) => {
    const own = found.get(place.nomination);
    return own ? [{ ...own.totals, ...place, value: own.value }] : [];
  });
}

/** Nominations that were due but have no score at all are part of the tally, without a total. */
function withNominations(panel: Panel, due: readonly Pair[]): Panel {
  const known = new Set(panel.nominations);
  const silent = [...new Set(due.map((pair) => pair.nomination))].filter((id) => !known.has(id)).sort();
  return silent.length === 0 ? panel : { ...panel, nominations: [...panel.nominations, ...silent] };
}

function missingCards(
  panel: Panel,
  standing: readonly Card[],
  rubric: Rubric | null,
  duties: Duties,
  out: ReadonlySet<string>,
): MissingCard[] {
  const present = new Set(standing.map((card) => pairKey(pairOf(panel, card))));
  const absent = (duties.due ?? [])
    .filter((pair) => !present.has(pairKey(pair)) && !out.has(pairKey(pair)))
    .map((pair) => ({ juror: pair.juror, nomination: pair.nomination, criteria: panel.criteria }));
  const partial = standing.flatMap((card) => {
    if (!rubric || card.criteria.length === panel.criteria.length) return [];
    const criteria = panel.criteria.filter((_, index) => !card.criteria.includes(index));
    return [{ ...pairOf(panel, card), criteria }];
  });
  return [...absent, ...partial].sort((a, b) => (pairKey(a) < pairKey(b) ? -1 : 1));
}

function pairOf(panel: Panel, card: Card): Pair {
  return { juror: panel.jurors[card.juror] ?? '', nomination: panel.nominations[card.nomination] ?? '' };
}

function pairKey(pair: Pair): string {
  return JSON.stringify([pair.nomination, pair.juror]);
}
