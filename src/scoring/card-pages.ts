import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { type Db, prepared } from '../platform/database.ts';
import { type Card, EMPTY_CARD, type Score } from './scorecard.ts';
import { scorecardLocks, scorecards, scores } from './tables.ts';

const cardRow = prepared((db) =>
  db
    .select({ version: scorecards.version, savedAt: scorecards.savedAt })
    .from(scorecards)
    .where(eq(scorecards.id, sql.placeholder('scorecard')))
    .prepare(),
);

// A criterion's version is that of its newest revision: what stands now is what that one kept.
const scoresOfCard = prepared((db) =>
  db
    .select({
      criterion: scores.criterionId,
      points: scores.points,
      remark: scores.remark,
      savedAt: scores.savedAt,
      version: sql<number>`(SELECT max(version) FROM score_revisions AS kept WHERE kept.scorecard_id = ${scores.scorecardId} AND kept.criterion_id = ${scores.criterionId})`,
    })
    .from(scores)
    .where(eq(scores.scorecardId, sql.placeholder('scorecard')))
    .prepare(),
);

/** A card as it stands; empty where nothing was saved. */
export function cardOf(db: Db, scorecard: string): Card {
  const row = cardRow(db).get({ scorecard });
  if (row === undefined) return EMPTY_CARD;
  const own = scoresOfCard(db).all({ scorecard });
  const byCriterion: Record<string, Score> = {};
  for (const { criterion, ...score } of own) byCriterion[criterion] = score;
  return { version: row.version, savedAt: row.savedAt, scores: byCriterion };
}

const pointsOfJuror = prepared((db) =>
  db
    .select({ scorecard: scores.scorecardId, criterion: scores.criterionId, points: scores.points })
    .from(scores)
    .innerJoin(scorecards, eq(scorecards.id, scores.scorecardId))
    .where(and(eq(scorecards.jurorId, sql.placeholder('juror')), isNotNull(scores.points)))
    .prepare(),
);

/** The points that a juror gave, by card and criterion: for the juror's own list alone. */
export function ownPoints(db: Db, juror: string): Map<string, Map<string, number>> {
  const byCard = new Map<string, Map<string, number>>();
  for (const { scorecard, criterion, points } of pointsOfJuror(db).all({ juror })) {
    const card = byCard.get(scorecard) ?? new Map<string, number>();
    if (points !== null) card.set(criterion, points);
    byCard.set(scorecard, card);
  }
  return byCard;
}

export type Lock = typeof scorecardLocks.$inferSelect;

const locksOfCard = prepared((db) =>
  db
    .select()
    .from(scorecardLocks)
    .where(eq(scorecardLocks.scorecardId, sql.placeholder('scorecard')))
    .orderBy(asc(scorecardLocks.at), asc(sql`${scorecardLocks}.rowid`))
    .prepare(),
);

/** Every lock of a card, the oldest first; the one that was not opened again stands. */
export function locksOf(db: Db, scorecard: string): Lock[] {
  return locksOfCard(db).all({ scorecard });
}

/** The lock that stands. */
export function liveLock(db: Db, scorecard: string): Lock | null {
  return locksOf(db, scorecard).find((lock) => lock.reopenedAt === null) ?? null;
}
