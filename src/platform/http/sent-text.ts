import { readFile } from 'node:fs/promises';
import type { UploadedFile } from './body.ts';

export const MOST_TEXT_BYTES = 1_000_000;

export type SentText = { text: string } | { fault: 'tooLarge' | 'kind' };

/** The text of the file sent in this field, else what was typed beside it; a file must be UTF-8 within the limit. */
export async function sentText(
  files: readonly UploadedFile[],
  field: string,
  typed: string,
): Promise<SentText> {
  const file = files.find((one) => one.field === field);
  if (file === undefined) return { text: typed };
  if (file.tooLarge || file.bytes > MOST_TEXT_BYTES) return { fault: 'tooLarge' };
  const bytes = await readFile(file.path);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n') };
  } catch (fault) {
    if (fault instanceof TypeError) return { fault: 'kind' };
    throw fault;
  }
}
