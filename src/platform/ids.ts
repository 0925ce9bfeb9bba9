import { randomBytes } from 'node:crypto';

/** An id that names one kind of thing; 128 random bits, so that an address cannot be guessed. */
export type Id<Kind extends string> = string & { readonly kind?: Kind };

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Where the bits of ids come from; secrets have a source of their own, which never changes. */
let drawBytes: () => Uint8Array = () => randomBytes(16);

/** Takes ids from a stream of 16 bytes each, as a sample that is built the same twice; the function returned ends it. */
export function drawIdsFrom(stream: () => Uint8Array): () => void {
  const before = drawBytes;
  drawBytes = stream;
  return () => {
    drawBytes = before;
  };
}

/** Draws a new random id: 26 characters of Crockford's base 32. */
export function newId<Kind extends string>(): Id<Kind> {
  let bits = 0n;
  for (const byte of drawBytes()) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < 26; i += 1) {
    text = ALPHABET.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return text as Id<Kind>;
}

/** Draws a secret for a link or a cookie: 256 random bits in base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
