import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { assignments } from './tables.ts';

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
