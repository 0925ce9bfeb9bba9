import { isoOf } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';

export const MESSAGE_STATES = ['waiting', 'delivered', 'refused', 'stopped'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

const STATE = `CASE WHEN stopped_at IS NOT NULL THEN 'stopped' WHEN refused_at IS NOT NULL THEN 'refused'
  WHEN delivered_at IS NOT NULL THEN 'delivered' ELSE 'waiting' END`;

export type MessageRow = {
  id: string;
  template: string;
  account: string | null;
  toName: string;
  toAddress: string;
  state: MessageState;
  dueAt: string;
  doneAt: string | null;
  refusal: string | null;
  attempts: number;
};

const COLUMNS = `id, template, account_id AS account, to_name AS toName, to_address AS toAddress, ${STATE} AS state,
  due_at AS dueAt, coalesce(stopped_at, refused_at, delivered_at) AS doneAt, refusal, attempts`;

type Row = Omit<MessageRow, 'dueAt' | 'doneAt'> & { dueAt: number; doneAt: number | null };

const toMessage = (row: Row): MessageRow => ({
  ...row,
  dueAt: isoOf(row.dueAt),
  doneAt: isoOf(row.doneAt),
});

/** How many messages of an edition stand in each state. */
export function messageCounts(db: Db, edition: string): Record<MessageState, number> {
  const rows = statement(
    db.$client,
    `SELECT ${STATE} AS state, count(*) AS count FROM outbox WHERE edition = ? GROUP BY 1`,
  ).all(edition) as { state: MessageState; count: number }[];
  const counts = { waiting: 0, delivered: 0, refused: 0, stopped: 0 };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

/** Some of the messages of an edition, the newest first, all or in one state. */
export function messagesOf(
  db: Db,
  edition: string,
  { state, from, size }: { state: MessageState | null; from: number; size: number },
): MessageRow[] {
  const rows = statement(
    db.$client,
    `SELECT ${COLUMNS} FROM outbox WHERE edition = @edition AND (@state IS NULL OR ${STATE} = @state)
     ORDER BY created_at DESC, id DESC LIMIT @size OFFSET @from`,
  ).all({ edition, state, from, size }) as Row[];
  return rows.map(toMessage);
}

/** One message of an edition with its state. */
export function messageById(db: Db, edition: string, id: string): MessageRow | null {
  const row = statement(db.$client, `SELECT ${COLUMNS} FROM outbox WHERE edition = ? AND id = ?`).get(
    edition,
    id,
  );
  return row ? toMessage(row as Row) : null;
}
