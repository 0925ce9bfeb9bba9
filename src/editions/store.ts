import canonicalize from 'canonicalize';
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { newId, sha256 } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import type { Calendar } from './calendar.ts';
import { type Definition, STAGES, type StageName } from './definition.ts';
import type { EditionFile } from './edition-file.ts';
import { calendarOf, definitionDigest, editionById, newestVersion, officersOf } from './pages.ts';
import { whyNotEndOffice, whyNotRedate, whyNotRedefine } from './policy.ts';
import { editionDefinitions, editions, officeAppointments, stageExtensions, stages } from './tables.ts';

/** The digest of a definition: SHA-256 of its canonical JSON. */
export function digestOf(definition: Definition): string {
  return sha256(canonicalize(definition) ?? '');
}

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
  writeDefinition(tx, id, 1, file.definition, 'first draft');
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

function writeDefinition(
  tx: Tx,
  edition: string,
  version: number,
  definition: Definition,
  reason: string,
): void {
  tx.db
    .insert(editionDefinitions)
    .values({
      editionId: edition,
      version,
      definition,
      digest: digestOf(definition),
      reason,
      createdAt: tx.at,
      createdBy: tx.actor,
    })
    .run();
}

function writeCalendar(tx: Tx, edition: string, calendar: EditionFile['calendar']): void {
  for (const stage of STAGES) {
    const { opensAt, closesAt } = calendar[stage];
    const row = { editionId: edition, stage, opensAt: Date.parse(opensAt), closesAt: Date.parse(closesAt) };
    tx.db
      .insert(stages)
      .values(row)
      .onConflictDoUpdate({ target: [stages.editionId, stages.stage], set: row })
      .run();
  }
}

/**
 * Replaces the definition of an edition by that of a file, and before publication its calendar too. Refused once the
 * rules are frozen; after publication a reason is due, and dates move by extension alone.
 */
export function redefineEdition(
  tx: Tx,
  edition: string,
  file: EditionFile,
  reason: string,
): Refusal | number {
  const row = editionById(tx.db, edition);
  if (row === null) return refuse('editions.missing');
  const refusal = whyNotRedefine(row);
  if (refusal) return refusal;
  if (row.slug !== file.slug) return refuse('editions.otherSlug', { slug: row.slug, given: file.slug });
  const standing = newestVersion(tx.db, edition);
  const redated = !isSameCalendar(calendarOf(tx.db, edition), file.calendar);
  if (redated && row.publishedAt !== null) return refuse('editions.datesPublished');
  const changed = definitionDigest(tx.db, edition) !== digestOf(file.definition);
  if (!changed && !redated) return standing;
  if (row.publishedAt !== null && reason === '') return refuse('editions.reason');
  if (changed) writeDefinition(tx, edition, standing + 1, file.definition, reason || 'draft');
  if (redated) writeCalendar(tx, edition, file.calendar);
  const version = changed ? standing + 1 : standing;
  tx.record({ edition, object: edition, detail: { version, digest: digestOf(file.definition), reason } });
  return version;
}

/** Sets the dates of all stages; refused once the call is published. */
export function redateEdition(tx: Tx, edition: string, calendar: EditionFile['calendar']): Refusal | null {
  const row = editionById(tx.db, edition);
  if (row === null) return refuse('editions.missing');
  const refusal = whyNotRedate(row);
  if (refusal) return refusal;
  if (isSameCalendar(calendarOf(tx.db, edition), calendar)) return null;
  writeCalendar(tx, edition, calendar);
  tx.record({ edition, object: edition, detail: { calendar } });
  return null;
}

function isSameCalendar(standing: Calendar, given: EditionFile['calendar']): boolean {
  return standing.every(
    ({ stage, opensAt, closesAt }) =>
      Date.parse(given[stage].opensAt) === opensAt && Date.parse(given[stage].closesAt) === closesAt,
  );
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

/** Moves the closing of a stage for all, with the reason that the call shows. */
export function extendStage(
  tx: Tx,
  edition: string,
  stage: StageName,
  closesAt: Instant,
  reason: string,
): void {
  const id = newId<'extension'>();
  tx.db
    .insert(stageExtensions)
    .values({ id, editionId: edition, stage, closesAt, reason, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition, object: id, detail: { stage, closesAt, reason } });
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
  const refusal = whyNotEndOffice(officersOf(tx.db, edition), office);
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
