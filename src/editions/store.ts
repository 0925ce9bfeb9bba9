import { and, eq, isNull } from 'drizzle-orm';
import { lostFactors } from '../people/factor-pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { digestOf } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import type { StageName } from './definition.ts';
import type { EditionFile } from './edition-file.ts';
import { definitionDigest, officersOf } from './pages.ts';
import { whyNotEndOffice } from './policy.ts';
import { editions, officeAppointments, stageExtensions } from './tables.ts';
import { writeCalendar, writeDefinition } from './version-store.ts';

/** Drafts an edition from its file; its office is appointed by whoever calls this. */
export function draftEdition(
  tx: Tx,
  file: EditionFile,
  sample = false,
  copiedFrom: string | null = null,
): string | Refusal {
  const taken = tx.db.select().from(editions).where(eq(editions.slug, file.slug)).get();
  if (taken) {
    // The same form sent twice: the first one drafted this very edition.
    const twice =
      taken.draftedBy === tx.actor && definitionDigest(tx.db, taken.id) === digestOf(file.definition);
    return twice ? taken.id : refuse('editions.slugTaken', { slug: file.slug });
  }
  const id = newId<'edition'>();
  const { slug, year } = file;
  const drafted = { draftedAt: tx.at, draftedBy: tx.actor };
  tx.db
    .insert(editions)
    .values({ id, slug, year, sample: sample ? 1 : 0, ...drafted, copiedFrom })
    .run();
  writeDefinition(tx, id, file.definition, '');
  writeCalendar(tx, id, file.calendar);
  tx.record({ edition: id, object: id, detail: { slug, digest: digestOf(file.definition), copiedFrom } });
  return id;
}

/** Drafts an edition and makes whoever acts its first organiser. */
export function foundEdition(tx: Tx, file: EditionFile, copiedFrom: string | null = null): string | Refusal {
  const id = draftEdition(tx, file, false, copiedFrom);
  if (isRefusal(id)) return id;
  const office = appointOfficer(tx, id, tx.actor, 'organiser');
  return isRefusal(office) ? office : id;
}

/** Publishes the call with its rules, question set and rubric; doing it twice is the same as once. */
export function publishEdition(tx: Tx, edition: string): void {
  const done = tx.db
    .update(editions)
    .set({ publishedAt: tx.at, publishedBy: tx.actor })
    .where(and(eq(editions.id, edition), isNull(editions.publishedAt)))
    .run();
  if (done.changes > 0) tx.record({ edition, object: edition });
}

/** Freezes rules and rubric; scoring calls this when the first scorecard opens. */
export function freezeRules(tx: Tx, edition: string): void {
  const done = tx.db
    .update(editions)
    .set({ frozenAt: tx.at })
    .where(and(eq(editions.id, edition), isNull(editions.frozenAt)))
    .run();
  if (done.changes > 0) tx.record({ edition, object: edition, detail: { frozen: true } });
}

/** Moves the closing of a stage for all, with the reason that the call shows; returns the id of the extension. */
export function extendStage(
  tx: Tx,
  edition: string,
  stage: StageName,
  closesAt: Instant,
  reason: string,
): string {
  const id = newId<'extension'>();
  tx.db
    .insert(stageExtensions)
    .values({ id, editionId: edition, stage, closesAt, reason, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition, object: id, detail: { stage, closesAt, reason } });
  return id;
}

export type OfficeRole = 'organiser' | 'approver' | 'auditor';

/** Appoints an account to the office of an edition; an account holds one office in it at a time. */
export function appointOfficer(tx: Tx, edition: string, account: string, role: OfficeRole): Refusal | string {
  const held = tx.db
    .select({ id: officeAppointments.id, role: officeAppointments.role })
    .from(officeAppointments)
    .where(
      and(
        eq(officeAppointments.editionId, edition),
        eq(officeAppointments.accountId, account),
        isNull(officeAppointments.endedAt),
      ),
    )
    .get();
  if (held?.role === role) return held.id;
  if (held) return refuse('editions.otherOffice', { role: held.role });
  const id = newId<'office'>();
  tx.db
    .insert(officeAppointments)
    .values({ id, editionId: edition, accountId: account, role, since: tx.at, appointedBy: tx.actor })
    .run();
  tx.record({ edition, object: id, detail: { account, role } });
  return id;
}

/** Ends an office; refused where fewer than two people could still sign. Ending it twice is the same as once. */
export function endOffice(tx: Tx, edition: string, office: string): Refusal | null {
  const refusal = whyNotEndOffice(officersOf(tx.db, edition), office, lostFactors(tx.db));
  if (refusal) return refusal;
  const ended = tx.db
    .update(officeAppointments)
    .set({ endedAt: tx.at, endedBy: tx.actor })
    .where(
      and(
        eq(officeAppointments.id, office),
        eq(officeAppointments.editionId, edition),
        isNull(officeAppointments.endedAt),
      ),
    )
    .run();
  if (ended.changes > 0) tx.record({ edition, object: office, detail: { ended: true } });
  return null;
}
