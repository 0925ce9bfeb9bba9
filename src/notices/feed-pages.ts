import type { Instant } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';
import { sha256 } from '../platform/digest.ts';

/** The account to whose calendar a secret leads; null where it was taken back or never was. */
export function accountOfFeed(db: Db, secret: string): string | null {
  const row = statement(
    db.$client,
    'SELECT account_id AS account FROM calendar_feeds WHERE secret_hash = ? AND ended_at IS NULL',
  ).get(sha256(secret));
  return (row as { account: string } | undefined)?.account ?? null;
}

/** Since when an account's calendar has an address; null where it has none. */
export function feedSince(db: Db, account: string): Instant | null {
  const row = statement(
    db.$client,
    'SELECT since FROM calendar_feeds WHERE account_id = ? AND ended_at IS NULL',
  ).get(account);
  return (row as { since: Instant } | undefined)?.since ?? null;
}
