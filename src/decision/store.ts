import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import type { Computed } from './pages.ts';
import { selectionChoices, selectionOverrides, selections } from './tables.ts';

/** Keeps a computed selection as the newest draft; the drafts before it are void, with what was proposed on them. */
export function keepSelection(
  tx: Tx,
  edition: string,
  { record, digest }: Pick<Computed, 'record' | 'digest'>,
): string {
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

/** Signs a proposed selection: the digest that was shown is what is approved. A reason stands where a tie was open. */
export function approveSelection(
  tx: Tx,
  edition: string,
  id: string,
  digest: string,
  reason: string | null = null,
): void {
  tx.db
    .update(selections)
    .set({ approvedAt: tx.at, approvedBy: tx.actor, approvedDigest: digest, approveReason: reason })
    .where(eq(selections.id, id))
    .run();
  tx.record({ edition, object: id, detail: { digest, ...(reason === null ? {} : { reason }) } });
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

/** Keeps the choice among level sets on this ground; one before it ends. */
export function keepChoice(
  tx: Tx,
  edition: string,
  ground: string,
  { chosen, reason }: { chosen: readonly string[]; reason: string },
): void {
  const id = newId<'choice'>();
  tx.db
    .update(selectionChoices)
    .set({ endedAt: tx.at, endedBy: tx.actor })
    .where(
      and(
        eq(selectionChoices.editionId, edition),
        eq(selectionChoices.ground, ground),
        isNull(selectionChoices.endedAt),
      ),
    )
    .run();
  tx.db
    .insert(selectionChoices)
    .values({ id, editionId: edition, ground, chosen, reason, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition, object: id, detail: { chosen, reason } });
}

/** Moves a city in or out by hand on this ground, with the reason. */
export function keepOverride(
  tx: Tx,
  edition: string,
  ground: string,
  { nomination, side, reason }: { nomination: string; side: 'in' | 'out'; reason: string },
): void {
  const id = newId<'override'>();
  tx.db
    .insert(selectionOverrides)
    .values({
      id,
      editionId: edition,
      ground,
      nominationId: nomination,
      side,
      reason,
      at: tx.at,
      by: tx.actor,
    })
    .run();
  tx.record({ edition, object: id, detail: { nomination, side, reason } });
}

/** Takes back what was decided by hand on a city; returns false where nothing was. */
export function endOverride(tx: Tx, edition: string, ground: string, nomination: string): boolean {
  const ended = tx.db
    .update(selectionOverrides)
    .set({ endedAt: tx.at, endedBy: tx.actor })
    .where(
      and(
        eq(selectionOverrides.editionId, edition),
        eq(selectionOverrides.ground, ground),
        eq(selectionOverrides.nominationId, nomination),
        isNull(selectionOverrides.endedAt),
      ),
    )
    .returning({ id: selectionOverrides.id })
    .get();
  if (ended) tx.record({ edition, object: ended.id, detail: { nomination, takenBack: true } });
  return ended !== undefined;
}
