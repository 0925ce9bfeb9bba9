import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { prepared } from '../platform/database.ts';
import { sha256 } from '../platform/digest.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { newId, newSecret } from '../platform/ids.ts';
import { SESSION_MS } from './sign-in.ts';
import { accounts, addresses, challenges, invitations, sessions } from './tables.ts';

/** An address as it is kept and compared: trimmed, in lower case. */
export function normalAddress(typed: string): string {
  return typed.trim().toLowerCase();
}

const liveAddress = prepared((db) =>
  db
    .select({ accountId: addresses.accountId })
    .from(addresses)
    .where(and(eq(addresses.address, sql.placeholder('address')), isNull(addresses.until)))
    .prepare(),
);

/** Finds the account of an address, or makes one; the name is kept where the account has one already. */
export function ensureAccount(
  tx: Tx,
  who: { address: string; name: string; lang: Lang; country?: string; timeZone?: string },
): string {
  const address = normalAddress(who.address);
  const known = liveAddress(tx.db).get({ address });
  if (known) {
    nameNameless(tx, known.accountId, who.name);
    return known.accountId;
  }
  const id = newId<'account'>();
  const { name, lang, country = null, timeZone = null } = who;
  tx.db.insert(accounts).values({ id, name, lang, country, timeZone, createdAt: tx.at }).run();
  tx.db.insert(addresses).values({ id: newId(), accountId: id, address, since: tx.at }).run();
  tx.record({ edition: null, object: id, detail: { created: { address, name } } });
  return id;
}

function nameNameless(tx: Tx, account: string, name: string): void {
  if (name === '') return;
  const changed = tx.db
    .update(accounts)
    .set({ name })
    .where(and(eq(accounts.id, account), eq(accounts.name, '')))
    .run();
  if (changed.changes > 0) tx.record({ edition: null, object: account, detail: { name } });
}

/** Writes what a person says of themselves: name, language, time zone. */
export function describeAccount(
  tx: Tx,
  account: string,
  said: { name: string; lang: Lang; timeZone: string | null },
): void {
  tx.db.update(accounts).set(said).where(eq(accounts.id, account)).run();
  tx.record({ edition: null, object: account, detail: said });
}

/** Marks the challenge as used; returns false where it was used already. */
export function useChallenge(tx: Tx, challenge: string): boolean {
  const claimed = tx.db
    .update(challenges)
    .set({ usedAt: tx.at })
    .where(and(eq(challenges.id, challenge), isNull(challenges.usedAt)))
    .run();
  return claimed.changes === 1;
}

export type Begun = {
  /** What the browser says of itself. */
  device: string;
  /** `sample` where a printed link led in: it stands for a second factor, outside production alone. */
  proof: 'link' | 'sample';
  /** The hash of the browser's own cookie. */
  browserHash?: string;
};

/** Begins a session of the account and returns the secret of its cookie; only its hash is kept. */
export function startSession(tx: Tx, account: string, { device, proof, browserHash }: Begun): string {
  const token = newSecret();
  const id = newId<'session'>();
  tx.db
    .insert(sessions)
    .values({
      id,
      tokenHash: sha256(token),
      accountId: account,
      createdAt: tx.at,
      seenAt: tx.at,
      endsAt: tx.at + SESSION_MS,
      device: device.slice(0, 200),
      proof,
      provedAt: tx.at,
      browserHash: browserHash ?? null,
    })
    .run();
  tx.record({ edition: null, object: account, detail: { session: id } });
  return token;
}

/** Ends a session of the account; ending it twice is the same as once. */
export function endSession(tx: Tx, account: string, session: string): void {
  const ended = tx.db
    .update(sessions)
    .set({ endedAt: tx.at })
    .where(and(eq(sessions.id, session), eq(sessions.accountId, account), isNull(sessions.endedAt)))
    .run();
  if (ended.changes > 0) tx.record({ edition: null, object: account, detail: { ended: session } });
}

export type InvitationPurpose = (typeof invitations.$inferInsert)['purpose'];

/**
 * Makes an invitation link for the account and returns its path without the language; the link only fills in the
 * address of the sign-in, so that it may be used again until it ends.
 */
export function invite(
  tx: Tx,
  account: string,
  purpose: InvitationPurpose,
  path: string,
  endsAt: number,
): string {
  const token = newSecret();
  tx.db
    .insert(invitations)
    .values({
      id: newId(),
      tokenHash: sha256(token),
      accountId: account,
      purpose,
      path,
      createdAt: tx.at,
      endsAt,
    })
    .run();
  return `/invitation/${token}`;
}

/** The recipient of a message: name, address and language of an account. */
export function recipientOf(
  tx: Pick<Tx, 'db'>,
  account: string,
): { to: { account: string; name: string; address: string }; lang: Lang } {
  const row = tx.db
    .select({ name: accounts.name, lang: accounts.lang, address: addresses.address })
    .from(accounts)
    .innerJoin(addresses, and(eq(addresses.accountId, accounts.id), isNull(addresses.until)))
    .where(eq(accounts.id, account))
    .get();
  if (!row) throw new Error(`account ${account} has no address`);
  return { to: { account, name: row.name || row.address, address: row.address }, lang: row.lang };
}
