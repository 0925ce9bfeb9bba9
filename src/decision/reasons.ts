import { decimalOrFraction, shortDecimal } from '../platform/exact/decimal.ts';
import { compare } from '../platform/exact/fraction.ts';
import type { Facts } from '../platform/result.ts';
import { byName, type Candidate, type Problem } from './problem.ts';
import type { Loser, Selected } from './selection.ts';

/**
 * Why a candidate is not among the winners, as a key of the catalogue and its facts; ids stay ids (`cities` holds
 * them), so that the page can put names and links. Keys: decision.reason.country, .region, .regionElsewhere, .group,
 * .threshold, .score, .tie, .tieRule, .rules; the cost of forcing as decision.forcing.cost, .free, .impossible, .unknown.
 */
export type Reason = {
  id: string;
  /** By score over all candidates: 1, 2, 2, 4. */
  rank: number;
  key: string;
  facts: Facts;
  /** Ids whose names the sentence needs: the winners who stand in the way. */
  cities: string[];
  forcing: { key: string; facts: Facts; leaves: string[]; enters: string[] };
};

const PLACES = 3;

/** A reason for each candidate that does not win, best score first; those tied for a seat have reason `tie`. */
export function reasonsNotChosen(problem: Problem, result: Selected): Reason[] {
  const byId = new Map(problem.candidates.map((candidate) => [candidate.id, candidate]));
  const ranks = ranksOf(problem);
  const tied = result.winners === null ? result.inSome.filter((id) => !result.inEvery.includes(id)) : [];
  const losers = result.losers.flatMap((loser) => {
    const candidate = byId.get(loser.id);
    if (!candidate) return [];
    const reason = reasonOf(problem, result, loser, candidate);
    return [{ id: loser.id, rank: ranks.get(loser.id) ?? 0, ...reason, forcing: forcingOf(loser) }];
  });
  const open = tied.map((id): Reason => {
    const forcing = { key: 'decision.forcing.free', facts: {}, leaves: [], enters: [] };
    return { id, rank: ranks.get(id) ?? 0, key: 'decision.reason.tie', facts: {}, cities: tied, forcing };
  });
  return [...open, ...losers].sort((a, b) => a.rank - b.rank || byName(a.id, b.id));
}

/** Rank by score over all candidates; equal scores share a rank: 1, 2, 2, 4. */
export function ranksOf(problem: Problem): Map<string, number> {
  const sorted = problem.candidates.toSorted((a, b) => compare(b.score, a.score) || byName(a.id, b.id));
  const ranks = new Map<string, number>();
  for (const [at, { id, score }] of sorted.entries()) {
    const before = sorted[at - 1];
    const isShared = before && compare(before.score, score) === 0;
    ranks.set(id, isShared ? (ranks.get(before.id) ?? at + 1) : at + 1);
  }
  return ranks;
}

function reasonOf(problem: Problem, result: Selected, loser: Loser, candidate: Candidate) {
  const score = decimalOrFraction(candidate.score);
  const [rule = 'seats', ...more] = loser.bindingRules;
  if (rule === 'threshold') {
    const threshold = problem.threshold ? decimalOrFraction(problem.threshold) : '';
    return { key: 'decision.reason.threshold', facts: { score, threshold }, cities: [] };
  }
  const decider = result.decidedBy.at(-1);
  if (rule === 'seats' && decider && loser.forcing?.cost.num === 0n) {
    return { key: 'decision.reason.tieRule', facts: { rule: decider, score }, cities: [] };
  }
  if (rule === 'seats') {
    const lowest = lowestScore(problem, result);
    return {
      key: 'decision.reason.score',
      facts: { score, lowest, seats: result.oneOptimum.length },
      cities: [],
    };
  }
  const country = loser.bindingRules.find((name) => name.startsWith('country:'));
  if (country) {
    const cities = winnersWhere(problem, result, (one) => one.country === candidate.country);
    const facts = { country: country.slice('country:'.length), count: problem.maxPerCountry ?? 0 };
    return { key: 'decision.reason.country', facts, cities };
  }
  if (more.length > 0) {
    return { key: 'decision.reason.rules', facts: { rules: loser.bindingRules.join(', ') }, cities: [] };
  }
  return { ...limitReason(problem, rule), cities: membersOf(problem, result, rule) };
}

/** One limit of a region or group: full (max), or kept for others (a minimum elsewhere). */
function limitReason(problem: Problem, rule: string): { key: string; facts: Facts } {
  const side = rule.endsWith(':max') ? 'max' : 'min';
  const name = rule.slice(rule.indexOf(':') + 1, -':max'.length);
  const isRegion = rule.startsWith('region:');
  const limit = (isRegion ? problem.regions : problem.groups).find((one) => one.name === name);
  const count = limit?.[side] ?? 0;
  const kind = isRegion ? 'region' : 'group';
  const key = `decision.reason.${kind}${side === 'max' ? '' : 'Elsewhere'}`;
  return { key, facts: { [kind]: name, count } };
}

function membersOf(problem: Problem, result: Selected, rule: string): string[] {
  const name = rule.slice(rule.indexOf(':') + 1, -':max'.length);
  if (rule.startsWith('region:')) return winnersWhere(problem, result, ({ region }) => region === name);
  const members = new Set(problem.groups.find((group) => group.name === name)?.members);
  return winnersWhere(problem, result, ({ id }) => members.has(id));
}

function winnersWhere(problem: Problem, result: Selected, keep: (candidate: Candidate) => boolean): string[] {
  const winners = new Set(result.oneOptimum);
  return problem.candidates
    .filter((candidate) => winners.has(candidate.id) && keep(candidate))
    .map(({ id }) => id)
    .sort(byName);
}

function lowestScore(problem: Problem, result: Selected): string {
  const winners = new Set(result.oneOptimum);
  const scores = problem.candidates.filter(({ id }) => winners.has(id)).map(({ score }) => score);
  const [lowest] = scores.sort(compare);
  return lowest ? shortDecimal(lowest, PLACES) : '';
}

function forcingOf(loser: Loser): Reason['forcing'] {
  if (loser.forcing === undefined)
    return { key: 'decision.forcing.unknown', facts: {}, leaves: [], enters: [] };
  if (loser.forcing === null)
    return { key: 'decision.forcing.impossible', facts: {}, leaves: [], enters: [] };
  const { cost, leaves, enters } = loser.forcing;
  const facts = { cost: shortDecimal(cost, PLACES), count: leaves.length };
  return { key: 'decision.forcing.cost', facts, leaves, enters };
}
