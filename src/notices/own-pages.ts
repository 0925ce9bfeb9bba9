import { isoOf } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';

/** A message that has reached an account. */
export type OwnMessage = {
  id: string;
  template: string;
  lang: 'en' | 'fr' | 'es';
  toAddress: string;
  facts: string;
  toName: string;
  at: string;
};

// What has not left yet is nobody's to read: a result waits here for its moment.
const REACHED = 'account_id = @account AND delivered_at IS NOT NULL AND refused_at IS NULL';

/** How many messages have reached an account. */
export function countOwnMessages(db: Db, account: string): number {
  const row = statement(db.$client, `SELECT count(*) AS count FROM outbox WHERE ${REACHED}`).get({ account });
  return (row as { count: number }).count;
}

/** Some of the messages that have reached an account, the newest first. */
export function ownMessages(
  db: Db,
  account: string,
  { from, size }: { from: number; size: number },
): OwnMessage[] {
  const rows = statement(
    db.$client,
    `SELECT id, template, lang, to_address AS toAddress, facts, to_name AS toName, delivered_at AS at FROM outbox
     WHERE ${REACHED} ORDER BY delivered_at DESC, id LIMIT @size OFFSET @from`,
  ).all({ account, from, size }) as (Omit<OwnMessage, 'at'> & { at: number })[];
  return rows.map((row) => ({ ...row, at: isoOf(row.at) }));
}

/** One message that has reached an account. */
export function ownMessage(db: Db, account: string, id: string): OwnMessage | null {
  const row = statement(
    db.$client,
    `SELECT id, template, lang, to_address AS toAddress, facts, to_name AS toName, delivered_at AS at FROM outbox
     WHERE ${REACHED} AND id = @id`,
  ).get({ account, id }) as (Omit<OwnMessage, 'at'> & { at: number }) | undefined;
  return row ? { ...row, at: isoOf(row.at) } : null;
}

/** Whether an account wants reminders: it does until it says otherwise. */
export function wantsReminders(db: Db, account: string): boolean {
  const row = statement(db.$client, 'SELECT reminders FROM message_choices WHERE account_id = ?').get(
    account,
  );
  return (row as { reminders: number } | undefined)?.reminders !== 0;
}
