import {
  add,
  compare,
  type Fraction,
  fraction,
  multiply,
  subtract,
  ZERO,
} from '../platform/exact/fraction.ts';
import type { Price, ProofTree } from './certificate.ts';
import type { Candidate } from './problem.ts';

/** A step of the check that failed, and what was found there. */
export type CheckFailure = { step: string; text: string };

/** A rule as the check reads it from the problem: who counts, how many at least and at most (null: no limit). */
export type Limit = { rule: string; members: ReadonlySet<string>; min: number; max: number | null };

/** What a tree of cases is to prove: no choice of these candidates within these limits has more than `value`. */
export type Bounded = {
  candidates: readonly Candidate[];
  limits: readonly Limit[];
  value: Fraction;
  step: string;
};

/** Walks a tree of cases: each end must bound its case below the next possible total, or prove it empty. */
export function checkTree(whole: Bounded, tree: ProofTree): CheckFailure[] {
  const next = add(whole.value, fraction(1n, denominatorOf(whole.candidates)));
  return checkEnds(whole, tree, new Map(), ({ clash }, bound) => {
    return clash ? bound.num < 0n : compare(bound, next) < 0;
  });
}

/** Walks a tree that is to prove that no choice at all keeps the limits. */
export function checkClashTree(whole: Omit<Bounded, 'value'>, tree: ProofTree): CheckFailure[] {
  return checkEnds({ ...whole, value: ZERO }, tree, new Map(), ({ clash }, bound) => clash && bound.num < 0n);
}

/** Whether the prices of one leaf bound every selection by exactly this value. */
export function checkRelaxation(
  whole: Omit<Bounded, 'value'>,
  tree: ProofTree,
  bound: string,
): CheckFailure[] {
  const found = 'on' in tree ? null : boundOf({ ...whole, value: ZERO }, tree.prices, new Map(), false);
  const claimed = readPrice(bound);
  if (found && claimed && compare(found, claimed) === 0) return [];
  return [{ step: whole.step, text: `The prices do not bound the total by ${bound}.` }];
}

type End = Extract<ProofTree, { clash: boolean }>;

function checkEnds(
  whole: Bounded,
  node: ProofTree,
  fixed: ReadonlyMap<string, boolean>,
  isClosed: (end: End, bound: Fraction) => boolean,
): CheckFailure[] {
  const fail = (text: string) => [{ step: whole.step, text }];
  if ('on' in node) {
    if (fixed.has(node.on)) return fail(`The case of ${node.on} is split twice.`);
    if (!whole.candidates.some(({ id }) => id === node.on)) return fail(`${node.on} is unknown.`);
    const split = (isIn: boolean) => new Map([...fixed, [node.on, isIn]]);
    return [
      ...checkEnds(whole, node.in, split(true), isClosed),
      ...checkEnds(whole, node.out, split(false), isClosed),
    ];
  }
  const bound = boundOf(whole, node.prices, fixed, node.clash);
  if (bound === null) return fail('A price is no number, or stands at a rule or limit that is not there.');
  return isClosed(node, bound) ? [] : fail(`The prices allow ${show(bound)}, which does not close the case.`);
}

/** Weak duality: what the limits are worth at these prices, and what each candidate earns above them. */
function boundOf(
  { candidates, limits }: Bounded,
  prices: readonly Price[],
  fixed: ReadonlyMap<string, boolean>,
  isClash: boolean,
): Fraction | null {
  const earned = new Map(candidates.map(({ id, score }) => [id, isClash ? ZERO : score]));
  let bound = ZERO;
  for (const { rule, price } of prices) {
    const value = readPrice(price);
    if (!value) return null;
    const side = value.num > 0n ? 'max' : 'min';
    const limit = limits.find((one) => nameOf(one, side) === rule);
    const places = limit?.[side];
    if (!limit || places == null) return null;
    bound = add(bound, multiply(value, fraction(places)));
    for (const id of limit.members) earned.set(id, subtract(earned.get(id) ?? ZERO, value));
  }
  for (const [id, gain] of earned) {
    if (fixed.get(id) === true || (!fixed.has(id) && gain.num > 0n)) bound = add(bound, gain);
  }
  return bound;
}

function nameOf({ rule }: Limit, side: 'min' | 'max'): string {
  return rule === 'seats' || rule.startsWith('country:') ? rule : `${rule}:${side}`;
}

function readPrice(text: string): Fraction | null {
  const found = /^(-?)(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(text);
  if (!found) return null;
  const [, sign, whole = '', decimals = '', den = '1'] = found;
  if (BigInt(den) === 0n) return null;
  const size = BigInt(whole + decimals);
  return fraction(sign === '-' ? -size : size, BigInt(den) * 10n ** BigInt(decimals.length));
}

function denominatorOf(candidates: readonly Candidate[]): bigint {
  let common = 1n;
  for (const { score } of candidates) common *= fraction(score.den, common).num;
  return common;
}

/** A fraction as a failure names it. */
export function show({ num, den }: Fraction): string {
  return `${num}/${den}`;
}
