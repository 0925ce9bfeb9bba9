import type { Tx } from '../platform/act.ts';
import { selectionReserves } from './tables.ts';

/** Keeps why a reserve was brought in with a draft, and for whom. */
export function keepReserve(
  tx: Tx,
  edition: string,
  selection: string,
  brought: { declined: readonly string[]; entered: readonly string[]; reason: string },
): void {
  tx.db
    .insert(selectionReserves)
    .values({ selectionId: selection, ...brought, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition, object: selection, detail: { reserve: brought } });
}
