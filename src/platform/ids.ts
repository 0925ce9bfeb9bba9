import { randomBytes } from 'node:crypto';

/** An id that names one kind of thing; 128 random bits, so that an address cannot be guessed. */
export type Id<Kind extends string> = string & { readonly kind?: Kind };

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Draws a new random id: 26 characters of Crockford's base 32. */
export function newId<Kind extends string>(): Id<Kind> {
  let bits = 0n;
  for (const byte of randomBytes(16)) bits = (bits << 8n) | BigInt(byte);
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
