import type { Db } from './database.ts';

/** A query that must find nothing: asked after tests and on the live service. */
export type Invariant = { name: string; find(db: Db): unknown[] };

/** An invariant from its SQL. */
export function invariant(name: string, sql: string): Invariant {
  return { name, find: (db) => db.$client.prepare(sql).all() };
}

/** What the invariants found: the name of each that does not hold, with the rows that break it. */
export function brokenInvariants(
  db: Db,
  invariants: readonly Invariant[],
): { name: string; rows: unknown[] }[] {
  return invariants.map(({ name, find }) => ({ name, rows: find(db) })).filter(({ rows }) => rows.length > 0);
}
