import type { Tx } from '../platform/act.ts';
import { digestOf } from '../platform/digest.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import type { Calendar } from './calendar.ts';
import { changedParts, needsTwo } from './changes.ts';
import { fileOf } from './copy.ts';
import { type Definition, definitionSchema } from './definition.ts';
import type { EditionFile } from './edition-file.ts';
import { faultsOf } from './file-faults.ts';
import { mailRules, type Writers } from './messages.ts';
import { type Edition, wholeEdition } from './pages.ts';
import { whyNotRedate, whyNotRedefine } from './policy.ts';
import { openProposal } from './proposal-pages.ts';
import { proposeDefinition } from './proposal-store.ts';
import { writeCalendar, writeDefinition } from './version-store.ts';

/** What became of a file: a version that stands, the same as before, or a proposal that a second person confirms. */
export type Redefined = { version: number } | { proposal: string };

/**
 * Replaces the definition of an edition by that of a file, and before publication its calendar too. Refused once the
 * rules are frozen. After publication a reason is due, dates move by extension alone, and a change of eligibility or
 * criteria is only proposed. Whoever writes a dossier is told of what then stands.
 */
export function redefineEdition(
  tx: Tx,
  id: string,
  file: EditionFile,
  reason: string,
  writers: Writers,
): Refusal | Redefined {
  const edition = wholeEdition(tx.db, id);
  const change = whatChanges(tx, edition, file, reason);
  if (isRefusal(change)) return change;
  const { redefined, redated, proposed } = change;
  if (!redefined && !redated) return { version: edition.version };
  if (proposed) return proposeDefinition(tx, edition, file.definition, reason);
  if (redated) writeCalendar(tx, id, file.calendar);
  const version = redefined ? writeDefinition(tx, id, file.definition, reason) : edition.version;
  tx.record({ edition: id, object: id, detail: { version, digest: digestOf(file.definition), reason } });
  if (redefined) mailRules(tx, edition.definition, { edition: id, version, reason }, writers);
  return { version };
}

/**
 * Changes the definition that stands by a small step of a page. Refused where it was changed since the page was drawn,
 * or where the outcome is not whole; then the first fault is the refusal.
 */
export function editDefinition(
  tx: Tx,
  id: string,
  step: { seen: number; reason: string; change: (definition: Definition) => Definition },
  writers: Writers,
): Refusal | Redefined {
  const edition = wholeEdition(tx.db, id);
  const edited = definitionSchema.safeParse(step.change(edition.definition), { reportInput: true });
  const [fault] = edited.success ? [] : edited.error.issues.flatMap((issue) => faultsOf(issue));
  if (fault !== undefined) return refuse(fault.code, fault.facts);
  const definition = edited.data ?? edition.definition;
  const isSame = changedParts(edition.definition, definition).length === 0;
  if (!isSame && edition.version !== step.seen)
    return refuse('editions.elsewhere', { version: edition.version });
  return redefineEdition(tx, id, { ...fileOf(edition), definition }, step.reason, writers);
}

function whatChanges(tx: Tx, edition: Edition, file: EditionFile, reason: string) {
  const refusal = whyNotRedefine(edition);
  if (refusal) return refusal;
  const { slug, publishedAt } = edition;
  if (slug !== file.slug) return refuse('editions.otherSlug', { slug, given: file.slug });
  const redated = !isSameCalendar(edition.calendar, file.calendar);
  if (redated && publishedAt !== null) return refuse('editions.datesPublished');
  const parts = changedParts(edition.definition, file.definition);
  const proposed = publishedAt !== null && needsTwo(parts);
  if (publishedAt === null || parts.length === 0) return { redefined: parts.length > 0, redated, proposed };
  if (reason === '') return refuse('editions.reason');
  const open = openProposal(tx.db, edition.id);
  const same = open !== null && changedParts(open.definition, file.definition).length === 0;
  if (open !== null && !(same && open.proposedBy === tx.actor)) return refuse('editions.proposalStands');
  return { redefined: true, redated, proposed };
}

/** Sets the dates of all stages; refused once the call is published. */
export function redateEdition(tx: Tx, id: string, calendar: EditionFile['calendar']): Refusal | null {
  const edition = wholeEdition(tx.db, id);
  const refusal = whyNotRedate(edition);
  if (refusal) return refusal;
  if (isSameCalendar(edition.calendar, calendar)) return null;
  writeCalendar(tx, id, calendar);
  tx.record({ edition: id, object: id, detail: { calendar } });
  return null;
}

function isSameCalendar(standing: Calendar, given: EditionFile['calendar']): boolean {
  return standing.every(
    ({ stage, opensAt, closesAt }) =>
      Date.parse(given[stage].opensAt) === opensAt && Date.parse(given[stage].closesAt) === closesAt,
  );
}
