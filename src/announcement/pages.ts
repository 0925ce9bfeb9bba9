import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { cityById } from '../cities/pages.ts';
import { selections } from '../decision/tables.ts';
import { liveNominations, nominationById } from '../nominations/pages.ts';
import { type Db, prepared } from '../platform/database.ts';
import { sha256 } from '../platform/ids.ts';
import { scorecardLocks, scorecards, scores } from '../scoring/tables.ts';
import type { Announcement, Awardee, PublicResult } from './announcement.ts';
import { announcements, citations } from './tables.ts';

export type Approved = { id: string; digest: string; awardees: string[] };

/** The selection that two people approved and that nothing has voided since. */
export function approvedSelection(db: Db, edition: string): Approved | null {
  const row = db
    .select({ id: selections.id, digest: selections.digest, record: selections.record })
    .from(selections)
    .where(
      and(eq(selections.editionId, edition), isNotNull(selections.approvedAt), isNull(selections.voidedAt)),
    )
    .orderBy(desc(selections.draft))
    .limit(1)
    .get();
  if (!row) return null;
  const { awardees } = row.record as { awardees: string[] };
  return { id: row.id, digest: row.digest, awardees };
}

const standing = prepared((db) =>
  db
    .select()
    .from(announcements)
    .where(and(eq(announcements.editionId, sql.placeholder('edition')), isNull(announcements.cancelledAt)))
    .orderBy(desc(announcements.version))
    .limit(1)
    .prepare(),
);

/** The announcement that stands in an edition, its moment ahead or past. */
export function standingAnnouncement(db: Db, edition: string): Announcement | null {
  const row = standing(db).get({ edition });
  return row ? { ...row, result: row.public as PublicResult } : null;
}

/** The sentences on an awardee in the three languages, empty where none is written. */
export function citationOf(db: Db, nomination: string): Awardee['citation'] {
  const rows = db.select().from(citations).where(eq(citations.nominationId, nomination)).all();
  const text = (lang: string) => rows.find((row) => row.lang === lang)?.text ?? '';
  return { en: text('en'), fr: text('fr'), es: text('es') };
}

/** An awardee as the public will see it. */
export function awardeeOf(db: Db, id: string): Awardee {
  const nomination = nominationById(db, id);
  if (nomination === null) throw new Error(`no nomination ${id}`);
  const city = cityById(db, nomination.cityId);
  return {
    nomination: id,
    city: nomination.cityName,
    localName: nomination.localName,
    country: nomination.country,
    region: nomination.region,
    latitude: city?.latitude ?? null,
    longitude: city?.longitude ?? null,
    citation: citationOf(db, id),
  };
}

/** Cities that hear the result: every live nomination that was submitted. */
export function lettersFor(db: Db, edition: string) {
  return liveNominations(db, edition).filter(({ submission }) => submission !== null);
}

/**
 * The remarks of locked cards on a nomination, by criterion; within one their order is drawn from the words alone, so
 * that neither order nor time tells who wrote them.
 */
export function remarksOn(db: Db, nomination: string): { criterion: string; remark: string }[] {
  return db
    .select({ criterion: scores.criterionId, remark: scores.remark })
    .from(scores)
    .innerJoin(scorecards, eq(scorecards.id, scores.scorecardId))
    .innerJoin(
      scorecardLocks,
      and(eq(scorecardLocks.scorecardId, scorecards.id), isNull(scorecardLocks.reopenedAt)),
    )
    .where(and(eq(scorecards.nominationId, nomination), sql`${scores.remark} <> ''`))
    .orderBy(asc(scores.criterionId))
    .all()
    .sort((one, other) =>
      one.criterion === other.criterion && sha256(one.remark) !== sha256(other.remark)
        ? sha256(one.remark) < sha256(other.remark)
          ? -1
          : 1
        : 0,
    );
}

/** The number of the newest announcement of an edition, cancelled ones counted; 0 before the first. */
export function newestAnnouncementVersion(db: Db, edition: string): number {
  const row = db
    .select({ version: announcements.version })
    .from(announcements)
    .where(eq(announcements.editionId, edition))
    .orderBy(desc(announcements.version))
    .limit(1)
    .get();
  return row?.version ?? 0;
}
