import { fromLocal, toLocal } from '../editions/local-time.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { namesOf } from '../people/pages.ts';
import { verifyChain } from '../platform/audit.ts';
import { HOUR, type Instant, isoOf } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';

export const AUDIT_PAGE = 50;

/** What the log is narrowed to; days are as they were typed, in the edition's zone, the last one included. */
export type AuditFilter = {
  action: string;
  actor: string;
  object: string;
  from: string;
  to: string;
  /** The zone of the days. */
  zone: string;
};

/** Reads the filter of an address; a day that does not exist counts as none. */
export function auditFilter(query: URLSearchParams, zone: string): AuditFilter {
  const text = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  const day = (name: string) => (fromLocal(`${text(name)}T00:00`, zone) === null ? '' : text(name));
  return {
    action: text('action'),
    actor: text('actor'),
    object: text('object'),
    from: day('from'),
    to: day('to'),
    zone,
  };
}

/** The filter as a query with its question mark, or nothing. */
export function auditQuery({ zone: _zone, ...filter }: AuditFilter): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
}

type Row = {
  seq: number;
  at: number;
  actor: string;
  action: string;
  object: string;
  hash: string;
  detail: string | null;
};

// An entry that names anything of a nomination in conflict with the reader is not there for them.
const WHERE = `FROM audit LEFT JOIN audit_details USING (seq)
  WHERE edition = @edition AND (@action = '' OR action = @action) AND (@actor = '' OR actor = @actor)
  AND (@object = '' OR object = @object OR instr(detail, @object) > 0) AND at >= @from AND at < @to
  AND NOT EXISTS (SELECT 1 FROM json_each(@walled) AS walled
    WHERE object = walled.value OR instr(coalesce(detail, ''), walled.value) > 0)`;

/** The ids under which the nominations in conflict with a reader, their assignments and cards stand in the log. */
function walledIds(db: Db, edition: string, account: string): string {
  const hidden = JSON.stringify([...hiddenFromOffice(db, edition, account)]);
  const ids = statement(
    db.$client,
    `SELECT value FROM json_each(@hidden)
     UNION SELECT id FROM assignments WHERE nomination_id IN (SELECT value FROM json_each(@hidden))
     UNION SELECT id FROM scorecards WHERE nomination_id IN (SELECT value FROM json_each(@hidden))`,
  )
    .pluck()
    .all({ hidden });
  return JSON.stringify(ids);
}

function boundOf(db: Db, edition: string, account: string, filter: AuditFilter) {
  const { action, actor, object, from, to, zone } = filter;
  const walled = walledIds(db, edition, account);
  return {
    edition,
    action,
    actor,
    object,
    walled,
    from: fromLocal(`${from}T00:00`, zone) ?? 0,
    to: dayAfter(to, zone) ?? Number.MAX_SAFE_INTEGER,
  };
}

function dayAfter(day: string, zone: string): Instant | null {
  const begun = fromLocal(`${day}T00:00`, zone);
  // Noon of the day after lies 36 hours on, whatever the clocks of the zone do in between.
  return begun === null ? null : fromLocal(`${toLocal(begun + 36 * HOUR, zone).slice(0, 10)}T00:00`, zone);
}

/** A page of the audit log of an edition, the newest first, with names in place of pseudonyms and its head. */
export function auditPage(
  db: Db,
  edition: { id: string },
  account: string,
  filter: AuditFilter,
  before: number | null,
) {
  const bound = boundOf(db, edition.id, account, filter);
  const rows = statement(
    db.$client,
    `SELECT seq, at, actor, action, object, hash, detail ${WHERE} AND seq < @before ORDER BY seq DESC LIMIT @limit`,
  ).all({ ...bound, before: before ?? Number.MAX_SAFE_INTEGER, limit: AUDIT_PAGE + 1 }) as Row[];
  const count = statement(db.$client, `SELECT count(*) ${WHERE}`).pluck().get(bound) as number;
  const shown = rows.slice(0, AUDIT_PAGE);
  return {
    count,
    rows: readRows(db, shown),
    next: rows.length > AUDIT_PAGE ? (shown.at(-1)?.seq ?? null) : null,
  };
}

/** All entries that the filter lets through, the newest first. */
export function auditExport(db: Db, edition: { id: string }, account: string, filter: AuditFilter) {
  const rows = statement(
    db.$client,
    `SELECT seq, at, actor, action, object, hash, detail ${WHERE} ORDER BY seq DESC`,
  ).all(boundOf(db, edition.id, account, filter)) as Row[];
  return readRows(db, rows);
}

function readRows(db: Db, rows: readonly Row[]) {
  const names = namesOf(db, [...new Set(rows.map(({ actor }) => actor))]);
  return rows.map((row) => ({
    seq: row.seq,
    at: isoOf(row.at),
    actor: names.get(row.actor)?.name ?? row.actor,
    action: row.action,
    object: row.object,
    hash: row.hash,
    detail: row.detail === null ? null : readable(row.detail),
  }));
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
