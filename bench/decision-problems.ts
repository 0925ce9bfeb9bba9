import type { Problem } from '../src/decision/problem.ts';
import { fraction } from '../src/platform/exact/fraction.ts';

export type Shape = 'nested' | 'two nestings' | 'crossing';

const COUNTRIES = 120;
const REGIONS = 5;

/**
 * A large problem, the same for the same seed: 120 countries of very different size in five regions of different
 * strength, one seat a country. In `two nestings` some cities stand in another region than their country, in
 * `crossing` four groups lie across everything.
 */
export function largeProblem(shape: Shape, candidates: number, seats: number, seed: number): Problem {
  const draw = generator(seed);
  const homes = Array.from({ length: COUNTRIES }, () => Math.floor(draw() * REGIONS));
  const list = Array.from({ length: candidates }, (_, at) => {
    const country = Math.floor(COUNTRIES * draw() ** 1.5);
    const home = homes[country] ?? 0;
    const region = shape === 'nested' || draw() < 0.9 ? home : Math.floor(draw() * REGIONS);
    const millionths = Math.round((50 + 4 * region + 30 * draw()) * 1e6);
    return {
      id: `C${String(at).padStart(5, '0')}`,
      country: `K${country}`,
      region: `R${region}`,
      score: fraction(millionths, 1_000_000),
      tie: {},
    };
  });
  const share = (part: number) => Math.round(seats * part);
  const groups = [
    { name: 'large', part: 0.3, min: share(0.18), max: share(0.26) },
    { name: 'first', part: 0.4, min: share(0.46), max: share(0.52) },
    { name: 'small', part: 0.2, min: share(0.22), max: share(0.56) },
    { name: 'new', part: 0.25, min: share(0.27), max: share(0.38) },
  ].map(({ part, ...group }) => ({
    ...group,
    members: list.filter(() => draw() < part).map(({ id }) => id),
  }));
  return {
    seats: { min: seats, max: seats },
    maxPerCountry: 1,
    threshold: fraction(55),
    regions: homes.slice(0, REGIONS).map((_, at) => ({ name: `R${at}`, min: share(0.16), max: share(0.23) })),
    groups: shape === 'crossing' ? groups : [],
    tieRules: [],
    candidates: list,
  };
}

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
