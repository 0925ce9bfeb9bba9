import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { createAct } from './platform/act.ts';
import { makeBackup } from './platform/backup.ts';
import type { Clock } from './platform/clock.ts';
import { type Config, SettingsError } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { openFileStore } from './platform/files.ts';
import { loadCatalogues } from './platform/i18n/catalogue.ts';
import { hasOpenMigrations, migrate } from './platform/migrate.ts';
import { paths } from './platform/paths.ts';
import type { Service } from './platform/service.ts';
import { openSigningKey } from './platform/signing-key.ts';
import { createSolverPool } from './platform/solver/pool.ts';
import { WriteWatch } from './platform/write-stop.ts';

export type OpenService = Service & { close(): Promise<void> };

/** Opens the data folder, migrates its database and gathers what handlers use; the app, the commands and tests begin here. */
export async function openService(config: Config, clock: Clock): Promise<OpenService> {
  prepareFolder(config.dataDir);
  const signingKey = openSigningKey(config);
  const file = join(config.dataDir, 'award.db');
  await migrateSafely(config, clock);
  const db = openDatabase(file);
  const pool = createSolverPool();
  const writes = new WriteWatch();
  return {
    config,
    clock,
    db,
    act: createAct(db, clock, writes),
    translate: loadCatalogues(paths.locales),
    files: await openFileStore(config.dataDir),
    solve: pool.solve,
    signingKey,
    log: pino({ level: config.logLevel }),
    writes,
    close: async () => {
      await pool.close();
      db.$client.close();
    },
  };
}

/** Brings the database to the newest schema, after a backup where there is something to lose. */
export async function migrateSafely(config: Config, clock: Clock): Promise<void> {
  const file = join(config.dataDir, 'award.db');
  if (existsSync(file) && hasOpenMigrations(file, paths.drizzle)) {
    const sqlite = new Database(file);
    try {
      await makeBackup({
        sqlite,
        dataDir: config.dataDir,
        into: config.backupDir,
        at: clock.now(),
        because: 'before a migration',
      });
    } finally {
      sqlite.close();
    }
  }
  migrate(file, paths.drizzle);
}

/** Makes the data folder where it lacks; throws a SettingsError where it cannot be written. */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(folder);
    // A file in its place is told by the dot, which only a folder has.
    accessSync(`${folder}/.`, constants.W_OK);
  } catch (fault) {
    const why = (fault as NodeJS.ErrnoException).code ?? String(fault);
    throw new SettingsError(
      `The data folder ${folder} cannot be written (${why}). Set DATA_DIR to a folder that can.`,
    );
  }
}

/** Step by step, since Node's own recursive way never ends in a place such as /proc, where no folder can be made. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(resolve(folder)));
  mkdirSync(folder, { mode: 0o700 });
}
