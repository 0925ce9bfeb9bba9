import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromFile } from 'file-type';
import { cleanContent, type FileFault } from './file-content.ts';
import { newId } from './ids.ts';

/**
 * Files lie outside the web root under random names; the row that names a file is written only after its bytes
 * and its folder are on the disk, so an acknowledged upload is there after a crash.
 */
export type StoredFile = { storedName: string; bytes: number; sha256: string; mediaType: string };

export type FileStore = {
  /** Where a stored file lies. */
  pathOf(storedName: string): string;
  /** Folder for uploads that are not kept yet. */
  readonly incoming: string;
  /** Keeps a file without what a picture tells beside itself, or says why its content is refused. */
  keep(path: string): Promise<StoredFile | FileFault>;
  /** Removes a kept file whose row was never written. */
  forget(storedName: string): Promise<void>;
  /** Removes kept files that no row names and that are older than this many milliseconds; returns how many. */
  sweep(isNamed: (storedName: string) => boolean, olderThanMs: number): Promise<number>;
};

/** Allowed by content, never by name. */
export const ALLOWED_KINDS = ['application/pdf', 'image/jpeg', 'image/png'];

/** Opens the file store of a data folder, making its folders where they lack. */
export async function openFileStore(dataDir: string): Promise<FileStore> {
  const folder = join(dataDir, 'files');
  const incoming = join(dataDir, 'incoming');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const pathOf = (storedName: string) => join(folder, storedName);
  return {
    incoming,
    pathOf,
    keep: (path) => keepFile(path, folder),
    forget: (storedName) => rm(pathOf(storedName), { force: true }),
    sweep: (isNamed, olderThanMs) => sweepFolder(folder, isNamed, olderThanMs),
  };
}

async function keepFile(path: string, folder: string): Promise<StoredFile | FileFault> {
  const kind = await fileTypeFromFile(path);
  if (kind === undefined || !ALLOWED_KINDS.includes(kind.mime)) return 'kind';
  const content = cleanContent(await readFile(path), kind.mime);
  if (typeof content === 'string') return content;
  const storedName = newId();
  const kept = join(folder, storedName);
  await writeFile(kept, content, { flag: 'wx', mode: 0o600 });
  await syncToDisk(kept);
  await syncToDisk(folder);
  return {
    storedName,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    mediaType: kind.mime,
  };
}

/** What a process left that was killed between the bytes and their row. The age is the disk's own, not the award's. */
async function sweepFolder(
  folder: string,
  isNamed: (storedName: string) => boolean,
  olderThanMs: number,
): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder)) {
    if (isNamed(name)) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs < olderThanMs) continue;
    await rm(join(folder, name), { force: true });
    removed += 1;
  }
  return removed;
}

/** Waits until a file or folder is on the disk. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
