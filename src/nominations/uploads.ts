import type { Section } from '../editions/definition.ts';
import type { StoredFile } from '../platform/files.ts';
import type { UploadedFile } from '../platform/http/body.ts';
import type { Call } from '../platform/http/route.ts';

export type FileFault = { field: string; code: string; facts: Record<string, string | number> };
export type Kept = { field: string; name: string; most: number; file: StoredFile };

/** Keeps what was sent, or says why not; fields that ask for no file are passed over. */
export async function keepUploads(
  call: Call,
  section: Section,
): Promise<{ kept: Kept[]; faults: FileFault[] }> {
  const kept: Kept[] = [];
  const faults: FileFault[] = [];
  for (const upload of call.files) {
    const question = section.questions.find((one) => one.id === upload.field);
    if (question?.kind !== 'file') continue;
    const outcome = await keepOne(call, upload);
    if (typeof outcome === 'string')
      faults.push({ field: upload.field, code: outcome, facts: { file: upload.name } });
    else kept.push({ field: upload.field, name: upload.name, most: question.maxFiles, file: outcome });
  }
  return { kept, faults };
}

const REFUSED = {
  kind: 'nominations.fileKind',
  active: 'nominations.fileActive',
  pixels: 'nominations.filePixels',
} as const;

/** Keeps one sent file, or names what is wrong with it. */
export async function keepOne(call: Call, upload: UploadedFile): Promise<StoredFile | string> {
  if (upload.tooLarge) return 'nominations.fileTooLarge';
  if (upload.bytes === 0) return 'nominations.fileEmpty';
  const stored = await call.service.files.keep(upload.path);
  return typeof stored === 'string' ? REFUSED[stored] : stored;
}
