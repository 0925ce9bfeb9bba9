import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { cityById } from '../cities/pages.ts';
import { liveNominations, nominationById } from '../nominations/pages.ts';
import { type Db, prepared } from '../platform/database.ts';
import type { Announcement, Awardee, PublicResult } from './announcement.ts';
import { announcements, citations } from './tables.ts';

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
