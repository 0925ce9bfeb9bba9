import { add, compare, type Fraction, fraction, subtract, ZERO } from '../platform/exact/fraction.ts';
import { drawLot } from '../platform/exact/lot.ts';
import type { Certificate, ProofTree } from './certificate.ts';
import {
  type CheckFailure,
  checkClashTree,
  checkRelaxation,
  checkTree,
  type Limit,
  show,
} from './check-proof.ts';
import type { Cause } from './clash.ts';
import { type Candidate, type Problem, type TieRule, tieKey } from './problem.ts';

/**
 * Checks a selection against the rules and its certificate against weak duality or the exchange of nested rules, in
 * fractions, without the solver and without any code that searched for it. What is claimed is read; what holds is
 * computed here again from the problem alone.
 */
export type Claim = {
  total: Fraction;
  /** The winners, or one best selection where a tie stays. */
  chosen: readonly string[];
  unique: boolean;
  secondBestTotal: Fraction | null;
  certificate: Certificate;
};

const UNWRITTEN = 'No proof is written down: it rests on the branch and bound of the solver.';

/** Every failure of a claimed selection; an empty list means that it is proved. */
export function checkSelection(problem: Problem, claim: Claim): CheckFailure[] {
  const eligible = eligibleOf(problem);
  const limits = limitsOf(problem, eligible);
  const basic = [
    ...checkChosen(claim, eligible),
    ...checkLimits(limits, claim),
    ...checkTotal(claim, eligible),
  ];
  if (basic.length > 0) return basic;
  return [...checkNumber(problem, claim, eligible, limits), ...checkProof(problem, claim, eligible, limits)];
}

/** Every failure of a claimed clash; an empty list means that no selection keeps the rules. */
export function checkCause(problem: Problem, cause: Pick<Cause, 'rules' | 'proof'>): CheckFailure[] {
  const isOpen = !cause.rules.includes('threshold');
  const candidates = isOpen ? problem.candidates : eligibleOf(problem);
  if (!cause.proof) return [fail('infeasible', UNWRITTEN)];
  return checkClashTree(
    { candidates, limits: limitsOf(problem, candidates), step: 'infeasible' },
    cause.proof,
  );
}

function eligibleOf(problem: Problem): Candidate[] {
  const { threshold } = problem;
  return problem.candidates.filter(({ score }) => threshold === null || compare(score, threshold) >= 0);
}

function limitsOf(problem: Problem, eligible: readonly Candidate[]): Limit[] {
  const those = (keep: (candidate: Candidate) => boolean) => {
    return new Set(eligible.filter(keep).map(({ id }) => id));
  };
  const { maxPerCountry } = problem;
  const countries = new Set(maxPerCountry === null ? [] : eligible.flatMap(({ country }) => country ?? []));
  return [
    { rule: 'seats', members: those(() => true), ...problem.seats },
    ...[...countries].map((name) => {
      return {
        rule: `country:${name}`,
        members: those(({ country }) => country === name),
        min: 0,
        max: maxPerCountry,
      };
    }),
    ...problem.regions.map(({ name, min, max }) => {
      return { rule: `region:${name}`, members: those(({ region }) => region === name), min, max };
    }),
    ...problem.groups.map(({ name, members, min, max }) => {
      const listed = new Set(members);
      return { rule: `group:${name}`, members: those(({ id }) => listed.has(id)), min, max };
    }),
  ];
}

function checkChosen(claim: Claim, eligible: readonly Candidate[]): CheckFailure[] {
  const known = new Set(eligible.map(({ id }) => id));
  const strangers = claim.chosen.filter((id) => !known.has(id));
  const isTwice = new Set(claim.chosen).size !== claim.chosen.length;
  return [
    ...strangers.map((id) => fail('eligible', `${id} is unknown or under the threshold.`)),
    ...(isTwice ? [fail('eligible', 'A winner stands twice in the list.')] : []),
  ];
}

