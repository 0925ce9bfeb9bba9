import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import type { Request } from 'express';
import { newId } from '../ids.ts';
import { writeStopOf } from '../write-stop.ts';

/** What a form sent, before any rule has judged it: each field with all its values in order, and files on disk. */
export type Body = { fields: Map<string, string[]>; files: UploadedFile[]; discard: () => Promise<void> };

export type UploadedFile = { field: string; name: string; path: string; bytes: number; tooLarge: boolean };

/** The body cannot be read as a form; the status says why. */
export class BodyError extends Error {
  readonly status: 400 | 413 | 415 | 503;
  constructor(status: 400 | 413 | 415 | 503, message: string) {
    super(message);
    this.status = status;
  }
}

export const LIMITS = { formBytes: 1_000_000, fields: 1_000, fileBytes: 20_000_000, files: 10 };

const nothing = async () => {};

/** Reads a urlencoded form within the limits. */
export async function readForm(req: Request): Promise<Body> {
  const type = (req.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === '') return { fields: new Map(), files: [], discard: nothing };
  if (type !== 'application/x-www-form-urlencoded' || !isPlainUtf8(req))
    throw new BodyError(415, 'not a form');
  const text = await readText(req, LIMITS.formBytes);
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value);
  return { fields, files: [], discard: nothing };
}

/** Browsers send forms of our pages in UTF-8 and unpacked; whatever claims to be written otherwise is not read. */
function isPlainUtf8(req: Request): boolean {
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(req.get('content-type') ?? '')?.[1] ?? 'utf-8';
  const coding = req.get('content-encoding') ?? 'identity';
  return charset.toLowerCase() === 'utf-8' && coding.toLowerCase() === 'identity';
}

/** Reads the whole body as UTF-8 text, refusing what is longer than the limit. */
export async function readText(req: Request, limit: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new BodyError(413, 'form too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function addField(fields: Map<string, string[]>, name: string, value: string): void {
  const values = fields.get(name) ?? [];
  values.push(value.replace(/\r\n?/g, '\n'));
  fields.set(name, values);
  if (fields.size > LIMITS.fields || values.length > LIMITS.fields)
    throw new BodyError(413, 'too many fields');
}

/** Whether the body claims to be a form with files. */
export const isMultipart = (req: Request) =>
  (req.get('content-type') ?? '').toLowerCase().startsWith('multipart/form-data');

/** Reads what was typed in a form of either kind; its files are let go unread, since nobody is there to own them. */
export async function readTyped(req: Request): Promise<Body> {
  if (!isMultipart(req)) return readForm(req);
  try {
    return { ...(await parseMultipart(req, null)), discard: nothing };
  } catch (fault) {
    throw fault instanceof BodyError ? fault : new BodyError(400, String(fault));
  }
}

/** Reads a multipart form, its files streamed into the folder; `discard` removes what was not kept. */
export async function readUpload(req: Request, folder: string): Promise<Body> {
  const own = join(folder, newId());
  const discard = () => rm(own, { recursive: true, force: true });
  if (!isMultipart(req)) return readForm(req);
  await mkdir(own, { recursive: true });
  try {
    return { ...(await parseMultipart(req, own)), discard };
  } catch (fault) {
    await discard();
    if (fault instanceof BodyError) throw fault;
    throw new BodyError(writeStopOf(fault) === null ? 400 : 503, String(fault));
  }
}

/** Reads the parts; without a folder its files go nowhere. */
async function parseMultipart(req: Request, folder: string | null): Promise<Omit<Body, 'discard'>> {
  const parser = new Busboy({
    headers: req.headers as BusboyHeaders,
    limits: {
      fieldSize: LIMITS.formBytes,
      fields: LIMITS.fields,
      fileSize: LIMITS.fileBytes,
      files: LIMITS.files,
      parts: LIMITS.fields + LIMITS.files,
    },
  });
  const fields = new Map<string, string[]>();
  const files: UploadedFile[] = [];
  const writing: Promise<unknown>[] = [];
  let fault: BodyError | null = null;
  parser.on('field', (name, value, _nameTruncated, valueTruncated) => {
    if (valueTruncated) fault = new BodyError(413, 'a field is too large');
    else addField(fields, name, value);
  });
  parser.on('file', (field, stream, name) => {
    if (folder === null) {
      stream.resume();
      return;
    }
    const file = { field, name: name ?? '', path: join(folder, newId()), bytes: 0, tooLarge: false };
    stream.on('data', (part: Buffer) => {
      file.bytes += part.length;
    });
    files.push(file);
    // The limit is no error for busboy: it cuts the stream and says so in `truncated`.
    const written = pipeline(stream, createWriteStream(file.path, { mode: 0o600 })).then(() => {
      file.tooLarge = (stream as { truncated?: boolean }).truncated === true;
      return null;
    });
    // A body that is cut off fails here before it fails below: unheard, that would end the whole process.
    writing.push(written.catch((cause: unknown) => cause));
  });
  for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
    parser.on(limit, () => {
      fault = new BodyError(413, 'too many parts');
    });
  }
  await pipeline(req, parser);
  const failed = (await Promise.all(writing)).find((outcome) => outcome !== null);
  if (failed !== undefined) throw failed;
  if (fault !== null) throw fault;
  return { fields, files: files.filter((file) => file.name !== '' || file.bytes > 0) };
}
