import { isoOf } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';

export const MESSAGE_STATES = ['waiting', 'delivered', 'refused', 'stopped'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

const STATE = `CASE WHEN stopped_at IS NOT NULL THEN 'stopped' WHEN refused_at IS NOT NULL THEN 'refused'
  WHEN delivered_at IS NOT NULL THEN 'delivered' ELSE 'waiting' END`;

export type MessageRow = {
  id: string;
  template: string;
  toName: string;
  toAddress: string;
  state: MessageState;
  dueAt: string;
  doneAt: string | null;
  refusal: string | null;
  attempts: number;
};

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

/** The newest two hundred messages of an edition, all or in one state. */
export function messagesOf(db: Db, edition: string, state: MessageState | null): MessageRow[] {
  const rows = statement(
    db.$client,
    `SELECT id, template, to_name AS toName, to_address AS toAddress, ${STATE} AS state, due_at AS dueAt,
       coalesce(stopped_at, refused_at, delivered_at) AS doneAt, refusal, attempts
     FROM outbox WHERE edition = @edition AND (@state IS NULL OR ${STATE} = @state)
     ORDER BY created_at DESC, id DESC LIMIT 200`,
  ).all({ edition, state }) as (Omit<MessageRow, 'dueAt' | 'doneAt'> & {
    dueAt: number;
    doneAt: number | null;
  })[];
  return rows.map((row) => ({
    ...row,
    dueAt: isoOf(row.dueAt),
    doneAt: isoOf(row.doneAt),
  }));
}

/** One message of an edition with its state. */
export function messageById(db: Db, edition: string, id: string): { id: string; state: MessageState } | null {
  const row = statement(
    db.$client,
    `SELECT id, ${STATE} AS state FROM outbox WHERE edition = ? AND id = ?`,
  ).get(edition, id);
  return (row as { id: string; state: MessageState } | undefined) ?? null;
}
