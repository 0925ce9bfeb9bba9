import { type Face, FREE } from './face.ts';
import type { Problem } from './problem.ts';

/**
 * Between assignments that are equally good by every goal, the one with the largest sum of these gains is taken. A
 * gain is 24 bits of a hash of the two ids (FNV-1a), so the choice depends on ids alone: not on the order of a file,
 * the machine or the solver, and on nobody's favour. Pairs that are no longer free gain nothing.
 */
export function tieGains(problem: Problem, face: Face): Float64Array {
  const jurors = problem.jurors.length;
  return Float64Array.from(face.state, (state, at) => {
    if (state !== FREE) return 0;
    return (
      hashOf(`${problem.jurors[at % jurors]?.id}\n${problem.nominations[Math.floor(at / jurors)]}`) >>> 8
    );
  });
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The last steps spread the low bits of short, similar ids (as in MurmurHash3's finaliser).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
