import { and, eq, isNull } from 'drizzle-orm';
import { addPastAwards } from '../cities/store.ts';
import { nominationById } from '../nominations/pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { digestOf } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import { stopMessagesOf } from '../platform/outbox.ts';
import type { Announcement, Awardee, PublicResult, Signed } from './announcement.ts';
import { awardeeOf } from './pages.ts';
import { announcements, citations } from './tables.ts';

/** Sets the moment for an approved selection and keeps what will be public, so that it cannot differ at the moment. */
export function setMoment(
  tx: Tx,
  edition: string,
  approved: Signed,
  version: number,
  momentAt: Instant,
): Announcement {
  const result: PublicResult = {
    edition,
    selection: approved.id,
    selectionDigest: approved.digest,
    awardees: approved.awardees.map((nomination) => awardeeOf(tx.db, nomination)),
  };
  return keepAnnouncement(tx, { editionId: edition, version, momentAt, result, note: '' });
}

/** Publishes a corrected version of a public result at once, with the reason; the versions before it stay readable. */
export function correctAnnouncement(
  tx: Tx,
  { id: _id, ...public_ }: Announcement,
  of: { nomination: string; citation: Awardee['citation']; reason: string; version: number },
): Announcement {
  const awardees = public_.result.awardees.map((one) =>
    one.nomination === of.nomination ? { ...one, citation: of.citation } : one,
  );
  return keepAnnouncement(tx, {
    editionId: public_.editionId,
    version: of.version,
    momentAt: tx.at,
    result: { ...public_.result, awardees },
    note: of.reason,
  });
}

function keepAnnouncement(
  tx: Tx,
  made: Pick<Announcement, 'editionId' | 'version' | 'momentAt' | 'result' | 'note'>,
): Announcement {
  const { result, ...row } = made;
  const digest = digestOf(result);
  const kept = { ...row, id: newId<'announcement'>(), digest, setAt: tx.at, setBy: tx.actor };
  tx.db
    .insert(announcements)
    .values({ ...kept, selectionId: result.selection, public: result })
    .run();
  const { version, momentAt, note } = made;
  tx.record({
    edition: made.editionId,
    object: kept.id,
    detail: {
      version,
      momentAt,
      digest,
      selection: result.selectionDigest,
      ...(note ? { reason: note } : {}),
    },
  });
  return { ...kept, result };
}

/** Writes the awards of a public announcement into the list of past awards, where later editions look for them. */
export function recordAwards(tx: Tx, announcement: Announcement, year: number): void {
  const done = tx.db
    .update(announcements)
    .set({ awardedAt: tx.at })
    .where(and(eq(announcements.id, announcement.id), isNull(announcements.awardedAt)))
    .run();
  if (done.changes === 0) return;
  const awards = announcement.result.awardees.map((one) => {
    const cityId = nominationById(tx.db, one.nomination)?.cityId ?? null;
    const { city, country, region, latitude, longitude } = one;
    return { year, cityId, cityName: city, country, region, latitude, longitude };
  });
  const added = addPastAwards(tx, awards);
  tx.record({ edition: announcement.editionId, object: announcement.id, detail: { year, added } });
}

/** Takes the moment back and stops the letters that wait for it. */
export function cancelMoment(tx: Tx, edition: string, announcement: Pick<Announcement, 'id'>): void {
  const done = tx.db
    .update(announcements)
    .set({ cancelledAt: tx.at, cancelledBy: tx.actor })
    .where(and(eq(announcements.id, announcement.id), isNull(announcements.cancelledAt)))
    .run();
  if (done.changes === 0) return;
  const letters = stopMessagesOf(tx.db.$client, `result-${announcement.id}-`, tx.at, tx.actor);
  tx.record({ edition, object: announcement.id, detail: { cancelled: true, letters } });
}

/** Writes the sentences on an awardee. */
export function writeCitation(
  tx: Tx,
  edition: string,
  nomination: string,
  texts: Record<'en' | 'fr' | 'es', string>,
): void {
  for (const lang of ['en', 'fr', 'es'] as const) {
    const row = { nominationId: nomination, lang, text: texts[lang], savedAt: tx.at, savedBy: tx.actor };
    tx.db
      .insert(citations)
      .values(row)
      .onConflictDoUpdate({ target: [citations.nominationId, citations.lang], set: row })
      .run();
  }
  tx.record({ edition, object: nomination, detail: { citation: texts } });
}
