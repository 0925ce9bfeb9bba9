import type { Tx } from '../platform/act.ts';
import { digestOf } from '../platform/digest.ts';
import { tallyClosings } from './tables.ts';

/** Closes the tally of an edition: from here on no score comes in and organisers see totals. Once is for good. */
export function closeTally(
  tx: Tx,
  edition: string,
  what: { reason: string; missing: unknown; scores: unknown },
): void {
  const digest = digestOf(what.scores);
  const done = tx.db
    .insert(tallyClosings)
    .values({
      editionId: edition,
      at: tx.at,
      by: tx.actor,
      reason: what.reason,
      missing: what.missing,
      digest,
    })
    .onConflictDoNothing()
    .run();
  if (done.changes > 0)
    tx.record({ edition, object: edition, detail: { reason: what.reason, missing: what.missing, digest } });
}
