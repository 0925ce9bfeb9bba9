import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { assert } from './result.ts';

export type Sqlite = Database.Database;
export type Db = BetterSQLite3Database & { $client: Sqlite };

/** In this order, on each connection; what SQLite answers is compared, since a pragma that it does not know is silent. */
const PRAGMAS: ReadonlyArray<readonly [name: string, set: string, answer: string | number]> = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '5000', 5000],
  ['recursive_triggers', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['secure_delete', 'ON', 1],
  ['mmap_size', '0', 0],
  ['cell_size_check', 'ON', 1],
];

/** Opens the database file with the settings that its promises rest on, and asserts each of them. */
export function openDatabase(file: string): Db {
  const sqlite = new Database(file);
  for (const [name, set] of PRAGMAS) sqlite.pragma(`${name} = ${set}`);
  sqlite.prepare('SELECT count(*) FROM sqlite_schema').get();
  for (const [name, , answer] of PRAGMAS) {
    const found = sqlite.pragma(name, { simple: true });
    const inMemory = file === ':memory:' && (name === 'journal_mode' || name === 'mmap_size');
    assert(inMemory || found === answer, `SQLite setting ${name} is ${answer}, found ${String(found)}`);
  }
  return drizzle(sqlite);
}

/**
 * Keeps one prepared statement a connection: building a query anew costs ten times its run, so every query on a
 * hot page is wrapped in this.
 */
export function prepared<Statement>(build: (db: Db) => Statement): (db: Db) => Statement {
  const kept = new WeakMap<Db, Statement>();
  return (db) => {
    const known = kept.get(db);
    if (known !== undefined) return known;
    const made = build(db);
    kept.set(db, made);
    return made;
  };
}

const statements = new WeakMap<Sqlite, Map<string, Database.Statement>>();

/** The prepared statement of this SQL on this connection, prepared once; for the platform's own few statements. */
export function statement(sqlite: Sqlite, sql: string): Database.Statement {
  let known = statements.get(sqlite);
  if (known === undefined) {
    known = new Map();
    statements.set(sqlite, known);
  }
  let made = known.get(sql);
  if (made === undefined) {
    made = sqlite.prepare(sql);
    known.set(sql, made);
  }
  return made;
}
