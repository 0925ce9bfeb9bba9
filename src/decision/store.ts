import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import type { Computed } from './pages.ts';
import { selections } from './tables.ts';

/** Keeps a computed selection as the newest draft; the drafts before it are void, with what was proposed on them. */
export function keepSelection(tx: Tx, edition: string, { record, digest }: Computed): string {
  const id = newId<'selection'>();
  tx.db
    .update(selections)
    .set({ voidedAt: tx.at })
    .where(and(eq(selections.editionId, edition), isNull(selections.voidedAt)))
    .run();
  const drafts = tx.db
    .select({ n: sql<number>`count(*)` })
    .from(selections)
    .where(eq(selections.editionId, edition))
    .get();
  tx.db
    .insert(selections)
    .values({
      id,
      editionId: edition,
      draft: (drafts?.n ?? 0) + 1,
      record,
      digest,
      computedAt: tx.at,
      computedBy: tx.actor,
    })
    .run();
  tx.record({ edition, object: id, detail: { digest, awardees: record.awardees } });
  return id;
}

/** Proposes a selection for the second signature. */
export function proposeSelection(tx: Tx, edition: string, id: string, digest: string): void {
  tx.db
    .update(selections)
    .set({ proposedAt: tx.at, proposedBy: tx.actor, returnedAt: null, returnedBy: null, returnReason: null })
    .where(eq(selections.id, id))
    .run();
  tx.record({ edition, object: id, detail: { digest } });
}

/** Signs a proposed selection: the digest that was shown is what is approved. */
export function approveSelection(tx: Tx, edition: string, id: string, digest: string): void {
  tx.db
    .update(selections)
    .set({ approvedAt: tx.at, approvedBy: tx.actor, approvedDigest: digest })
    .where(eq(selections.id, id))
    .run();
  tx.record({ edition, object: id, detail: { digest } });
}

/** Sends a proposed selection back with the reason. */
export function returnSelection(tx: Tx, edition: string, id: string, reason: string): void {
  tx.db
    .update(selections)
    .set({
      returnedAt: tx.at,
      returnedBy: tx.actor,
      returnReason: reason,
      proposedAt: null,
      proposedBy: null,
    })
    .where(eq(selections.id, id))
    .run();
  tx.record({ edition, object: id, detail: { reason } });
}
