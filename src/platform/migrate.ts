import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SettingsError } from './config.ts';
import { sha256 } from './digest.ts';

type Migration = { name: string; sql: string; digest: string };

/** Reads the numbered SQL migrations of the folder, in order. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z-]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { name, sql, digest: sha256(sql) };
    });
}

/** Whether the database file has a schema, and one that a migration of the folder would still change. */
export function hasOpenMigrations(file: string, folder: string): boolean {
  const sqlite = new Database(file, { readonly: true });
  try {
    const isSchema = sqlite.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
    if (isSchema === undefined) return false;
    const done = sqlite.prepare('SELECT name, digest FROM migrations ORDER BY name').all() as Migration[];
    const known = readMigrations(folder);
    refuseStrangers(done, known);
    return done.length < known.length;
  } finally {
    sqlite.close();
  }
}

/**
 * Brings the database file to the newest schema in one transaction: it finishes, or leaves the file as it was.
 * Throws a SettingsError where the file was written by a newer version or its migrations differ from ours.
 */
export function migrate(file: string, folder: string): number {
  const migrations = readMigrations(folder);
  const sqlite = new Database(file);
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    // Off before BEGIN: inside a transaction SQLite ignores this, and a table rebuild would delete its children.
    sqlite.pragma('foreign_keys = OFF');
    sqlite.pragma('busy_timeout = 5000');
    return runMigrations(sqlite, migrations);
  } finally {
    sqlite.close();
  }
}

function runMigrations(sqlite: Database.Database, migrations: Migration[]): number {
  return sqlite
    .transaction(() => {
      sqlite.exec(
        'CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL) STRICT',
      );
      const done = sqlite.prepare('SELECT name, digest FROM migrations ORDER BY name').all() as Migration[];
      refuseStrangers(done, migrations);
      const open = migrations.slice(done.length);
      const note = sqlite.prepare(
        'INSERT INTO migrations (name, digest, at) VALUES (?, ?, unixepoch() * 1000)',
      );
      for (const migration of open) {
        sqlite.exec(migration.sql);
        note.run(migration.name, migration.digest);
      }
      const orphans = sqlite.pragma('foreign_key_check') as unknown[];
      if (orphans.length > 0) throw new Error(`Migration leaves ${orphans.length} rows without their parent`);
      return open.length;
    })
    .immediate();
}

function refuseStrangers(done: ReadonlyArray<{ name: string; digest: string }>, known: Migration[]): void {
  done.forEach((row, index) => {
    const ours = known[index];
    if (ours?.name !== row.name) {
      throw new SettingsError(
        `The database has the migration ${row.name}, which this version does not know. Start the version that wrote it, or restore a backup.`,
      );
    }
    if (ours.digest !== row.digest) {
      throw new SettingsError(`The migration ${row.name} differs from the one that made this database.`);
    }
  });
}
