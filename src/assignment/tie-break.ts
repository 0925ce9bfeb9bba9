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

/**
 * Whether a face of a flow holds one assignment at most: two would differ along cycles of free pairs, closed through
 * the jurors whose load may still vary, and a forest has no cycle. False where composition rules or kept pairs are in
 * play, which this does not look at.
 */
export function isAlone({ state, jurorMin, jurorMax, rules, keep }: Face): boolean {
  if (rules.length > 0 || keep) return false;
  const jurors = jurorMin.length;
  const ground = jurors + state.length / jurors;
  const parent = Int32Array.from({ length: ground + 1 }, (_, at) => at);
  const rootOf = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  /** Joins two trees; false where they are one already, so that the edge closes a cycle. */
  const join = (one: number, other: number): boolean => {
    const [a, b] = [rootOf(one), rootOf(other)];
    parent[a] = b;
    return a !== b;
  };
  return (
    jurorMin.every((min, juror) => min === jurorMax[juror] || join(juror, ground)) &&
    state.every((now, at) => now !== FREE || join(at % jurors, jurors + Math.floor(at / jurors)))
  );
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // The last steps spread the low bits of short, similar ids (as in MurmurHash3's finaliser).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
