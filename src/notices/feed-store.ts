import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { sha256 } from '../platform/digest.ts';
import { newId, newSecret } from '../platform/ids.ts';
import { calendarFeeds } from './tables.ts';

const live = (account: string) => and(eq(calendarFeeds.accountId, account), isNull(calendarFeeds.endedAt));

/** Ends the address of an account's calendar; ending it twice is the same as once. */
export function endFeed(tx: Tx, account: string): void {
  const ended = tx.db.update(calendarFeeds).set({ endedAt: tx.at }).where(live(account)).run();
  if (ended.changes > 0) tx.record({ edition: null, object: account, detail: { calendar: 'ended' } });
}

/** Makes a new secret address of an account's calendar in place of the one before; returns the secret. */
export function makeFeed(tx: Tx, account: string): string {
  endFeed(tx, account);
  const secret = newSecret();
  tx.db
    .insert(calendarFeeds)
    .values({ id: newId<'feed'>(), accountId: account, secretHash: sha256(secret), since: tx.at })
    .run();
  tx.record({ edition: null, object: account, detail: { calendar: 'made' } });
  return secret;
}
