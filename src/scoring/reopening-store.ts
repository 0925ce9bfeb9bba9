import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import type { Reopening } from './reopening-pages.ts';
import { scorecardLocks, scorecardReopenings } from './tables.ts';

/** Writes the wish that a locked card be opened again until an instant; another person answers it. */
export function askReopening(
  tx: Tx,
  asked: { edition: string; lock: string; reason: string; openUntil: Instant },
): string {
  const { edition, lock, reason, openUntil } = asked;
  const id = newId<'reopening'>();
  tx.db
    .insert(scorecardReopenings)
    .values({ id, lockId: lock, reason, openUntil, askedAt: tx.at, askedBy: tx.actor })
    .run();
  tx.record({ edition, object: id, detail: { lock, reason, openUntil } });
  return id;
}

/** Answers such a wish: approved, the lock ends and is kept, and the card can be written again. */
export function answerReopening(
  tx: Tx,
  edition: string,
  reopening: Reopening,
  outcome: 'approved' | 'declined',
): void {
  const answered = tx.db
    .update(scorecardReopenings)
    .set({ answeredAt: tx.at, answeredBy: tx.actor, outcome })
    .where(and(eq(scorecardReopenings.id, reopening.id), isNull(scorecardReopenings.answeredAt)))
    .run();
  if (answered.changes === 0) return;
  const { lock, askedBy, reason } = reopening;
  if (outcome === 'approved') {
    tx.db
      .update(scorecardLocks)
      .set({
        reopenedAt: tx.at,
        reopenedBy: askedBy,
        reopeningApprovedBy: tx.actor,
        reopeningReason: reason,
      })
      .where(and(eq(scorecardLocks.id, lock), isNull(scorecardLocks.reopenedAt)))
      .run();
  }
  tx.record({ edition, object: reopening.id, detail: { lock, outcome, askedBy, reason } });
}
