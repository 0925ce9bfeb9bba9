import { randomBytes } from 'node:crypto';
import type { Instant } from './clock.ts';
import { type Sqlite, statement } from './database.ts';
import { canonicalJson, sha256 } from './digest.ts';

/**
 * The audit log: append-only and hash-chained. The chain holds instants, pseudonyms, verbs and salted commitments;
 * what can name a person or a score stands in audit_details, so that it can be erased while the chain still verifies.
 */
export type AuditEntry = {
  /** The edition concerned, or null for the service as a whole. */
  edition: string | null;
  /** The id of the thing that changed. */
  object: string;
  /** What a reader of the log should know: before and after, names, reasons. */
  detail?: Readonly<Record<string, unknown>>;
};

export type AuditRow = {
  seq: number;
  at: Instant;
  actor: string;
  action: string;
  edition: string | null;
  object: string;
  commitment: string;
  prev: string;
  hash: string;
};

export const GENESIS = '0'.repeat(64);

/** The hash of a row of the chain: SHA-256 over the previous hash and the row's canonical JSON (RFC 8785). */
export function chainHash(row: Omit<AuditRow, 'hash'>): string {
  const { seq, at, actor, action, edition, object, commitment, prev } = row;
  const canonical = canonicalJson({ seq, at, actor, action, edition, object, commitment });
  return sha256(`${prev}\n${canonical}`);
}

/** The commitment to a detail under its salt: SHA-256 over both. */
export function commitTo(salt: string, detail: string): string {
  return sha256(`${salt}\n${detail}`);
}

/** Appends one row to the chain; only `act` calls it, inside the transaction of the change. */
export function appendAudit(
  sqlite: Sqlite,
  at: Instant,
  actor: string,
  action: string,
  entry: AuditEntry,
): number {
  const head = statement(sqlite, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as
    | { seq: number; hash: string }
    | undefined;
  const seq = (head?.seq ?? 0) + 1;
  const detail = canonicalJson(entry.detail ?? {});
  const salt = randomBytes(16).toString('hex');
  const row = {
    seq,
    at,
    actor,
    action,
    edition: entry.edition,
    object: entry.object,
    commitment: commitTo(salt, detail),
    prev: head?.hash ?? GENESIS,
  };
  statement(
    sqlite,
    'INSERT INTO audit (seq, at, actor, action, edition, object, commitment, prev, hash) VALUES (@seq, @at, @actor, @action, @edition, @object, @commitment, @prev, @hash)',
  ).run({ ...row, hash: chainHash(row) });
  statement(sqlite, 'INSERT INTO audit_details (seq, salt, detail) VALUES (?, ?, ?)').run(seq, salt, detail);
  return seq;
}

/** The newest row of the chain that tells this act on this thing: the head of the log as it stood then; null before. */
export function headOf(sqlite: Sqlite, action: string, object: string): { seq: number; hash: string } | null {
  const sql = 'SELECT seq, hash FROM audit WHERE object = ? AND action = ? ORDER BY seq DESC LIMIT 1';
  const row = statement(sqlite, sql).get(object, action) as { seq: number; hash: string } | undefined;
  return row ?? null;
}

/** The instant of the newest entry, or null before the first. */
export function latestEntryAt(sqlite: Sqlite): Instant | null {
  const head = statement(sqlite, 'SELECT at FROM audit ORDER BY seq DESC LIMIT 1').get() as
    | { at: Instant }
    | undefined;
  return head?.at ?? null;
}

export type ChainFault = { seq: number; fault: string };

/** Walks the whole chain and names the first row that is wrong, or nothing. */
export function verifyChain(sqlite: Sqlite): ChainFault | null {
  const rows = sqlite.prepare('SELECT * FROM audit ORDER BY seq').iterate() as IterableIterator<AuditRow>;
  let prev = GENESIS;
  let expected = 1;
  for (const row of rows) {
    if (row.seq !== expected) return { seq: expected, fault: 'missing' };
    if (row.prev !== prev) return { seq: row.seq, fault: 'does not follow the row before' };
    if (row.hash !== chainHash(row)) return { seq: row.seq, fault: 'changed' };
    prev = row.hash;
    expected += 1;
  }
  return detailFault(sqlite);
}

function detailFault(sqlite: Sqlite): ChainFault | null {
  const rows = sqlite
    .prepare(
      'SELECT audit.seq, commitment, salt, detail FROM audit JOIN audit_details USING (seq) ORDER BY audit.seq',
    )
    .iterate() as IterableIterator<{ seq: number; commitment: string; salt: string; detail: string }>;
  for (const row of rows) {
    if (row.commitment !== commitTo(row.salt, row.detail)) return { seq: row.seq, fault: 'detail changed' };
  }
  return null;
}
