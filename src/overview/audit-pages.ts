import { namesOf } from '../people/pages.ts';
import { verifyChain } from '../platform/audit.ts';
import { isoOf } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';

export const AUDIT_PAGE = 50;

export type AuditFilter = { action: string; actor: string; before: number | null };

type Row = {
  seq: number;
  at: number;
  actor: string;
  action: string;
  object: string;
  hash: string;
  detail: string | null;
};

const WHERE = `WHERE edition = @edition AND (@action = '' OR action = @action) AND (@actor = '' OR actor = @actor)`;

/** A page of the audit log of an edition, the newest first, with names in place of pseudonyms and its head. */
export function auditPage(db: Db, edition: string, filter: AuditFilter) {
  const { action, actor, before } = filter;
  const bound = { edition, action, actor, before: before ?? Number.MAX_SAFE_INTEGER, limit: AUDIT_PAGE + 1 };
  const rows = statement(
    db.$client,
    `SELECT seq, at, actor, action, object, hash, detail FROM audit LEFT JOIN audit_details USING (seq)
     ${WHERE} AND seq < @before ORDER BY seq DESC LIMIT @limit`,
  ).all(bound) as Row[];
  const { count } = statement(db.$client, `SELECT count(*) AS count FROM audit ${WHERE}`).get({
    edition,
    action,
    actor,
  }) as {
    count: number;
  };
  const shown = rows.slice(0, AUDIT_PAGE);
  const names = namesOf(
    db,
    shown.map((row) => row.actor),
  );
  return {
    count,
    rows: shown.map((row) => ({
      seq: row.seq,
      at: isoOf(row.at),
      actor: names.get(row.actor)?.name ?? row.actor,
      action: row.action,
      object: row.object,
      detail: row.detail === null ? null : readable(row.detail),
    })),
    next: rows.length > AUDIT_PAGE ? (shown.at(-1)?.seq ?? null) : null,
  };
}

function readable(detail: string): string {
  const facts = JSON.parse(detail) as Record<string, unknown>;
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('; ');
}

/** What may be filtered by: the verbs and the people that the edition's log holds. */
export function auditChoices(db: Db, edition: string) {
  const list = (column: 'action' | 'actor') =>
    (
      statement(
        db.$client,
        `SELECT DISTINCT ${column} AS value FROM audit WHERE edition = ? ORDER BY value`,
      ).all(edition) as {
        value: string;
      }[]
    ).map(({ value }) => value);
  const names = namesOf(db, list('actor'));
  return {
    actions: list('action').map((value) => ({ value, label: value })),
    actors: list('actor').map((value) => ({ value, label: names.get(value)?.name ?? value })),
  };
}

/** The head of the chain and whether the whole chain holds. */
export function chainState(db: Db) {
  const head = statement(db.$client, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as
    | { seq: number; hash: string }
    | undefined;
  const fault = verifyChain(db.$client);
  return { seq: head?.seq ?? 0, hash: head?.hash ?? '', fault };
}
