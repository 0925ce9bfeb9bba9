import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { namesOf } from '../people/pages.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { isRead, type OfficeReading, type Reading, readingsOfEdition } from './pages.ts';
import { type CardState, cardState } from './scorecard.ts';
import { scorecardLocks, scorecards, scores } from './tables.ts';

export type LockedScore = {
  scorecard: string;
  nomination: string;
  juror: string;
  criterion: string;
  points: number;
};
export type SavedScore = Omit<LockedScore, 'scorecard'>;
/** A card that is due: locked, or not yet. */
export type DueCard = {
  assignment: string;
  nomination: string;
  juror: string;
  account: string;
  scorecard: string | null;
  state: CardState;
};
export type MissingCard = Omit<DueCard, 'account'> & { state: Exclude<CardState, 'locked'> };

const lockedScores = prepared((db) =>
  db
    .select({
      scorecard: scorecards.id,
      nomination: scorecards.nominationId,
      juror: scorecards.jurorId,
      criterion: scores.criterionId,
      points: scores.points,
    })
    .from(scores)
    .innerJoin(scorecards, eq(scorecards.id, scores.scorecardId))
    .innerJoin(
      scorecardLocks,
      and(eq(scorecardLocks.scorecardId, scorecards.id), isNull(scorecardLocks.reopenedAt)),
    )
    .where(eq(scorecards.editionId, sql.placeholder('edition')))
    .orderBy(asc(scorecards.nominationId), asc(scorecards.jurorId), asc(scores.criterionId))
    .prepare(),
);

/**
 * What counts: assignments that are neither handed back, taken back nor in conflict, of nominations that stand. Who left
 * the jury keeps the cards locked before; the others wait for nobody.
 */
export function countedReadings(db: Db, edition: Edition): OfficeReading[] {
  return readingsOfEdition(db, edition).filter(
    (one) => isRead(one) && one.withdrawnAt === null && (one.jurorEndedAt === null || one.lockedAt !== null),
  );
}

/**
 * Everything that the tally counts, and everything that it lacks: the cards that are due, the scores of locked ones,
 * whole points of a criterion each, and the cards that are not locked. A card handed back is in none of them: it never
 * counts as 0.
 */
export function scoresForTally(
  db: Db,
  edition: Edition,
): { due: DueCard[]; scores: LockedScore[]; missing: MissingCard[] } {
  const due = countedReadings(db, edition).map(
    ({ assignment, nomination, juror, account, scorecard, openedAt, lockedAt }): DueCard => {
      return { assignment, nomination, juror, account, scorecard, state: cardState(openedAt, lockedAt) };
    },
  );
  const cards = new Set(due.map(({ scorecard }) => scorecard));
  const locked = lockedScores(db).all({ edition: edition.id });
  return {
    due,
    scores: locked.flatMap(({ points, ...one }) =>
      cards.has(one.scorecard) && points !== null ? { ...one, points } : [],
    ),
    missing: due.flatMap(({ account: _account, state, ...one }): MissingCard[] =>
      state === 'locked' ? [] : [{ ...one, state }],
    ),
  };
}

const savedScores = prepared((db) =>
  db
    .select({
      nomination: scorecards.nominationId,
      juror: scorecards.jurorId,
      criterion: scores.criterionId,
      points: scores.points,
    })
    .from(scores)
    .innerJoin(scorecards, eq(scorecards.id, scores.scorecardId))
    .where(and(eq(scorecards.editionId, sql.placeholder('edition')), isNotNull(scores.points)))
    .orderBy(asc(scorecards.nominationId), asc(scorecards.jurorId), asc(scores.criterionId))
    .prepare(),
);

/**
 * The scores of due cards as they stand, locked or not: for questions that are asked before the lock, never for a
 * figure that anybody is shown.
 */
export function scoresSoFar(db: Db, edition: Edition): { due: DueCard[]; scores: SavedScore[] } {
  const { due } = scoresForTally(db, edition);
  const pairs = new Set(due.map(({ juror, nomination }) => `${juror} ${nomination}`));
  return {
    due,
    scores: savedScores(db)
      .all({ edition: edition.id })
      .flatMap(({ points, ...one }) =>
        points !== null && pairs.has(`${one.juror} ${one.nomination}`) ? [{ ...one, points }] : [],
      ),
  };
}

/**
 * What the other readers of a dossier gave, by criterion, smallest first and without names: null unless the edition
 * shows it to its jurors, the own card is locked and, where the rules say so, every other card too.
 */
export function othersPoints(
  db: Db,
  edition: Edition,
  own: Pick<Reading, 'nomination' | 'scorecard' | 'lockedAt'>,
): Map<string, number[]> | null {
  const { othersScores } = edition.definition.rules.jury;
  if (othersScores === 'never' || own.lockedAt === null) return null;
  const { scores: locked, missing } = scoresForTally(db, edition);
  if (othersScores === 'afterAllLocks' && missing.length > 0) return null;
  const others = new Map<string, number[]>();
  for (const { nomination, scorecard, criterion, points } of locked) {
    if (nomination !== own.nomination || scorecard === own.scorecard) continue;
    others.set(
      criterion,
      [...(others.get(criterion) ?? []), points].sort((a, b) => a - b),
    );
  }
  return others;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export type JurorProgress = {
  juror: string;
  account: string;
  name: string;
  /** Dossiers to score, begun, locked; those handed back or in conflict are in none. */
  total: number;
  begun: number;
  locked: number;
  states: ('full' | 'half' | 'open')[];
  savedAt: Instant | null;
};

/** How far each juror is whose dossiers were announced, by name, without those of `hidden` nominations; never a score. */
export function jurorProgress(
  db: Db,
  edition: Edition,
  hidden: ReadonlySet<string> = new Set(),
): JurorProgress[] {
  const readings = countedReadings(db, edition).filter(
    ({ announcedAt, nomination }) => announcedAt !== null && !hidden.has(nomination),
  );
  const byJuror = new Map<string, typeof readings>();
  for (const one of readings) byJuror.set(one.juror, [...(byJuror.get(one.juror) ?? []), one]);
  const names = namesOf(
    db,
    readings.map(({ account }) => account),
  );
  return [...byJuror]
    .map(([juror, own]) => progressOf(juror, own, names.get(own[0]?.account ?? '')?.name ?? ''))
    .sort((one, other) => one.name.localeCompare(other.name) || compareText(one.juror, other.juror));
}

function progressOf(juror: string, own: (Reading & { account: string })[], name: string): JurorProgress {
  const states = own.map((one) => cardState(one.openedAt, one.lockedAt));
  const saved = own.map(({ savedAt, lockedAt }) => lockedAt ?? savedAt ?? 0);
  const newest = Math.max(0, ...saved);
  return {
    juror,
    account: own[0]?.account ?? '',
    name,
    total: own.length,
    begun: states.filter((state) => state === 'draft').length,
    locked: states.filter((state) => state === 'locked').length,
    states: states.map((state) => ({ locked: 'full', draft: 'half', unopened: 'open' })[state] as 'full'),
    savedAt: newest === 0 ? null : newest,
  };
}
