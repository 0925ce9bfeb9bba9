import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { sha256 } from '../platform/digest.ts';
import { newId } from '../platform/ids.ts';
import type { SolutionFile } from './command.ts';
import { liveAssignments, type Proposal } from './pages.ts';
import type { ProblemFile } from './problem.ts';
import { assignments, proposals } from './tables.ts';

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
  solution: SolutionFile;
};

/** Keeps a computed assignment as a proposal; nobody is told and nobody is assigned. */
export function keepProposal(tx: Tx, edition: string, made: NewProposal): string {
  const id = newId<'proposal'>();
  const { kind, problem, digest, solution } = made;
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
    })
    .run();
  const { sum, minNomination } = solution;
  tx.record({ edition, object: id, detail: { kind, digest, sum, minNomination } });
  return id;
}

/**
 * Makes the pairs of a proposal stand; those that stand already are left alone. Each juror's list gets an order of
 * its own, drawn from the ids, so that no dossier is read last by everybody.
 */
export function applyProposal(tx: Tx, edition: string, proposal: Pick<Proposal, 'id' | 'solution'>): number {
  const marked = tx.db
    .update(proposals)
    .set({ appliedAt: tx.at, appliedBy: tx.actor })
    .where(and(eq(proposals.id, proposal.id), isNull(proposals.appliedAt)))
    .run();
  if (marked.changes === 0) return 0;
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
    const [juror, nomination] = pair;
    const position = (last.get(juror) ?? 0) + 1;
    last.set(juror, position);
    tx.db
      .insert(assignments)
      .values({
        id: newId<'assignment'>(),
        editionId: edition,
        jurorId: juror,
        nominationId: nomination,
        proposalId: proposal.id,
        position,
        appliedAt: tx.at,
        appliedBy: tx.actor,
      })
      .run();
  }
  tx.record({ edition, object: proposal.id, detail: { applied: open.length } });
  return open.length;
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
