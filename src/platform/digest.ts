import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { assert } from './result.ts';

/** SHA-256 of the text or bytes, in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The canonical JSON of a value (RFC 8785): one text for one content, whatever the order of its fields. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  assert(text !== undefined, 'a value that is digested has a JSON form');
  return text;
}

/** The digest of a value: SHA-256 of its canonical JSON, in hex. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}