function checkLimits(limits: readonly Limit[], claim: Claim): CheckFailure[] {
  return limits.flatMap(({ rule, members, min, max }) => {
    const count = claim.chosen.filter((id) => members.has(id)).length;
    if (count >= min && (max === null || count <= max)) return [];
    return [fail('rules', `${rule} allows ${min} to ${max ?? 'any number'}, chosen are ${count}.`)];
  });
}

function checkTotal(claim: Claim, eligible: readonly Candidate[]): CheckFailure[] {
  const sum = totalOf(eligible, new Set(claim.chosen));
  return compare(sum, claim.total) === 0 ? [] : [fail('total', `The scores add up to ${show(sum)}.`)];
}

function totalOf(candidates: readonly Candidate[], chosen: ReadonlySet<string>): Fraction {
  return candidates.reduce((sum, { id, score }) => (chosen.has(id) ? add(sum, score) : sum), ZERO);
}

/** Where seats stay empty, one more winner must be impossible. */
function checkNumber(
  problem: Problem,
  claim: Claim,
  eligible: readonly Candidate[],
  limits: readonly Limit[],
): CheckFailure[] {
  const winners = claim.chosen.length;
  const { certificate } = claim;
  if (winners === problem.seats.max) return [];
  const unproved = fail('number', `Nothing proves that ${winners} is the largest number of winners.`);
  if (certificate.size === null || certificate.size.winners !== winners) return [unproved];
  if (certificate.kind === 'swaps') return checkAdditions(claim, eligible, limits);
  const tree = sizeTree(certificate);
  if (!tree) return [fail('number', UNWRITTEN)];
  const ones = eligible.map((candidate) => ({ ...candidate, score: fraction(1n) }));
  return checkTree({ candidates: ones, limits, value: fraction(winners), step: 'number' }, tree);
}

function sizeTree({ size }: Certificate): ProofTree | null {
  if (size === null || 'additions' in size) return null;
  return 'tree' in size ? size.tree : { prices: size.prices, clash: false };
}

function checkAdditions(
  claim: Claim,
  eligible: readonly Candidate[],
  limits: readonly Limit[],
): CheckFailure[] {
  const inside = new Set(claim.chosen);
  const counts = countsOf(limits, inside);
  return eligible
    .filter(({ id }) => !inside.has(id))
    .filter(({ id }) =>
      limits.every((limit, at) => isKept(limit, (counts[at] ?? 0) + (limit.members.has(id) ? 1 : 0))),
    )
    .map(({ id }) => fail('number', `${id} could be added without breaking a rule.`));
}

function checkProof(
  problem: Problem,
  claim: Claim,
  eligible: readonly Candidate[],
  limits: readonly Limit[],
): CheckFailure[] {
  const { certificate } = claim;
  const winners = claim.chosen.length;
  const fixed = limits.map((limit) =>
    limit.rule === 'seats' ? { ...limit, min: winners, max: winners } : limit,
  );
  const whole = { candidates: eligible, limits: fixed, value: claim.total, step: 'optimal' };
  switch (certificate.kind) {
    case 'swaps':
      return [...checkNested(limits, eligible), ...checkSwaps(problem, claim, eligible, fixed)];
    case 'duals':
      return checkTree(whole, { prices: certificate.prices, clash: false });
    case 'bound':
      return certificate.restsOn === 'cases'
        ? checkTree(whole, certificate.tree)
        : checkRelaxation(whole, certificate.tree, certificate.relaxation);
  }
}

