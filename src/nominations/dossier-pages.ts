import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { wholeEdition } from '../editions/pages.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { files } from '../platform/tables.ts';
import type { Answers } from './answers.ts';
import {
  type DossierDocument,
  type DossierFile,
  type DossierFiles,
  type WrittenSection,
  writeDossier,
} from './dossier.ts';
import { nominationById, type SubmissionHead } from './pages.ts';
import { nominationFiles, sectionAnswers, sectionRevisions, submissions } from './tables.ts';

export type StoredSection = { version: number; answers: Answers; savedAt: Instant; savedBy: string };

const sectionsOf = prepared((db) =>
  db
    .select()
    .from(sectionAnswers)
    .where(eq(sectionAnswers.nominationId, sql.placeholder('nomination')))
    .prepare(),
);

const oneSection = prepared((db) =>
  db
    .select()
    .from(sectionAnswers)
    .where(
      and(
        eq(sectionAnswers.nominationId, sql.placeholder('nomination')),
        eq(sectionAnswers.sectionId, sql.placeholder('section')),
      ),
    )
    .prepare(),
);

const NEVER_SAVED: StoredSection = { version: 0, answers: {}, savedAt: 0, savedBy: '' };

type Row = typeof sectionAnswers.$inferSelect;

function stored({ version, answers, savedAt, savedBy }: Row): StoredSection {
  return { version, answers: answers as Answers, savedAt, savedBy };
}

/** The saved sections of a draft, by section; one that was never saved is absent. */
export function draftOf(db: Db, nomination: string): Map<string, StoredSection> {
  const rows = sectionsOf(db).all({ nomination });
  return new Map(rows.map((row) => [row.sectionId, stored(row)]));
}

/** One section of a draft; version 0 and no answers where it was never saved. */
export function draftSection(db: Db, nomination: string, section: string): StoredSection {
  const row = oneSection(db).get({ nomination, section });
  return row ? stored(row) : NEVER_SAVED;
}

/** The answers that a section had at a version; none at version 0. */
export function answersAt(db: Db, nomination: string, section: string, version: number): Answers {
  const row = db
    .select({ answers: sectionRevisions.answers })
    .from(sectionRevisions)
    .where(
      and(
        eq(sectionRevisions.nominationId, nomination),
        eq(sectionRevisions.sectionId, section),
        eq(sectionRevisions.version, version),
      ),
    )
    .get();
  return (row?.answers ?? {}) as Answers;
}

/** All answers of a draft in one object. */
export function draftAnswers(db: Db, nomination: string): Answers {
  const merged: Record<string, Answers[string]> = {};
  for (const section of draftOf(db, nomination).values()) Object.assign(merged, section.answers);
  return merged;
}

const liveFiles = prepared((db) =>
  db
    .select({
      question: nominationFiles.questionId,
      id: nominationFiles.id,
      name: files.name,
      mediaType: files.mediaType,
      bytes: files.bytes,
      sha256: files.sha256,
    })
    .from(nominationFiles)
    .innerJoin(files, eq(files.id, nominationFiles.fileId))
    .where(
      and(eq(nominationFiles.nominationId, sql.placeholder('nomination')), isNull(nominationFiles.removedAt)),
    )
    .orderBy(asc(nominationFiles.addedAt), asc(sql`${nominationFiles}.rowid`))
    .prepare(),
);

/** The files of a draft, by question, in the order in which they came. */
export function draftFiles(db: Db, nomination: string): DossierFiles {
  const byQuestion: Record<string, DossierFile[]> = {};
  for (const { question, ...file } of liveFiles(db).all({ nomination })) {
    const list = byQuestion[question] ?? [];
    list.push(file);
    byQuestion[question] = list;
  }
  return byQuestion;
}

const newestDossier = prepared((db) =>
  db
    .select({ dossier: submissions.dossier })
    .from(submissions)
    .where(eq(submissions.nominationId, sql.placeholder('nomination')))
    .orderBy(sql`${submissions.number} DESC`)
    .limit(1)
    .prepare(),
);

/** What was submitted last, word for word; null before the first submission. */
export function submittedDocument(db: Db, nomination: string): DossierDocument | null {
  const row = newestDossier(db).get({ nomination });
  return row ? (row.dossier as DossierDocument) : null;
}

/** The dossier that everybody but the city reads. */
export type Dossier = {
  nomination: string;
  edition: string;
  city: { id: string; name: string; country: string; region: string };
  /** The language in which the city wrote. */
  lang: Lang;
  submission: SubmissionHead;
  sections: WrittenSection[];
  answers: Answers;
  files: DossierFiles;
};

/** The newest submitted dossier, written for a reader of this language; null before the first submission. */
export function dossierOf(db: Db, nomination: string, lang: Lang): Dossier | null {
  const document = submittedDocument(db, nomination);
  const row = nominationById(db, nomination);
  if (document === null || row?.submission == null) return null;
  const { definition } = wholeEdition(db, row.editionId);
  return {
    nomination,
    edition: row.editionId,
    city: document.city,
    lang: document.lang,
    submission: row.submission,
    sections: writeDossier(lang, definition, document.answers, document.files),
    answers: document.answers,
    files: document.files,
  };
}

/** A file on its way to a reader: where it lies, and how it was called. */
export type FileToSend = { storedName: string; name: string; mediaType: string };

const fileById = prepared((db) =>
  db
    .select({
      storedName: files.storedName,
      name: files.name,
      mediaType: files.mediaType,
      removedAt: nominationFiles.removedAt,
    })
    .from(nominationFiles)
    .innerJoin(files, eq(files.id, nominationFiles.fileId))
    .where(
      and(
        eq(nominationFiles.id, sql.placeholder('id')),
        eq(nominationFiles.nominationId, sql.placeholder('nomination')),
      ),
    )
    .prepare(),
);

/** A file of the draft, for those who write it. */
export function draftFile(db: Db, nomination: string, id: string): FileToSend | null {
  const row = fileById(db).get({ nomination, id });
  return row && row.removedAt === null ? row : null;
}

/** A file of the newest submission, for those who read it; what was added or removed since does not show. */
export function submittedFile(db: Db, nomination: string, id: string): FileToSend | null {
  const document = submittedDocument(db, nomination);
  const isIn = Object.values(document?.files ?? {}).some((list) => list.some((file) => file.id === id));
  return isIn ? (fileById(db).get({ nomination, id }) ?? null) : null;
}

/** Every submission of a nomination, the oldest first. */
export function submissionsOf(db: Db, nomination: string): SubmissionHead[] {
  return db
    .select({
      id: submissions.id,
      number: submissions.number,
      receipt: submissions.receipt,
      digest: submissions.digest,
      at: submissions.at,
      by: submissions.by,
    })
    .from(submissions)
    .where(eq(submissions.nominationId, nomination))
    .orderBy(asc(submissions.number))
    .all();
}
