import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * A message on its way through Redis is sealed: encrypted and authenticated with AES-256-GCM, bound to its id. Redis
 * sees an id and bytes, never a name, an address or a result.
 */
export type Sealed = { key: string; box: string };

function keyOf(secret: string): { id: string; bytes: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'learning-cities-award/envelope/1', 32));
  const id = Buffer.from(hkdfSync('sha256', secret, '', 'learning-cities-award/envelope-id/1', 6)).toString(
    'hex',
  );
  return { id, bytes };
}

/** Seals a value under the id of its message. */
export function seal(secret: string, id: string, value: unknown): Sealed {
  const key = keyOf(secret);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(id));
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return { key: key.id, box: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64') };
}

/**
 * Opens a sealed value with the one of the secrets that it was sealed with: the present one, and while it changes the
 * one before. Throws where it was sealed with another, for another id, or changed on its way.
 */
export function unseal(secrets: readonly string[], id: string, sealed: Sealed): unknown {
  const keys = secrets.map(keyOf);
  const key = keys.find((one) => one.id === sealed.key);
  if (key === undefined) {
    throw new Error(`sealed with the key ${sealed.key}, here is ${keys.map((one) => one.id).join(', ')}`);
  }
  const bytes = Buffer.from(sealed.box, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, 12))
    .setAAD(Buffer.from(id))
    .setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
}
