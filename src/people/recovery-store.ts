import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import { endFactors } from './factor-store.ts';
import { recipientOf } from './store.ts';
import { recoveries } from './tables.ts';

/** Asks for the recovery of a lost factor; while one is open it stays the only one. Returns its id and whether it is new. */
export function askRecovery(tx: Tx, account: string, reason: string): { id: string; isNew: boolean } {
  const open = and(
    eq(recoveries.accountId, account),
    isNull(recoveries.confirmedAt),
    isNull(recoveries.refusedAt),
  );
  const known = tx.db.select({ id: recoveries.id }).from(recoveries).where(open).get();
  if (known) return { id: known.id, isNew: false };
  const id = newId<'recovery'>();
  tx.db.insert(recoveries).values({ id, accountId: account, reason, askedAt: tx.at }).run();
  tx.record({ edition: null, object: account, detail: { recovery: id, reason } });
  return { id, isNew: true };
}

/** Confirms a recovery: the old factors and all sessions end, and the owner is told how to come in again. */
export function confirmRecovery(
  tx: Tx,
  edition: string | null,
  recovery: { id: string; accountId: string },
): void {
  tx.db
    .update(recoveries)
    .set({ confirmedAt: tx.at, confirmedBy: tx.actor })
    .where(eq(recoveries.id, recovery.id))
    .run();
  tx.record({ edition, object: recovery.accountId, detail: { recovery: recovery.id, confirmed: true } });
  endFactors(tx, recovery.accountId);
  mailRecovered(tx, recovery.id, recovery.accountId);
}

/** Ends the factors of an account from the server itself, where nobody else could confirm it. */
export function recoverOnServer(tx: Tx, account: string, editions: readonly string[]): void {
  const { id } = askRecovery(tx, account, 'recovered on the server');
  tx.db
    .update(recoveries)
    .set({ confirmedAt: tx.at, confirmedBy: tx.actor })
    .where(eq(recoveries.id, id))
    .run();
  for (const edition of editions)
    tx.record({ edition, object: account, detail: { recovery: id, onServer: true } });
  endFactors(tx, account);
  mailRecovered(tx, id, account);
}

function mailRecovered(tx: Tx, recovery: string, account: string): void {
  tx.send({
    key: `recovered-${recovery}`,
    template: 'people.mail.recovered',
    ...recipientOf(tx, account),
    facts: {},
    link: '/sign-in',
    edition: null,
  });
}

/** Refuses a recovery: the factors stay, and the owner is told. */
export function refuseRecovery(tx: Tx, edition: string, recovery: { id: string; accountId: string }): void {
  tx.db
    .update(recoveries)
    .set({ refusedAt: tx.at, refusedBy: tx.actor })
    .where(eq(recoveries.id, recovery.id))
    .run();
  tx.record({ edition, object: recovery.accountId, detail: { recovery: recovery.id, refused: true } });
  tx.send({
    key: `recovery-refused-${recovery.id}`,
    template: 'people.mail.recovery-refused',
    ...recipientOf(tx, recovery.accountId),
    facts: {},
    edition: null,
  });
}
