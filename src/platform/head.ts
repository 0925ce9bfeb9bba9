import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Sqlite, statement } from './database.ts';
import type { SigningKey } from './signing-key.ts';

/**
 * The head of the audit log: how many entries it has, and the hash of the newest. Signed and kept by others, it shows
 * that nothing before it was changed, cut off or written anew. The text is a checkpoint of three lines (name of the log,
 * number of entries, hash in base64) with a signature line under it, in the form that C2SP describes for signed notes.
 */
export type Head = { seq: number; hash: string };

/** The head as the log stands now, or null before the first entry. */
export function currentHead(sqlite: Sqlite): Head | null {
  const row = statement(sqlite, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get();
  return (row as Head | undefined) ?? null;
}

/** The name of the log of a service: its address without the scheme. */
export const logName = (origin: string): string => `${new URL(origin).host}/audit`;

/** The signed note of a head. The same head under the same key is always the same text. */
export function signHead(head: Head, name: string, key: SigningKey): string {
  const text = `${name}\n${head.seq}\n${Buffer.from(head.hash, 'hex').toString('base64')}\n`;
  const signature = Buffer.from(key.sign(Buffer.from(text)), 'base64url');
  const line = Buffer.concat([keyId(name, key.publicKey), signature]).toString('base64');
  return `${text}\n\u2014 ${name} ${line}\n`;
}

/** What a signed note says, where its signature holds under this public key (base64url); else the fault in words. */
export function readHead(note: string, publicKey: string): Head | { fault: string } {
  const parts = /^(([^\n]+)\n(\d+)\n([A-Za-z0-9+/]{43}=)\n)\n\u2014 ([^\n]+) ([A-Za-z0-9+/=]+)\n?$/.exec(
    note.replaceAll('\r\n', '\n'),
  );
  if (parts === null) return { fault: 'this is no signed head: three lines, an empty one and a signature' };
  const [, text = '', name = '', seq = '', hash = '', signer, line = ''] = parts;
  const bytes = Buffer.from(line, 'base64');
  if (signer !== name || !bytes.subarray(0, 4).equals(keyId(name, publicKey))) {
    return { fault: 'it is signed with another key' };
  }
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  if (!verify(null, Buffer.from(text), key, bytes.subarray(4))) {
    return { fault: 'its signature does not hold' };
  }
  return { seq: Number(seq), hash: Buffer.from(hash, 'base64').toString('hex') };
}

function keyId(name: string, publicKey: string): Buffer {
  const raw = Buffer.from(publicKey, 'base64url');
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([1]), raw]))
    .digest()
    .subarray(0, 4);
}

/** Says what is wrong with the log where it does not go on from a head that was seen before, or nothing. */
export function whyNotFrom(sqlite: Sqlite, head: Head): string | null {
  const row = statement(sqlite, 'SELECT hash FROM audit WHERE seq = ?').get(head.seq) as
    | { hash: string }
    | undefined;
  if (row === undefined) {
    const entries = currentHead(sqlite)?.seq ?? 0;
    return `the log ends at entry ${entries}, entry ${head.seq} was seen before: an older state was restored, or its end was cut off`;
  }
  return row.hash === head.hash ? null : `entry ${head.seq} is another one than was seen before`;
}

/** The newest head that this machine has seen, kept beside the signing key and not with the data. */
export class SeenHead {
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  read(): Head | null {
    if (!existsSync(this.file)) return null;
    const [seq = '', hash = ''] = readFileSync(this.file, 'utf8').trim().split(' ');
    return /^\d+$/.test(seq) && /^[0-9a-f]{64}$/.test(hash) ? { seq: Number(seq), hash } : null;
  }

  write(head: Head): void {
    const passing = `${this.file}.new`;
    writeFileSync(passing, `${head.seq} ${head.hash}\n`, { mode: 0o600 });
    renameSync(passing, this.file);
  }
}
