import { and, asc, desc, eq, isNull, lte, sql } from 'drizzle-orm';
import { cityById } from '../cities/pages.ts';
import { approvedSelection } from '../decision/pages.ts';
import { liveNominations, nominationById } from '../nominations/pages.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared, statement } from '../platform/database.ts';
import type { OutboxRow } from '../platform/outbox.ts';
import {
  type Announcement,
  type Awardee,
  type Difference,
  differencesOf,
  isPublic,
  judgeLetter,
  type PublicResult,
  type Signed,
} from './announcement.ts';
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

function announcementOf(row: typeof announcements.$inferSelect): Announcement {
  return { ...row, result: row.public as PublicResult };
}

/** The announcement that stands in an edition, its moment ahead or past, and in what it differs from what was signed. */
export function standingAnnouncement(
  db: Db,
  edition: string,
): (Announcement & { differences: Difference[] }) | null {
  const row = standing(db).get({ edition });
  if (!row) return null;
  const announcement = announcementOf(row);
  return { ...announcement, differences: differencesOf(announcement, approvedSelection(db, edition)) };
}

/** From when the result of an edition is public; null where no moment is set or what is stored is not what was signed. */
export function publicFrom(db: Db, edition: string): Instant | null {
  const announcement = standingAnnouncement(db, edition);
  return announcement && announcement.differences.length === 0 ? announcement.momentAt : null;
}

/**
 * The announcement that is public in an edition at this instant, or null: before its moment, and where what is stored
 * is not what was signed. Every surface of the result asks here.
 */
export function publishedAnnouncement(db: Db, edition: string, at: Instant): Announcement | null {
  const row = standing(db).get({ edition });
  // Before the moment nothing more is read, so that no answer takes longer where a result waits.
  if (!row || at < row.momentAt) return null;
  const announcement = announcementOf(row);
  const differences = differencesOf(announcement, signedNow(db, edition));
  return isPublic({ ...announcement, differences }, at) ? announcement : null;
}

type Kept = { state: string; signed: Signed | null };
const keptOf = prepared(() => new Map<string, Kept>());

/**
 * What is signed and still holds. Whether it holds is told from every score of the edition; many ask in the minute
 * after the moment, so the answer is kept until anything in the database changes, through this connection or another.
 */
function signedNow(db: Db, edition: string): Signed | null {
  const sqlite = db.$client;
  // What an act has written may be rolled back without a trace in the count of changes.
  if (sqlite.inTransaction) return approvedSelection(db, edition);
  const others = sqlite.pragma('data_version', { simple: true });
  const own = statement(sqlite, 'SELECT total_changes()').pluck().get();
  const state = `${others} ${own}`;
  const kept = keptOf(db).get(edition);
  if (kept?.state === state) return kept.signed;
  const signed = approvedSelection(db, edition);
  keptOf(db).set(edition, { state, signed });
  return signed;
}

/** All versions of an edition's result that are public at this instant, the oldest first. */
export function publishedVersions(db: Db, edition: string, at: Instant): Announcement[] {
  if (publishedAnnouncement(db, edition, at) === null) return [];
  return db
    .select()
    .from(announcements)
    .where(
      and(
        eq(announcements.editionId, edition),
        isNull(announcements.cancelledAt),
        lte(announcements.momentAt, at),
      ),
    )
    .orderBy(asc(announcements.version))
    .all()
    .map(announcementOf);
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

/** Whether a due message may leave: a letter of the result is compared with what is public, any other just leaves. */
export function mayLeave(
  db: Db,
  row: Pick<OutboxRow, 'template' | 'link'>,
  at: Instant,
): 'send' | 'wait' | 'stop' {
  if (!row.template.startsWith('announcement.mail.')) return 'send';
  const id = /^\/nominations\/([^/]+)\/result$/.exec(row.link ?? '')?.[1] ?? '';
  const nomination = nominationById(db, id);
  if (nomination === null) return 'wait';
  const letter = {
    nomination: id,
    withdrawn: nomination.withdrawnAt !== null,
    saysAwarded: row.template === 'announcement.mail.awarded',
  };
  return judgeLetter(letter, publishedAnnouncement(db, nomination.editionId, at)?.result ?? null);
}

const unawarded = prepared((db) =>
  db
    .select({ id: announcements.id, editionId: announcements.editionId })
    .from(announcements)
    .where(
      and(
        eq(
          announcements.version,
          sql`(SELECT min(a.version) FROM announcements AS a
          WHERE a.edition_id = ${announcements.editionId} AND a.cancelled_at IS NULL)`,
        ),
        isNull(announcements.awardedAt),
        lte(announcements.momentAt, sql.placeholder('at')),
      ),
    )
    .prepare(),
);

/** Announcements whose moment has come and whose awards are not in the list of past awards yet. */
export function announcementsToAward(db: Db, at: Instant): { id: string; editionId: string }[] {
  return unawarded(db).all({ at });
}
