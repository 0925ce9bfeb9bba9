import { createHash } from 'node:crypto';

/**
 * The lot of an id under a published seed: SHA-256 of "seed, line feed, id" as 64 hexadecimal digits. The smallest
 * text comes first. Anybody can draw it again, and it does not depend on the order or the number of the others.
 */
export function drawLot(seed: string, id: string): string {
  return createHash('sha256').update(`${seed}\n${id}`, 'utf8').digest('hex');
}
