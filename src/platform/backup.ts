import { createHash } from 'node:crypto';
import { createReadStream, existsSync, linkSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { verifyChain } from './audit.ts';
import { type Instant, isoOf } from './clock.ts';
import type { Sqlite } from './database.ts';
import { syncToDisk } from './files.ts';

/**
 * A backup is a folder: the database as it stood at one instant, every file that its rows name, and a manifest. It
 * is made under a passing name, verified as it lies on the disk, and only then given the name of a backup; so
 * whatever bears such a name is whole. Files never change, so on the same disk they are linked and not copied.
 */
export type Manifest = {
  madeAt: string;
  because: string;
  database: { sha256: string; bytes: number };
  files: number;
  audit: { entries: number; head: string | null };
};

export type Progress = (share: number, what: string) => void;

/** A backup that is not whole, or a place that cannot be restored to: one line for the operator. */
export class BackupFault extends Error {
  /** Whether the database itself is damaged, and with it the one that was copied. */
  readonly isDamage: boolean;
  constructor(message: string, isDamage = false) {
    super(message);
    this.isDamage = isDamage;
  }
}

const NAME = /^award-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;
const PAGES_A_STEP = 500;

export type BackupParts = {
  sqlite: Sqlite;
  dataDir: string;
  /** The folder that holds the backups. */
  into: string;
  at: Instant;
  because: string;
  progress?: Progress;
};

/**
 * Makes a verified backup and returns its folder. The copy runs on the connection that writes, some pages at a time:
 * what is written meanwhile is in it too, and pages keep being answered.
 */
export async function makeBackup({ sqlite, dataDir, into, at, because, progress = () => {} }: BackupParts) {
  const name = `award-${(isoOf(at) as string).replace(/[:.]/g, '-')}`;
  const passing = join(into, `.${name}`);
  await rm(passing, { recursive: true, force: true });
  await mkdir(join(passing, 'files'), { recursive: true, mode: 0o700 });
  const copy = join(passing, 'award.db');
  await sqlite.backup(copy, {
    progress: ({ totalPages, remainingPages }) => {
      progress(totalPages === 0 ? 0 : 1 - remainingPages / totalPages, 'database');
      return PAGES_A_STEP;
    },
  });
  const names = storedNames(copy);
  for (const [index, stored] of names.entries()) {
    await linkOrCopy(join(dataDir, 'files', stored), join(passing, 'files', stored));
    progress((index + 1) / names.length, 'files');
  }
  const manifest: Manifest = {
    madeAt: isoOf(at) as string,
    because,
    database: { sha256: await sha256Of(copy), bytes: (await stat(copy)).size },
    files: names.length,
    audit: headOf(copy),
  };
  await writeFile(join(passing, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await verifyBackup(passing, progress);
  for (const path of [copy, join(passing, 'manifest.json'), join(passing, 'files'), passing]) {
    await syncToDisk(path);
  }
  await rename(passing, join(into, name));
  await syncToDisk(into);
  return join(into, name);
}

/** Checks a backup as it lies on the disk: database, rows, audit chain, each file; throws a BackupFault with the first fault. */
export async function verifyBackup(folder: string, progress: Progress = () => {}): Promise<Manifest> {
  const manifest = readManifest(folder);
  const copy = join(folder, 'award.db');
  if ((await sha256Of(copy)) !== manifest.database.sha256) {
    throw new BackupFault(`${copy} is not the database that was backed up: its digest differs.`);
  }
  const rows = withCopy(copy, (sqlite) => {
    const integrity = sqlite.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new BackupFault(`${copy} is damaged: ${String(integrity)}.`, true);
    const orphans = sqlite.pragma('foreign_key_check') as unknown[];
    if (orphans.length > 0)
      throw new BackupFault(`${copy} has ${orphans.length} rows without their parent.`, true);
    const fault = verifyChain(sqlite);
    if (fault)
      throw new BackupFault(
        `The audit chain of ${copy} is broken at entry ${fault.seq}: ${fault.fault}.`,
        true,
      );
    return sqlite.prepare('SELECT stored_name AS stored, sha256 FROM files').all() as {
      stored: string;
      sha256: string;
    }[];
  });
  for (const [index, { stored, sha256 }] of rows.entries()) {
    const file = join(folder, 'files', stored);
    if (!existsSync(file)) throw new BackupFault(`${file} is missing from the backup.`);
    if ((await sha256Of(file)) !== sha256) throw new BackupFault(`${file} differs from what was uploaded.`);
    progress((index + 1) / rows.length, 'verified');
  }
  return manifest;
}

/** Restores a verified backup into an empty data folder, and verifies what lies there; returns its manifest. */
export async function restoreBackup(
  folder: string,
  dataDir: string,
  progress: Progress = () => {},
): Promise<Manifest> {
  if (existsSync(join(dataDir, 'award.db'))) {
    throw new BackupFault(`There is an award in ${dataDir} already. Restore into an empty folder (--to).`);
  }
  const manifest = await verifyBackup(folder, progress);
  await mkdir(join(dataDir, 'files'), { recursive: true, mode: 0o700 });
  const names = storedNames(join(folder, 'award.db'));
  for (const [index, stored] of names.entries()) {
    await copyAndSync(join(folder, 'files', stored), join(dataDir, 'files', stored));
    progress((index + 1) / names.length, 'files');
  }
  // The database last: a restore that was cut short leaves no award that could be started.
  const passing = join(dataDir, '.award.db');
  await copyAndSync(join(folder, 'award.db'), passing);
  await rename(passing, join(dataDir, 'award.db'));
  await syncToDisk(dataDir);
  return manifest;
}

/** The backups of a folder, the newest first. */
export function listBackups(folder: string): { folder: string; at: Instant }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .map((name) => ({ folder: join(folder, name), at: instantOf(name) }));
}

/** Removes what the retention no longer keeps: all of the last two days, one a day for a month, one a month for ever. */
export async function thinOutBackups(folder: string, at: Instant): Promise<void> {
  const kept = new Set<string>();
  for (const backup of listBackups(folder)) {
    const age = at - backup.at;
    const day = basename(backup.folder).slice(6, 16);
    const slot = age <= 2 * 86_400_000 ? backup.folder : age <= 31 * 86_400_000 ? day : day.slice(0, 7);
    if (kept.has(slot)) await rm(backup.folder, { recursive: true, force: true });
    kept.add(slot);
  }
}

function instantOf(name: string): Instant {
  const [date = '', time = ''] = name.slice('award-'.length).split('T');
  const [hour, minute, second, ms] = time.replace('Z', '').split('-');
  return Date.parse(`${date}T${hour}:${minute}:${second}.${ms}Z`);
}

function readManifest(folder: string): Manifest {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) {
    throw new BackupFault(`${folder} is no backup: it has no manifest.json.`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

function withCopy<T>(file: string, look: (sqlite: Sqlite) => T): T {
  const sqlite = new Database(file, { readonly: true });
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}

function storedNames(copy: string): string[] {
  return withCopy(copy, (sqlite) => {
    const rows = sqlite.prepare('SELECT stored_name AS stored FROM files ORDER BY stored_name').all();
    return (rows as { stored: string }[]).map(({ stored }) => stored);
  });
}

function headOf(copy: string): Manifest['audit'] {
  return withCopy(copy, (sqlite) => {
    const head = sqlite.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as
      | { seq: number; hash: string }
      | undefined;
    return { entries: head?.seq ?? 0, head: head?.hash ?? null };
  });
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    linkSync(from, to);
  } catch (fault) {
    // Another disk, or one without links: the bytes are copied.
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') throw fault;
    await copyAndSync(from, to);
  }
}

async function copyAndSync(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await syncToDisk(to);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}
