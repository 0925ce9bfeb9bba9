import type { Edition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { canonicalJson, sha256 } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { isHoldingUp, progressOf } from './answers.ts';
import type { DossierDocument } from './dossier.ts';
import { draftAnswers, draftFiles } from './dossier-pages.ts';
import { mailSubmission } from './messages.ts';
import type { Nomination, SubmissionHead } from './pages.ts';
import { submissions } from './tables.ts';

/** The dossier as it stands in the draft, ready to be submitted. */
export function composeDossier(
  tx: Pick<Tx, 'db'>,
  edition: Edition,
  nomination: Nomination,
): DossierDocument {
  return {
    format: 'learning-cities-award/dossier/1',
    edition: edition.slug,
    nomination: nomination.id,
    city: {
      id: nomination.cityId,
      name: nomination.cityName,
      country: nomination.country,
      region: nomination.region,
    },
    lang: nomination.lang,
    definition: { version: edition.version, digest: edition.digest },
    answers: draftAnswers(tx.db, nomination.id),
    files: draftFiles(tx.db, nomination.id),
  };
}

/** How many sections of a draft hold up its submission. */
export function countUnready(edition: Edition, dossier: DossierDocument): number {
  const counts = Object.fromEntries(Object.entries(dossier.files).map(([id, list]) => [id, list.length]));
  return edition.definition.sections.filter((section) =>
    isHoldingUp(progressOf(section, dossier.answers, counts)),
  ).length;
}

/**
 * Submits the draft as it stands: canonical JSON (RFC 8785), its SHA-256 and a receipt, kept for good. The same words
 * again give the receipt that stands, and no second mail.
 */
export function submitNomination(tx: Tx, edition: Edition, nomination: Nomination): SubmissionHead | Refusal {
  const dossier = composeDossier(tx, edition, nomination);
  const unready = countUnready(edition, dossier);
  if (unready > 0) return refuse('nominations.incomplete', { sections: unready });
  const json = canonicalJson(dossier);
  const digest = sha256(json);
  const last = nomination.submission;
  if (last?.digest === digest) return last;
  const head = {
    id: newId<'submission'>(),
    number: (last?.number ?? 0) + 1,
    receipt: receiptOf(edition.year),
    digest,
    at: tx.at,
    by: tx.actor,
  };
  const kept = JSON.parse(json) as DossierDocument;
  tx.db
    .insert(submissions)
    .values({ ...head, nominationId: nomination.id, dossier: kept })
    .run();
  mailSubmission(tx, edition, nomination, head);
  const { number, receipt } = head;
  tx.record({ edition: edition.id, object: nomination.id, detail: { number, receipt, digest } });
  return head;
}

// Eight characters of a random id: short enough to read out on the telephone, 40 bits apart.
function receiptOf(year: number): string {
  const drawn = newId().slice(-8).toUpperCase();
  return `${year}-${drawn.slice(0, 4)}-${drawn.slice(4)}`;
}
