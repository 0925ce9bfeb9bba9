import { sha256 } from '../platform/digest.ts';

/**
 * Standard normal numbers from a seed that is published, so that anybody draws the same ones: the small fast counting
 * generator (sfc32) on the digest of the seed, and the polar method of Marsaglia.
 */
export function normalsFrom(seed: string): () => number {
  const uniform = uniformFrom(seed);
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const size = x * x + y * y;
      if (size === 0 || size >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(size)) / size);
      spare = y * factor;
      return x * factor;
    }
  };
}

function uniformFrom(seed: string): () => number {
  const digest = sha256(seed);
  const word = (at: number) => Number.parseInt(digest.slice(8 * at, 8 * at + 8), 16) | 0;
  let [a, b, c, counter] = [word(0), word(1), word(2), 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show the seed.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
