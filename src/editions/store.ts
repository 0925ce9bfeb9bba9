import canonicalize from 'canonicalize';
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { newId, sha256 } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { type Definition, STAGES, type StageName } from './definition.ts';
import type { EditionFile } from './edition-file.ts';
import { editionById, newestVersion } from './pages.ts';
import { editionDefinitions, editions, officeAppointments, stageExtensions, stages } from './tables.ts';

/** The digest of a definition: SHA-256 of its canonical JSON. */
export function digestOf(definition: Definition): string {
  return sha256(canonicalize(definition) ?? '');
}

/** Drafts an edition from its file; whoever drafts it becomes its first organiser. */
export function draftEdition(tx: Tx, file: EditionFile, sample = false): string | Refusal {
  const taken = tx.db.select({ id: editions.id }).from(editions).where(eq(editions.slug, file.slug)).get();
  if (taken) return refuse('editions.slugTaken', { slug: file.slug });
  const id = newId<'edition'>();
  tx.db
    .insert(editions)
    .values({
      id,
      slug: file.slug,
      year: file.year,
      sample: sample ? 1 : 0,
      draftedAt: tx.at,
      draftedBy: tx.actor,
    })
    .run();
  writeDefinition(tx, id, 1, file.definition, 'first draft');
  writeCalendar(tx, id, file.calendar);
  tx.record({ edition: id, object: id, detail: { slug: file.slug, digest: digestOf(file.definition) } });
  return id;
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

/** Replaces definition and calendar of an edition by those of a file; refused once the rules are frozen. */
export function redefineEdition(
  tx: Tx,
  edition: string,
  file: EditionFile,
  reason: string,
): Refusal | number {
  const row = editionById(tx.db, edition);
  if (row === null) return refuse('editions.missing');
  if (row.frozenAt !== null) return refuse('editions.frozen', { frozenAt: new Date(row.frozenAt) });
  if (row.publishedAt !== null && reason === '') return refuse('editions.reason');
  if (row.slug !== file.slug) return refuse('editions.otherSlug', { slug: row.slug, given: file.slug });
  const version = newestVersion(tx.db, edition) + 1;
  writeDefinition(tx, edition, version, file.definition, reason);
  writeCalendar(tx, edition, file.calendar);
  tx.record({ edition, object: edition, detail: { version, digest: digestOf(file.definition), reason } });
  return version;
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
