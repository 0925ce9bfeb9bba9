import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { DAY } from '../platform/clock.ts';
import { sha256 } from '../platform/digest.ts';
import { newId, newSecret } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import type { AddressChange } from './address-pages.ts';
import { endSessions } from './factor-store.ts';
import { mailAddressChange, mailAddressChanged } from './messages.ts';
import { recipientOf } from './store.ts';
import { addressChanges, addresses, sessions } from './tables.ts';

/** Begins a change of address: both mailboxes are written to; an earlier one that was under way is stopped. */
export function askAddressChange(tx: Tx, account: string, address: string): void {
  const open = and(
    eq(addressChanges.accountId, account),
    isNull(addressChanges.doneAt),
    isNull(addressChanges.stoppedAt),
  );
  tx.db.update(addressChanges).set({ stoppedAt: tx.at }).where(open).run();
  const tokens = { old: newSecret(), new: newSecret() };
  const change = tx.db
    .insert(addressChanges)
    .values({
      id: newId<'addressChange'>(),
      accountId: account,
      address,
      askedAt: tx.at,
      endsAt: tx.at + DAY,
      oldHash: sha256(tokens.old),
      newHash: sha256(tokens.new),
    })
    .returning()
    .get();
  mailAddressChange(tx, change, tokens);
  tx.record({ edition: null, object: account, detail: { change: change.id, address } });
}

/** Takes the word of one mailbox; with the second one the new address stands. Refused where it is another account's. */
export function confirmAddress(
  tx: Tx,
  { change, mailbox }: { change: AddressChange; mailbox: 'old' | 'new' },
): Refusal | 'one' | 'both' {
  const key = mailbox === 'old' ? 'oldConfirmedAt' : 'newConfirmedAt';
  const now = tx.db
    .update(addressChanges)
    .set({ [key]: change[key] ?? tx.at })
    .where(eq(addressChanges.id, change.id))
    .returning()
    .get();
  tx.record({ edition: null, object: change.accountId, detail: { change: change.id, confirmed: mailbox } });
  if (now.oldConfirmedAt === null || now.newConfirmedAt === null) return 'one';
  const taken = tx.db
    .select({ id: addresses.id })
    .from(addresses)
    .where(and(eq(addresses.address, change.address), isNull(addresses.until)))
    .get();
  if (taken) return refuse('people.addressTaken');
  moveAddress(tx, now);
  return 'both';
}

function moveAddress(tx: Tx, change: AddressChange): void {
  const { to, lang } = recipientOf(tx, change.accountId);
  const live = and(eq(addresses.accountId, change.accountId), isNull(addresses.until));
  tx.db.update(addresses).set({ until: tx.at }).where(live).run();
  tx.db
    .insert(addresses)
    .values({ id: newId(), accountId: change.accountId, address: change.address, since: tx.at })
    .run();
  tx.db.update(addressChanges).set({ doneAt: tx.at }).where(eq(addressChanges.id, change.id)).run();
  mailAddressChanged(tx, change, { name: to.name, address: to.address, lang });
  tx.record({
    edition: null,
    object: change.accountId,
    detail: { change: change.id, address: change.address },
  });
  endSessions(tx, change.accountId, null);
}

/** Stops a change of address, as the old mailbox may. */
export function stopAddressChange(tx: Tx, change: AddressChange): void {
  tx.db.update(addressChanges).set({ stoppedAt: tx.at }).where(eq(addressChanges.id, change.id)).run();
  tx.record({ edition: null, object: change.accountId, detail: { change: change.id, stopped: true } });
}

/**
 * Corrects the address of an account in which nobody has ever signed in: a word mistyped in an invitation. Whoever has
 * signed in changes the address alone, from both mailboxes.
 */
export function correctAddress(tx: Tx, account: string, address: string): Refusal | null {
  const used = tx.db.select({ id: sessions.id }).from(sessions).where(eq(sessions.accountId, account)).get();
  if (used) return refuse('people.addressIsTheirs');
  const live = and(eq(addresses.address, address), isNull(addresses.until));
  const taken = tx.db.select({ account: addresses.accountId }).from(addresses).where(live).get();
  if (taken?.account === account) return null;
  if (taken) return refuse('people.addressTaken');
  const old = and(eq(addresses.accountId, account), isNull(addresses.until));
  tx.db.update(addresses).set({ until: tx.at }).where(old).run();
  tx.db.insert(addresses).values({ id: newId(), accountId: account, address, since: tx.at }).run();
  tx.record({ edition: null, object: account, detail: { corrected: address } });
  return null;
}
