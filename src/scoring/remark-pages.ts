import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { jurorNamesIn, type Named } from '../jury/juror-names.ts';
import { jurorsOf } from '../jury/pages.ts';
import { type Db, prepared } from '../platform/database.ts';
import { remarkRulings, scorecardLocks, scorecards, scores } from './tables.ts';
import { countedReadings } from './tally-pages.ts';

export type Ruling = 'released' | 'held';

/** A remark of a locked card that counts; `found` are the names of jurors in it, `ruling` what the office said of it. */
export type LockedRemark = {
  scorecard: string;
  nomination: string;
  city: string;
  criterion: string;
  remark: string;
  found: string[];
  ruling: Ruling | null;
};

const writtenRemarks = prepared((db) =>
  db
    .select({
      scorecard: scorecards.id,
      nomination: scorecards.nominationId,
      criterion: scores.criterionId,
      remark: scores.remark,
    })
    .from(scores)
    .innerJoin(scorecards, eq(scorecards.id, scores.scorecardId))
    .innerJoin(
      scorecardLocks,
      and(eq(scorecardLocks.scorecardId, scorecards.id), isNull(scorecardLocks.reopenedAt)),
    )
    .where(and(eq(scorecards.editionId, sql.placeholder('edition')), sql`trim(${scores.remark}) <> ''`))
    .orderBy(asc(scores.remark), asc(scorecards.id))
    .prepare(),
);

const rulingsOf = prepared((db) =>
  db
    .select({
      scorecard: remarkRulings.scorecardId,
      criterion: remarkRulings.criterionId,
      outcome: remarkRulings.outcome,
    })
    .from(remarkRulings)
    .innerJoin(scorecards, eq(scorecards.id, remarkRulings.scorecardId))
    .where(eq(scorecards.editionId, sql.placeholder('edition')))
    .orderBy(desc(remarkRulings.at), desc(sql`${remarkRulings}.rowid`))
    .prepare(),
);

/** Everybody who ever sat in the jury of an edition, by the names that a remark must not tell. */
function everSeated(db: Db, edition: string): Named[] {
  return jurorsOf(db, edition).filter(({ acceptedAt }) => acceptedAt !== null);
}

/** The remarks of locked cards that count, in an order that tells nothing of their jurors, with the names found in them. */
export function lockedRemarks(db: Db, edition: Edition): LockedRemark[] {
  const cities = new Map(countedReadings(db, edition).map((one) => [one.scorecard, one.city]));
  const people = everSeated(db, edition.id);
  const rulings = new Map<string, Ruling>();
  for (const { scorecard, criterion, outcome } of rulingsOf(db).all({ edition: edition.id })) {
    const key = `${scorecard} ${criterion}`;
    if (!rulings.has(key)) rulings.set(key, outcome);
  }
  return writtenRemarks(db)
    .all({ edition: edition.id })
    .flatMap((one): LockedRemark[] => {
      const city = cities.get(one.scorecard);
      if (city === undefined) return [];
      const ruling = rulings.get(`${one.scorecard} ${one.criterion}`) ?? null;
      return [{ ...one, city, found: jurorNamesIn(one.remark, people), ruling }];
    });
}

/** Whether the city reads a remark: where a juror is named, only once an organiser has released it. */
export function isForCity({ found, ruling }: Pick<LockedRemark, 'found' | 'ruling'>): boolean {
  return found.length === 0 || ruling === 'released';
}

export type Remark = Pick<LockedRemark, 'nomination' | 'criterion' | 'remark'>;

/** The remarks that go to the cities, without their jurors and without those that name one. */
export function remarksForCities(db: Db, edition: Edition): Remark[] {
  return lockedRemarks(db, edition)
    .filter(isForCity)
    .map(({ nomination, criterion, remark }) => ({ nomination, criterion, remark }));
}

/** The remarks that name a juror, without those of `hidden` nominations. */
export function remarksNamingJurors(
  db: Db,
  edition: Edition,
  hidden: ReadonlySet<string> = new Set(),
): LockedRemark[] {
  return lockedRemarks(db, edition).filter(
    ({ found, nomination }) => found.length > 0 && !hidden.has(nomination),
  );
}

/** How many remarks are held back because a juror is named in them. */
export function heldRemarks(db: Db, edition: Edition, hidden: ReadonlySet<string>): number {
  return remarksNamingJurors(db, edition, hidden).filter((one) => !isForCity(one)).length;
}
