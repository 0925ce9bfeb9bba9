/**
 * Scoring: each juror reads the dossiers assigned to them and gives every criterion one of the levels of the published
 * rubric, with a remark for the city; then locks the card. Points are one of the levels: 0 is a score like any other
 * and never means that somebody abstained, which is a recusal and no card at all. Promises: a saving never writes over
 * words that its page had not seen; a total is an exact fraction and is never stored.
 */
import type { Rubric } from '../editions/definition.ts';
import type { Instant } from '../platform/clock.ts';
import { type Fraction, fraction } from '../platform/exact/fraction.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/** What stands for one criterion; points null where only a remark is written. */
export type Score = { points: number | null; remark: string; version: number; savedAt: Instant };

/** A card: its version counts the savings that changed something; a criterion never saved is absent. */
export type Card = {
  version: number;
  savedAt: Instant | null;
  scores: Readonly<Record<string, Score>>;
};

/** What a page sends for one criterion, and the version of the card that it showed. */
export type TypedScore = { criterion: string; points: number | null; remark: string; seen: number };

export type Recorded = { card: Card; changed: readonly TypedScore[] };

export const EMPTY_CARD: Card = { version: 0, savedAt: null, scores: {} };

function isSame(score: Score | undefined, typed: TypedScore): boolean {
  return (score?.points ?? null) === typed.points && (score?.remark ?? '') === typed.remark;
}

/**
 * Records what was typed. The same values again change nothing; a criterion that was changed since its page was drawn
 * is refused as `scoring.elsewhere`, and savings of different criteria never are in each other's way.
 */
export function recordScores(card: Card, typed: readonly TypedScore[], at: Instant): Recorded | Refusal {
  const changed = typed.filter((one) => !isSame(card.scores[one.criterion], one));
  const overtaken = changed.find((one) => (card.scores[one.criterion]?.version ?? 0) > one.seen);
  if (overtaken) return refuse('scoring.elsewhere', { criterion: overtaken.criterion });
  if (changed.length === 0) return { card, changed };
  const version = card.version + 1;
  const scores = { ...card.scores };
  for (const { criterion, points, remark } of changed)
    scores[criterion] = { points, remark, version, savedAt: at };
  return { card: { version, savedAt: at, scores }, changed };
}

/** The own total in percent of the highest level, exact; null while a criterion has no points. */
export function cardTotal(rubric: Rubric, points: (criterion: string) => number | null): Fraction | null {
  const top = rubric.levels.at(-1)?.points ?? 0;
  let weighted = 0n;
  let weights = 0n;
  for (const { id, weight } of rubric.criteria) {
    const given = points(id);
    if (given === null) return null;
    weighted += BigInt(weight) * BigInt(given);
    weights += BigInt(weight);
  }
  return top === 0 ? null : fraction(100n * weighted, weights * BigInt(top));
}

/** The points that a card gives a criterion; null where it gives none. */
export function pointsOf(card: Card, criterion: string): number | null {
  return card.scores[criterion]?.points ?? null;
}

/** How many criteria of the rubric have points. */
export function countScored(rubric: Rubric, card: Card): number {
  return rubric.criteria.filter(({ id }) => pointsOf(card, id) !== null).length;
}

/** Counts words as the page does while they are typed. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** What a criterion lacks before the card can be locked. */
export type Lack = { criterion: string; what: 'points' | 'remark' | 'shorter'; over: number };

/** What stands between this card and its lock, in the order of the rubric. */
export function lacksOf(rubric: Rubric, card: Card): Lack[] {
  return rubric.criteria.flatMap(({ id, remarkRequired }): Lack[] => {
    const remark = card.scores[id]?.remark ?? '';
    const over = Math.max(0, countWords(remark) - rubric.remarkMaxWords);
    const lacks: Lack[] = [];
    if (pointsOf(card, id) === null) lacks.push({ criterion: id, what: 'points', over: 0 });
    if (remarkRequired && remark.trim() === '') lacks.push({ criterion: id, what: 'remark', over: 0 });
    if (over > 0) lacks.push({ criterion: id, what: 'shorter', over });
    return lacks;
  });
}

/** The next criterion without points after this one, going round; null where all have points. */
export function nextUnscored(rubric: Rubric, card: Card, after: string | null): string | null {
  const ids = rubric.criteria.map(({ id }) => id);
  const start = after === null ? 0 : ids.indexOf(after) + 1;
  const round = [...ids.slice(start), ...ids.slice(0, start)];
  return round.find((id) => pointsOf(card, id) === null) ?? null;
}

/** What a lock keeps: the whole card under the definition by which it was written. */
export type LockedCard = {
  format: 'learning-cities-award/scorecard/1';
  edition: string;
  scorecard: string;
  nomination: string;
  juror: string;
  version: number;
  definition: { version: number; digest: string };
  scores: { criterion: string; points: number; remark: string }[];
};

/** The scores of a complete card in the order of the rubric; throws where one is missing. */
export function lockedScores(rubric: Rubric, card: Card): LockedCard['scores'] {
  return rubric.criteria.map(({ id }) => {
    const points = pointsOf(card, id);
    if (points === null) throw new Error(`the card lacks ${id}`);
    return { criterion: id, points, remark: card.scores[id]?.remark ?? '' };
  });
}

export type CardState = 'unopened' | 'draft' | 'locked';

/** The state of an assignment's card. */
export function cardState(openedAt: Instant | null, lockedAt: Instant | null): CardState {
  if (lockedAt !== null) return 'locked';
  return openedAt === null ? 'unopened' : 'draft';
}
