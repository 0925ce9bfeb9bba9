import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromFile } from 'file-type';
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
  /** Keeps a file, or says that its content is none of the allowed kinds. */
  keep(path: string): Promise<StoredFile | 'kind'>;
  /** Removes a kept file whose row was never written. */
  forget(storedName: string): Promise<void>;
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
  };
}

async function keepFile(path: string, folder: string): Promise<StoredFile | 'kind'> {
  const kind = await fileTypeFromFile(path);
  if (kind === undefined || !ALLOWED_KINDS.includes(kind.mime)) return 'kind';
  const storedName = newId();
  const kept = join(folder, storedName);
  await copyFile(path, kept, constants.COPYFILE_EXCL);
  await syncToDisk(kept);
  await syncToDisk(folder);
  const content = await readFile(kept);
  return {
    storedName,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    mediaType: kind.mime,
  };
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
