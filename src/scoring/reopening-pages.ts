import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { scorecardLocks, scorecardReopenings, scorecards } from './tables.ts';

export type Reopening = {
  id: string;
  lock: string;
  scorecard: string;
  reason: string;
  openUntil: Instant;
  askedAt: Instant;
  askedBy: string;
  answeredAt: Instant | null;
  answeredBy: string | null;
  outcome: 'approved' | 'declined' | null;
};

const columns = {
  id: scorecardReopenings.id,
  lock: scorecardReopenings.lockId,
  scorecard: scorecardLocks.scorecardId,
  reason: scorecardReopenings.reason,
  openUntil: scorecardReopenings.openUntil,
  askedAt: scorecardReopenings.askedAt,
  askedBy: scorecardReopenings.askedBy,
  answeredAt: scorecardReopenings.answeredAt,
  answeredBy: scorecardReopenings.answeredBy,
  outcome: scorecardReopenings.outcome,
};

const ofCard = prepared((db) =>
  db
    .select(columns)
    .from(scorecardReopenings)
    .innerJoin(scorecardLocks, eq(scorecardLocks.id, scorecardReopenings.lockId))
    .where(eq(scorecardLocks.scorecardId, sql.placeholder('scorecard')))
    .orderBy(asc(scorecardReopenings.askedAt), asc(sql`${scorecardReopenings}.rowid`))
    .prepare(),
);

/** Every wish that this card be opened again, the oldest first. */
export function reopeningsOf(db: Db, scorecard: string): Reopening[] {
  return ofCard(db).all({ scorecard });
}

/** The wish that waits for its answer. */
export function waitingReopening(db: Db, scorecard: string): Reopening | null {
  return reopeningsOf(db, scorecard).find(({ answeredAt }) => answeredAt === null) ?? null;
}

/** The cards of an edition for which an answer waits. */
export function waitingReopenings(db: Db, edition: string): Reopening[] {
  return db
    .select(columns)
    .from(scorecardReopenings)
    .innerJoin(scorecardLocks, eq(scorecardLocks.id, scorecardReopenings.lockId))
    .innerJoin(scorecards, eq(scorecards.id, scorecardLocks.scorecardId))
    .where(and(eq(scorecards.editionId, edition), isNull(scorecardReopenings.answeredAt)))
    .orderBy(asc(scorecardReopenings.askedAt))
    .all();
}
