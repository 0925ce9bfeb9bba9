import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { acceptedJurors, standingConflicts } from '../jury/pages.ts';
import { choicesOf } from '../nominations/answers.ts';
import { submittedDocument } from '../nominations/dossier-pages.ts';
import { type Db, prepared } from '../platform/database.ts';
import { shortlisted } from '../screening/pages.ts';
import type { Loads, Panel, ReadDossier, Reader } from './affinity.ts';
import type { SolutionFile } from './command.ts';
import type { ProblemFile } from './problem.ts';
import { assignments, proposals } from './tables.ts';

export type LiveAssignment = {
  id: string;
  juror: string;
  nomination: string;
  position: number;
  announcedAt: number | null;
};

const livePairs = prepared((db) =>
  db
    .select({
      id: assignments.id,
      juror: assignments.jurorId,
      nomination: assignments.nominationId,
      position: assignments.position,
      announcedAt: assignments.announcedAt,
    })
    .from(assignments)
    .where(
      and(
        eq(assignments.editionId, sql.placeholder('edition')),
        isNull(assignments.recusedAt),
        isNull(assignments.removedAt),
      ),
    )
    .orderBy(asc(assignments.jurorId), asc(assignments.position))
    .prepare(),
);

/** The pairs that stand in an edition: applied, neither handed back nor taken away. */
export function liveAssignments(db: Db, edition: string): LiveAssignment[] {
  return livePairs(db).all({ edition });
}

/** The pairs that ended in an edition, with the reason of a recusal. */
export function endedAssignments(db: Db, edition: string) {
  return db
    .select({
      juror: assignments.jurorId,
      nomination: assignments.nominationId,
      recusedAt: assignments.recusedAt,
      reason: assignments.recusalReason,
    })
    .from(assignments)
    .where(and(eq(assignments.editionId, edition), sql`(recused_at IS NOT NULL OR removed_at IS NOT NULL)`))
    .all();
}

export type NamedReader = Reader & { name: string; account: string };

/** The accepted jurors of an edition as readers, by name. */
export function readersOf(db: Db, edition: string): NamedReader[] {
  return acceptedJurors(db, edition).map(
    ({ id, accountId, name, country, region, languages, expertise, maxLoad }) => {
      return { id, account: accountId, name, country, region, languages, expertise, maxLoad };
    },
  );
}

export type NamedDossier = ReadDossier & { cityName: string; country: string };

/** The shortlisted dossiers of an edition with the themes that their cities named. */
export function dossiersOf(db: Db, edition: Edition): NamedDossier[] {
  const { themesQuestion } = edition.definition.rules.jury.affinity;
  return shortlisted(db, edition.id).map((nomination) => {
    const document = submittedDocument(db, nomination.id);
    const themes = themesQuestion === null ? [] : choicesOf(document?.answers[themesQuestion]);
    const { id, cityName, country, region, lang } = nomination;
    return { id, cityName, country, region, lang, themes };
  });
}

export type NamedPanel = Omit<Panel, 'readers' | 'dossiers'> & {
  readers: NamedReader[];
  dossiers: NamedDossier[];
};

/** Everything that an assignment of this edition rests on, as it stands now. */
export function panelOf(db: Db, edition: Edition, loads: Loads): NamedPanel {
  return {
    rules: edition.definition.rules.jury,
    readers: readersOf(db, edition.id),
    dossiers: dossiersOf(db, edition),
    conflicts: standingConflicts(db, edition.id),
    ended: endedAssignments(db, edition.id),
    loads,
  };
}

export type Proposal = {
  id: string;
  kind: 'whole' | 'top-up';
  problem: ProblemFile;
  problemDigest: string;
  solution: SolutionFile;
  madeAt: number;
  madeBy: string;
  appliedAt: number | null;
};

const newestProposalRow = prepared((db) =>
  db
    .select()
    .from(proposals)
    .where(eq(proposals.editionId, sql.placeholder('edition')))
    .orderBy(desc(proposals.madeAt), desc(sql`rowid`))
    .limit(1)
    .prepare(),
);

/** The newest proposal of an edition. */
export function newestProposal(db: Db, edition: string): Proposal | null {
  const row = newestProposalRow(db).get({ edition });
  if (!row) return null;
  return { ...row, problem: row.problem as ProblemFile, solution: row.solution as SolutionFile };
}
