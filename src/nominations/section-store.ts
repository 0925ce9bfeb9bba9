import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import type { StoredFile } from '../platform/files.ts';
import { newId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { files } from '../platform/tables.ts';
import { type Answers, isBlank, isSameAnswers } from './answers.ts';
import { draftFiles, draftSection } from './dossier-pages.ts';
import { nominationFiles, sectionAnswers, sectionRevisions } from './tables.ts';

type Of = { nomination: string; edition: string };

/**
 * Saves a section as typed, where the form shows the newest version; else it was changed elsewhere and nothing is
 * written. The same words again are the same version. Returns the version that stands.
 */
export function saveSection(
  tx: Tx,
  {
    nomination,
    edition,
    section,
    version,
    answers,
  }: Of & { section: string; version: number; answers: Answers },
): { version: number } | Refusal {
  const now = draftSection(tx.db, nomination, section);
  if (isSameAnswers(now.answers, answers)) return { version: now.version };
  if (now.version !== version) return refuse('nominations.elsewhere', { version: now.version });
  const row = {
    nominationId: nomination,
    sectionId: section,
    version: now.version + 1,
    answers: withoutBlanks(answers),
    savedAt: tx.at,
    savedBy: tx.actor,
  };
  tx.db
    .insert(sectionAnswers)
    .values(row)
    .onConflictDoUpdate({ target: [sectionAnswers.nominationId, sectionAnswers.sectionId], set: row })
    .run();
  // Every version is kept, so that nobody's words are gone because a colleague saved after them.
  tx.db.insert(sectionRevisions).values(row).run();
  tx.record({ edition, object: nomination, detail: { section, version: row.version } });
  return { version: row.version };
}

function withoutBlanks(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => !isBlank(answer)));
}

/** Attaches a kept file to a question, within the number that the question takes; the same bytes again are one file. */
export function attachFile(
  tx: Tx,
  attached: Of & { question: string; name: string; file: StoredFile; most: number },
): { id: string; isNew: boolean } | Refusal {
  const { nomination, edition, question, file, most } = attached;
  const there = draftFiles(tx.db, nomination)[question] ?? [];
  const same = there.find((one) => one.sha256 === file.sha256);
  if (same) return { id: same.id, isNew: false };
  const [only] = there;
  // Where one file is asked for, a second one takes its place.
  if (most === 1 && only) removeFile(tx, { nomination, edition, file: only.id });
  else if (there.length >= most) return refuse('nominations.tooManyFiles', { most });
  const fileId = newId<'file'>();
  const { storedName, mediaType, bytes, sha256 } = file;
  const name = plainName(attached.name);
  tx.db
    .insert(files)
    .values({
      id: fileId,
      storedName,
      name,
      mediaType,
      bytes,
      sha256,
      uploadedAt: tx.at,
      uploadedBy: tx.actor,
    })
    .run();
  const id = newId<'attachment'>();
  tx.db
    .insert(nominationFiles)
    .values({ id, nominationId: nomination, questionId: question, fileId, addedAt: tx.at })
    .run();
  tx.record({ edition, object: nomination, detail: { question, file: id, name, sha256, bytes } });
  return { id, isNew: true };
}

/** A file name without folders and control characters, short enough to print. */
export function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return plain === '' ? 'file' : plain.slice(-150);
}

/** Takes a file out of the draft; what was submitted with it keeps it. */
export function removeFile(tx: Tx, { nomination, edition, file }: Of & { file: string }): void {
  const done = tx.db
    .update(nominationFiles)
    .set({ removedAt: tx.at })
    .where(
      and(
        eq(nominationFiles.id, file),
        eq(nominationFiles.nominationId, nomination),
        isNull(nominationFiles.removedAt),
      ),
    )
    .run();
  if (done.changes > 0) tx.record({ edition, object: nomination, detail: { removed: file } });
}
