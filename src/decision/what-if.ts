import type { NamedBounds, Problem } from './problem.ts';
import { EVERY_COUNTRY } from './rules.ts';

/** What a meeting supposes: without one rule (as results name it), other seats, another limit of a region. */
export type Supposition = {
  without?: string;
  seats?: number;
  region?: { name: string; max: number };
};

/** The problem as it would be under a supposition; nothing of it is ever stored as a result. */
export function supposed(problem: Problem, { without, seats, region }: Supposition): Problem {
  const freed = without === undefined ? problem : withoutRule(problem, without);
  const seated = seats === undefined ? freed : { ...freed, seats: seatsOf(freed, seats) };
  if (region === undefined) return seated;
  const others = seated.regions.filter(({ name }) => name !== region.name);
  const min = seated.regions.find(({ name }) => name === region.name)?.min ?? 0;
  return {
    ...seated,
    regions: [...others, { name: region.name, min: Math.min(min, region.max), max: region.max }],
  };
}

/** A fixed number stays fixed, "up to" stays "up to". */
function seatsOf({ seats }: Problem, most: number): Problem['seats'] {
  return { min: seats.min === seats.max ? most : Math.min(seats.min, most), max: most };
}

function withoutRule(problem: Problem, rule: string): Problem {
  const [kind, name = '', side] = rule.split(':');
  const free = <Bounds extends NamedBounds>(list: readonly Bounds[]) =>
    list.map((one) =>
      one.name !== name ? one : { ...one, ...(side === 'min' ? { min: 0 } : { max: null }) },
    );
  switch (kind) {
    case 'threshold':
      return { ...problem, threshold: null };
    case EVERY_COUNTRY:
      return { ...problem, maxPerCountry: null };
    case 'region':
      return { ...problem, regions: free(problem.regions) };
    case 'group':
      return { ...problem, groups: free(problem.groups) };
    case 'country': {
      // One country without a limit: its nominations count for no country any more.
      const candidates = problem.candidates.map((one) =>
        one.country === name ? { ...one, country: null } : one,
      );
      return { ...problem, candidates };
    }
    default:
      return problem;
  }
}
