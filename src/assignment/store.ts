import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import { jurors } from '../jury/tables.ts';
import type { Tx } from '../platform/act.ts';
import { sha256 } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import type { Asked } from './affinity.ts';
import type { ProposedSolution } from './changing.ts';
import { liveAssignments, openShortfalls, type Proposal } from './pages.ts';
import type { ProblemFile } from './problem.ts';
import type { WithoutRules } from './solving.ts';
import { assignments, proposals, shortfalls } from './tables.ts';

/**
 * Ends an assignment by recusal, with the reason; the row stays, so that the pair is never made again. Returns false
 * where it had ended before: handing back twice is the same as once.
 */
export function recuseAssignment(
  tx: Tx,
  { assignment, reason }: { assignment: string; reason: string },
): boolean {
  const ended = tx.db
    .update(assignments)
    .set({ recusedAt: tx.at, recusalReason: reason })
    .where(and(eq(assignments.id, assignment), isNull(assignments.recusedAt), isNull(assignments.removedAt)))
    .returning({
      edition: assignments.editionId,
      juror: assignments.jurorId,
      nomination: assignments.nominationId,
    })
    .get();
  if (ended === undefined) return false;
  const { edition, juror, nomination } = ended;
  tx.record({ edition, object: assignment, detail: { recused: { juror, nomination, reason } } });
  return true;
}

export type NewProposal = {
  kind: 'whole' | 'top-up';
  problem: ProblemFile;
  digest: string;
  solution: ProposedSolution;
  asked?: Asked;
  beside?: WithoutRules | null;
  changedFrom?: string;
};

/** Keeps a computed assignment as a proposal; nobody is told and nobody is assigned. */
export function keepProposal(tx: Tx, edition: string, made: NewProposal): string {
  const id = newId<'proposal'>();
  const { kind, problem, digest, solution, asked, beside, changedFrom } = made;
  tx.db
    .insert(proposals)
    .values({
      id,
      editionId: edition,
      kind,
      problem,
      problemDigest: digest,
      solution,
      madeAt: tx.at,
      madeBy: tx.actor,
      asked: asked ?? null,
      beside: beside ?? null,
      changedFrom: changedFrom ?? null,
    })
    .run();
  const { status, sum, minNomination } = solution;
  tx.record({ edition, object: id, detail: { kind, status, digest, sum, minNomination, changedFrom } });
  return id;
}

/**
 * Makes the pairs of a proposal stand; those that stand already are left alone. Each juror's list gets an order of
 * its own, drawn from the ids, so that no dossier is read last by everybody. Gaps that it fills are closed, and gaps
 * that it leaves are opened.
 */
export function applyProposal(
  tx: Tx,
  edition: string,
  proposal: Pick<Proposal, 'id' | 'solution' | 'problem'>,
): number {
  const marked = tx.db
    .update(proposals)
    .set({ appliedAt: tx.at, appliedBy: tx.actor })
    .where(and(eq(proposals.id, proposal.id), isNull(proposals.appliedAt)))
    .run();
  if (marked.changes === 0) return 0;
  removeUnseated(tx, edition);
  const standing = liveAssignments(tx.db, edition);
  const known = new Set(standing.map(({ juror, nomination }) => `${juror} ${nomination}`));
  const open = proposal.solution.assignments.filter(
    ([juror, nomination]) => !known.has(`${juror} ${nomination}`),
  );
  const last = new Map<string, number>();
  for (const { juror, position } of standing) last.set(juror, Math.max(last.get(juror) ?? 0, position));
  const drawn = open
    .map((pair) => ({ pair, lot: sha256(pair.join(' ')) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1));
  for (const { pair } of drawn) {
    const position = (last.get(pair[0]) ?? 0) + 1;
    last.set(pair[0], position);
    insertPair(tx, { edition, proposal: proposal.id, pair, position });
  }
  settleShortfalls(tx, edition, proposal.problem);
  tx.record({ edition, object: proposal.id, detail: { applied: open.length } });
  return open.length;
}

type NewPair = {
  edition: string;
  proposal: string;
  pair: ProposedSolution['assignments'][number];
  position: number;
};

function insertPair(tx: Tx, { edition, proposal, pair: [jurorId, nominationId], position }: NewPair): void {
  tx.db
    .insert(assignments)
    .values({
      id: newId<'assignment'>(),
      editionId: edition,
      jurorId,
      nominationId,
      proposalId: proposal,
      position,
      appliedAt: tx.at,
      appliedBy: tx.actor,
    })
    .run();
}

/** Ends the pairs of jurors who left: whoever sits again later begins with an empty list. */
function removeUnseated(tx: Tx, edition: string): void {
  const unseated = tx.db
    .select({ id: jurors.id })
    .from(jurors)
    .where(and(eq(jurors.editionId, edition), isNotNull(jurors.endedAt)));
  const isLive = and(isNull(assignments.recusedAt), isNull(assignments.removedAt));
  tx.db
    .update(assignments)
    .set({ removedAt: tx.at, removedBy: tx.actor })
    .where(and(eq(assignments.editionId, edition), inArray(assignments.jurorId, unseated), isLive))
    .run();
}

/** Opens a shortfall for each nomination of the problem that lacks readers, and closes those that are filled. */
function settleShortfalls(tx: Tx, edition: string, { nominations, perNomination }: ProblemFile): void {
  const counts = new Map<string, number>();
  for (const { nomination } of liveAssignments(tx.db, edition))
    counts.set(nomination, (counts.get(nomination) ?? 0) + 1);
  const isFull = (id: string) => (counts.get(id) ?? 0) >= perNomination;
  const open = openShortfalls(tx.db, edition).map(({ nomination }) => nomination);
  for (const nomination of open.filter(isFull)) {
    const isOpen = and(eq(shortfalls.nominationId, nomination), isNull(shortfalls.closedAt));
    tx.db.update(shortfalls).set({ closedAt: tx.at }).where(isOpen).run();
  }
  const lacking = nominations.filter(({ id }) => !isFull(id) && !open.includes(id));
  for (const { id: nominationId } of lacking) {
    tx.db.insert(shortfalls).values({ editionId: edition, nominationId, openedAt: tx.at }).run();
  }
}

/** Opens the applied pairs to their jurors and returns how many each juror got; those opened before are left alone. */
export function announceAssignments(tx: Tx, edition: string): Map<string, number> {
  const opened = tx.db
    .update(assignments)
    .set({ announcedAt: tx.at })
    .where(
      and(
        eq(assignments.editionId, edition),
        isNull(assignments.announcedAt),
        isNull(assignments.recusedAt),
        isNull(assignments.removedAt),
        inArray(
          assignments.jurorId,
          tx.db.select({ id: jurors.id }).from(jurors).where(isNull(jurors.endedAt)),
        ),
      ),
    )
    .returning({ juror: assignments.jurorId })
    .all();
  const counts = new Map<string, number>();
  for (const { juror } of opened) counts.set(juror, (counts.get(juror) ?? 0) + 1);
  if (opened.length > 0)
    tx.record({ edition, object: edition, detail: { opened: opened.length, jurors: counts.size } });
  return counts;
}
