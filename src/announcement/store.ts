import { and, eq, isNull } from 'drizzle-orm';
import type { Approved } from '../decision/pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { digestOf } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import { stopMessagesOf } from '../platform/outbox.ts';
import type { Announcement, PublicResult } from './announcement.ts';
import { awardeeOf } from './pages.ts';
import { announcements, citations } from './tables.ts';

/** Sets the moment for an approved selection and keeps what will be public, so that it cannot differ at the moment. */
export function setMoment(
  tx: Tx,
  edition: string,
  approved: Approved,
  version: number,
  momentAt: Instant,
): Announcement {
  const id = newId<'announcement'>();
  const awardees = approved.awardees.map((nomination) => awardeeOf(tx.db, nomination));
  const result: PublicResult = {
    edition,
    selection: approved.id,
    selectionDigest: approved.digest,
    awardees,
  };
  const digest = digestOf(result);
  tx.db
    .insert(announcements)
    .values({
      id,
      editionId: edition,
      version,
      selectionId: approved.id,
      public: result,
      digest,
      momentAt,
      setAt: tx.at,
      setBy: tx.actor,
    })
    .run();
  tx.record({ edition, object: id, detail: { version, momentAt, digest, selection: approved.digest } });
  return { id, version, momentAt, result, digest, setBy: tx.actor };
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
