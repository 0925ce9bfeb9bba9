import { and, desc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { sha256 } from '../platform/digest.ts';
import { addressChanges } from './tables.ts';

export type AddressChange = typeof addressChanges.$inferSelect;

const standing = (at: Instant) =>
  and(isNull(addressChanges.doneAt), isNull(addressChanges.stoppedAt), gt(addressChanges.endsAt, at));

/** The change of address that an account has under way. */
export function pendingChangeOf(db: Db, account: string, at: Instant): AddressChange | null {
  const found = db
    .select()
    .from(addressChanges)
    .where(and(eq(addressChanges.accountId, account), standing(at)))
    .orderBy(desc(addressChanges.askedAt))
    .get();
  return found ?? null;
}

/** The change to which the secret of a mail belongs, and which of both mailboxes got it. */
export function changeOfToken(
  db: Db,
  token: string,
  at: Instant,
): { change: AddressChange; mailbox: 'old' | 'new' } | null {
  const hash = sha256(token);
  const change = db
    .select()
    .from(addressChanges)
    .where(and(or(eq(addressChanges.oldHash, hash), eq(addressChanges.newHash, hash)), standing(at)))
    .get();
  return change ? { change, mailbox: change.oldHash === hash ? 'old' : 'new' } : null;
}