/** Single swaps are a complete proof only where, of any two rules that bind, one holds the other or none is shared. */
function checkNested(limits: readonly Limit[], eligible: readonly Candidate[]): CheckFailure[] {
  const binding = limits.filter(({ members, min, max }) => min > 0 || (max !== null && max < members.size));
  const order = new Map(eligible.map(({ id }, at) => [id, at]));
  const largestFirst = binding.toSorted((a, b) => b.members.size - a.members.size);
  // Each candidate's smallest set so far; a nested set lies whole within one of them.
  const smallest: number[] = eligible.map(() => -1);
  return largestFirst.flatMap(({ rule, members }, at) => {
    const places = [...members].map((id) => order.get(id) ?? -1);
    const around = new Set(places.map((place) => smallest[place]));
    for (const place of places) smallest[place] = at;
    return around.size <= 1 ? [] : [fail('nested', `${rule} crosses another rule, so swaps prove nothing.`)];
  });
}

function checkSwaps(
  problem: Problem,
  claim: Claim,
  eligible: readonly Candidate[],
  limits: readonly Limit[],
): CheckFailure[] {
  const inside = new Set(claim.chosen);
  const counts = countsOf(limits, inside);
  const failures: CheckFailure[] = [];
  let nearest: Fraction | null = null;
  const winners = eligible.filter(({ id }) => inside.has(id));
  for (const enters of eligible) {
    if (inside.has(enters.id)) continue;
    for (const leaves of winners) {
      const loss = subtract(leaves.score, enters.score);
      const isNear = nearest === null || compare(loss, nearest) < 0;
      if (!isNear && loss.num > 0n) continue;
      if (!isSwapAllowed(limits, counts, enters.id, leaves.id)) continue;
      if (isNear) nearest = loss;
      const swap = `${enters.id} instead of ${leaves.id}`;
      if (loss.num < 0n) failures.push(fail('optimal', `${swap} is allowed and better.`));
      if (loss.num === 0n && isBetterTie(problem.tieRules, enters, leaves)) {
        failures.push(fail('ties', `${swap} has the same total and the tie rules prefer it.`));
      }
    }
  }
  return [...failures, ...checkNearest(claim, nearest)];
}

function checkNearest(claim: Claim, nearest: Fraction | null): CheckFailure[] {
  const second = nearest && subtract(claim.total, nearest);
  const isSame =
    second === null || claim.secondBestTotal === null
      ? second === claim.secondBestTotal
      : compare(second, claim.secondBestTotal) === 0;
  const isUnique = nearest === null || nearest.num !== 0n;
  return [
    ...(isSame ? [] : [fail('second', `The second best total is ${second ? show(second) : 'none'}.`)]),
    ...(isUnique === claim.unique ? [] : [fail('unique', `unique is ${isUnique}.`)]),
  ];
}

function isBetterTie(rules: readonly TieRule[], enters: Candidate, leaves: Candidate): boolean {
  for (const rule of rules) {
    const order = tieOrder(rule, enters, leaves);
    if (order !== 0) return order > 0;
  }
  return false;
}

/** Above 0 where the rule prefers `a`; the smallest text of a lot comes first. */
function tieOrder(rule: TieRule, a: Candidate, b: Candidate): number {
  if (rule.by === 'lot') return drawLot(rule.seed, a.id) < drawLot(rule.seed, b.id) ? 1 : -1;
  const [left, right] = [a.tie[tieKey(rule)], b.tie[tieKey(rule)]];
  return left && right ? compare(left, right) : 0;
}

function countsOf(limits: readonly Limit[], chosen: ReadonlySet<string>): number[] {
  return limits.map(({ members }) => [...chosen].filter((id) => members.has(id)).length);
}

function isKept({ min, max }: Limit, count: number): boolean {
  return count >= min && (max === null || count <= max);
}

function isSwapAllowed(
  limits: readonly Limit[],
  counts: readonly number[],
  enters: string,
  leaves: string,
): boolean {
  return limits.every((limit, at) => {
    const change = (limit.members.has(enters) ? 1 : 0) - (limit.members.has(leaves) ? 1 : 0);
    return change === 0 || isKept(limit, (counts[at] ?? 0) + change);
  });
}

function fail(step: string, text: string): CheckFailure {
  return { step, text };
}
