import { byName, type Candidate, type Problem } from './problem.ts';

/**
 * One rule over a set of candidates: at least `min` and at most `max` of `members` win.
 * Members are indices into the list of candidates that the rules were made for.
 */
export type RuleSet = { name: string; members: readonly number[]; min: number; max: number };

export type Side = 'min' | 'max';

/** The name of one side of a rule as results show it: `seats`, `country:KR`, `region:Africa:min`, `group:G:max`. */
export function ruleName(set: RuleSet, side: Side): string {
  return set.name === 'seats' || set.name.startsWith('country:') ? set.name : `${set.name}:${side}`;
}

/** The rule that stands for "at most k a country" as a whole, beside its `country:XX`. */
export const EVERY_COUNTRY = 'maxPerCountry';

/**
 * The rules over these candidates, seats first; an absent limit is the number of members, so that it never binds.
 * `dropped` is the name of a rule to leave out, as `ruleName` gives it, or `maxPerCountry` for all countries.
 */
export function ruleSets(
  problem: Problem,
  candidates: readonly Candidate[],
  dropped: string | null = null,
): RuleSet[] {
  const everyone = candidates.map((_, index) => index);
  const seats = { name: 'seats', members: everyone, min: problem.seats.min, max: problem.seats.max };
  const sets = [seats, ...countrySets(problem, candidates), ...namedSets(problem, candidates)];
  return dropped === null ? sets : sets.flatMap((set) => without(set, dropped));
}

function countrySets(problem: Problem, candidates: readonly Candidate[]): RuleSet[] {
  const max = problem.maxPerCountry;
  if (max === null) return [];
  const members = new Map<string, number[]>();
  for (const [index, { country }] of candidates.entries()) {
    if (country === null) continue;
    const sofar = members.get(country);
    if (sofar) sofar.push(index);
    else members.set(country, [index]);
  }
  return [...members]
    .sort(([a], [b]) => byName(a, b))
    .map(([country, list]) => ({ name: `country:${country}`, members: list, min: 0, max }));
}

function namedSets(problem: Problem, candidates: readonly Candidate[]): RuleSet[] {
  const regions = problem.regions.map((region) => ({
    ...region,
    name: `region:${region.name}`,
    members: indicesOf(candidates, (candidate) => candidate.region === region.name),
  }));
  const groups = problem.groups.map((group) => {
    const listed = new Set(group.members);
    return {
      ...group,
      name: `group:${group.name}`,
      members: indicesOf(candidates, (candidate) => listed.has(candidate.id)),
    };
  });
  return [...regions, ...groups]
    .map(({ name, members, min, max }) => ({ name, members, min, max: max ?? members.length }))
    .sort((a, b) => byName(a.name, b.name));
}

function indicesOf(candidates: readonly Candidate[], isMember: (candidate: Candidate) => boolean): number[] {
  return candidates.flatMap((candidate, index) => (isMember(candidate) ? [index] : []));
}

function without(set: RuleSet, dropped: string): RuleSet[] {
  if (dropped === EVERY_COUNTRY && set.name.startsWith('country:')) return [];
  if (ruleName(set, 'max') === dropped && ruleName(set, 'min') === dropped) {
    return [{ ...set, min: 0, max: set.members.length }];
  }
  if (ruleName(set, 'min') === dropped) return [{ ...set, min: 0 }];
  return [ruleName(set, 'max') === dropped ? { ...set, max: set.members.length } : set];
}

/** A rule that a choice breaks: by how many it is over its maximum or under its minimum. */
export type Breach = { rule: string; side: Side; limit: number; chosen: number };

/** Every rule that the chosen candidates (indices) break, in the order of the rules. */
export function brokenRules(sets: readonly RuleSet[], chosen: ReadonlySet<number>): Breach[] {
  return sets.flatMap((set) => {
    const count = set.members.reduce((sum, member) => sum + (chosen.has(member) ? 1 : 0), 0);
    const side = count > set.max ? 'max' : count < set.min ? 'min' : null;
    return side === null ? [] : [{ rule: ruleName(set, side), side, limit: set[side], chosen: count }];
  });
}
