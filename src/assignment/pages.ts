import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { acceptedJurors, standingConflicts } from '../jury/pages.ts';
import { jurors } from '../jury/tables.ts';
import { choicesOf } from '../nominations/answers.ts';
import { submittedDocument } from '../nominations/dossier-pages.ts';
import { type Db, prepared } from '../platform/database.ts';
import { shortlisted } from '../screening/pages.ts';
import type { Asked, Panel, ReadDossier, Reader } from './affinity.ts';
import type { ProposedSolution } from './changing.ts';
import type { SolutionFile } from './command.ts';
import type { ProblemFile } from './problem.ts';
import type { WithoutRules } from './solving.ts';
import { assignments, proposals, shortfalls } from './tables.ts';

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
    .innerJoin(jurors, eq(jurors.id, assignments.jurorId))
    .where(
      and(
        eq(assignments.editionId, sql.placeholder('edition')),
        isNull(assignments.recusedAt),
        isNull(assignments.removedAt),
        isNull(jurors.endedAt),
      ),
    )
    .orderBy(asc(assignments.jurorId), asc(assignments.position))
    .prepare(),
);

/** The pairs that stand in an edition: applied, neither handed back nor taken away, their juror still seated. */
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

export type NamedReader = Reader & { name: string; account: string; lang: 'en' | 'fr' | 'es' };

/** The accepted jurors of an edition as readers, by name. */
export function readersOf(db: Db, edition: string): NamedReader[] {
  return acceptedJurors(db, edition).map(
    ({ id, accountId, name, lang, country, region, languages, expertise, maxLoad }) => {
      return { id, account: accountId, name, lang, country, region, languages, expertise, maxLoad };
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
export function panelOf(db: Db, edition: Edition, asked: Asked): NamedPanel {
  return {
    rules: edition.definition.rules.jury,
    readers: readersOf(db, edition.id),
    dossiers: dossiersOf(db, edition),
    conflicts: standingConflicts(db, edition.id),
    ended: endedAssignments(db, edition.id),
    asked,
  };
}

export type Proposal = {
  id: string;
  editionId: string;
  kind: 'whole' | 'top-up';
  problem: ProblemFile;
  problemDigest: string;
  solution: ProposedSolution;
  /** Null for a proposal from before this was kept. */
  asked: Asked | null;
  /** What the same problem reaches without its rules on regions, where it has such rules. */
  beside: WithoutRules | null;
  changedFrom: string | null;
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

function readProposal(row: typeof proposals.$inferSelect): Proposal {
  return {
    ...row,
    problem: row.problem as ProblemFile,
    solution: row.solution as ProposedSolution,
    asked: row.asked as Asked | null,
    beside: row.beside as WithoutRules | null,
  };
}

/** The newest proposal of an edition. */
export function newestProposal(db: Db, edition: string): Proposal | null {
  const row = newestProposalRow(db).get({ edition });
  return row ? readProposal(row) : null;
}

/** One proposal of an edition, whether or not another came after it. */
export function proposalById(db: Db, edition: string, id: string): Proposal | null {
  const row = db
    .select()
    .from(proposals)
    .where(and(eq(proposals.editionId, edition), eq(proposals.id, id)))
    .get();
  return row ? readProposal(row) : null;
}

/** The computed proposal that one changed by hand goes back to; itself where it was computed. */
export function computedProposal(
  db: Db,
  proposal: Proposal,
): Omit<Proposal, 'solution'> & { solution: SolutionFile } {
  const { solution } = proposal;
  if ('certificate' in solution) return { ...proposal, solution };
  const from = proposalById(db, proposal.editionId, proposal.changedFrom ?? '');
  if (!from) throw new Error(`proposal ${proposal.id} was changed from none`);
  return computedProposal(db, from);
}

const MOST_LISTED = 8;

/** The latest proposals of an edition, newest first, to be compared. */
export function latestProposals(db: Db, edition: string): Proposal[] {
  const rows = db
    .select()
    .from(proposals)
    .where(eq(proposals.editionId, edition))
    .orderBy(desc(proposals.madeAt), desc(sql`rowid`))
    .limit(MOST_LISTED)
    .all();
  return rows.map(readProposal);
}

/** The nominations of an edition that lack readers, each with the instant since when. */
export function openShortfalls(db: Db, edition: string): { nomination: string; openedAt: number }[] {
  return db
    .select({ nomination: shortfalls.nominationId, openedAt: shortfalls.openedAt })
    .from(shortfalls)
    .where(and(eq(shortfalls.editionId, edition), isNull(shortfalls.closedAt)))
    .orderBy(asc(shortfalls.openedAt))
    .all();
}
