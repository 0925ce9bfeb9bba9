import { normalAddress } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { statement } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import { markBounced } from '../platform/outbox.ts';
import { bounces } from './tables.ts';

/** A mail that came back, as somebody typed it in or the mail provider told it. */
export type Bounce = {
  address: string;
  reason: string;
  /** Whether the mailbox will never take a mail; otherwise it was full, or away, for a time. */
  permanent: boolean;
  source: 'hand' | 'provider';
  /** The edition among whose messages it is looked for; absent for all. */
  edition?: string;
  /** The message that came back, where it is known; otherwise the last one that was delivered to the address. */
  message?: string;
};

/**
 * Writes a mail that came back to its message and to the person, once; returns the message, or null where none that was
 * delivered to that address is left to come back.
 */
export function recordBounce(tx: Tx, bounce: Bounce): string | null {
  const sqlite = tx.db.$client;
  const address = normalAddress(bounce.address);
  const found = statement(
    sqlite,
    `SELECT id, account_id AS account, edition FROM outbox
     WHERE lower(to_address) = @address AND (@message IS NULL OR id = @message) AND (@edition IS NULL OR edition = @edition)
       AND delivered_at IS NOT NULL AND refused_at IS NULL
     ORDER BY delivered_at DESC, id LIMIT 1`,
  ).get({ address, message: bounce.message ?? null, edition: bounce.edition ?? null }) as
    | { id: string; account: string | null; edition: string | null }
    | undefined;
  if (found === undefined || !markBounced(sqlite, found.id, tx.at, bounce.reason)) return null;
  const { permanent, source } = bounce;
  const reason = bounce.reason.slice(0, 500);
  const told = { messageId: found.id, accountId: found.account, address, reason, permanent, source };
  tx.db
    .insert(bounces)
    .values({ id: newId<'bounce'>(), ...told, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition: found.edition, object: found.id, detail: { bounced: address, permanent, source } });
  return found.id;
}
