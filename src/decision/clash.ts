import { greatestDivisor } from '../platform/exact/fraction.ts';
import { programOf } from './branch-optimum.ts';
import { type Branching, settled } from './branching.ts';
import { type ProofTree, treeOf } from './certificate.ts';
import { clashText } from './clash-text.ts';
import { flowOptimum } from './flow-optimum.ts';
import { type Instance, instanceOf } from './instance.ts';
import { nestingOf } from './nesting.ts';
import type { Problem } from './problem.ts';
import type { Multipliers } from './program.ts';
import { type RuleSet, ruleName, type Side } from './rules.ts';

/**
 * Why no selection keeps the rules: a set of rules that clash and of which none can be left out of the clash.
 * Together they ask for at least `needed` winners and leave room for `available`; null where the clash is no count
 * of places, but shows only when all cases are gone through.
 */
export type Cause = {
  kind: 'minimumsAboveSeats' | 'tooFewCandidates' | 'tooFewCountries' | 'limitsTooLow' | 'noCaseLeft';
  rules: string[];
  needed: number | null;
  available: number | null;
  text: string;
  /** What asks and what limits, from which a page makes its own sentence; null where the clash is no count. */
  count: CauseCount | null;
  /**
   * The proof: prices of rules under which any selection would earn less than nothing, as one leaf or a tree; null
   * where the tree grew too large and it rests on the solver's branch and bound.
   */
  proof: ProofTree | null;
};

/** The count behind a clash, with rules by their names: `loose` candidates stand under no limit. */
export type CauseCount = {
  asks: { rule: string; limit: number }[];
  limits: { rule: string; limit: number }[];
  loose: number;
  countries: number;
  maxPerCountry: number | null;
  hasThreshold: boolean;
};

/** One side of a rule in a clash: how many times it counts, its limit, and the rule. */
export type ClashTerm = { set: RuleSet; side: Side; times: number };

/** The count behind a clash: what asks, what limits, and how many candidates stand under no limit. */
export type ClashCount = {
  asks: ClashTerm[];
  limits: ClashTerm[];
  loose: number;
  /** From how many countries the asked-for candidates come. */
  countries: number;
  needed: number;
  available: number;
  hasThreshold: boolean;
};

/** The smallest clashing set found, in words; call it only where no selection keeps the rules. */
export async function causeOf(problem: Problem, branching: Branching): Promise<Cause> {
  const rules = await clashingRules(problem, branching);
  const instance = instanceWith(problem, rules);
  const proved = await settled(programOf(instance, zeros(instance)), branching);
  if (proved.status === 'optimal') throw new Error('the clashing rules allow a selection');
  const { proof } = proved;
  const names = namesIn(instance, rules);
  if (!proof || 'on' in proof) {
    const text = `No selection keeps all of these rules at once: ${names.join(', ')}.`;
    return {
      kind: 'noCaseLeft',
      rules: names,
      needed: null,
      available: null,
      text,
      count: null,
      proof: proof && treeOf(instance, proof, 1n),
    };
  }
  const multipliers = inLowestTerms(proof.multipliers);
  const count = countOf(instance, multipliers, rules.has('threshold'));
  const { needed, available } = count;
  return {
    kind: kindOf(count),
    rules: names,
    needed,
    available,
    text: clashText(count, problem.maxPerCountry),
    count: countByName(count, problem.maxPerCountry),
    proof: treeOf(instance, { leaf: 'clash', multipliers }, 1n),
  };
}

function countByName(
  { asks, limits, loose, countries, hasThreshold }: ClashCount,
  maxPerCountry: number | null,
) {
  const named = ({ set, side }: ClashTerm) => ({ rule: ruleName(set, side), limit: set[side] });
  return {
    asks: asks.map(named),
    limits: limits.map(named),
    loose,
    countries,
    maxPerCountry,
    hasThreshold,
  };
}

function namesIn(instance: Instance, rules: ReadonlySet<string>): string[] {
  const order = instance.sets.flatMap((set) => [ruleName(set, 'max'), ruleName(set, 'min')]);
  return ['threshold', ...new Set(order)].filter((name) => rules.has(name));
}

/** Leaves out one rule after the other where the clash stays; what remains is needed, every rule of it. */
async function clashingRules(problem: Problem, branching: Branching): Promise<Set<string>> {
  const instance = instanceOf(problem);
  const sides = instance.sets.flatMap((set) => [
    ...(set.max < set.members.length ? [ruleName(set, 'max')] : []),
    ...(set.min > 0 ? [ruleName(set, 'min')] : []),
  ]);
  const countries = sides.filter((name) => name.startsWith('country:'));
  const others = [...new Set(sides)].filter((name) => !name.startsWith('country:'));
  const orders = [
    [countries, ['threshold'], ...others.map((name) => [name]), ...countries.map((name) => [name])],
    [
      countries,
      ['threshold'],
      ...others.toReversed().map((name) => [name]),
      ...countries.map((name) => [name]),
    ],
  ];
  let smallest: Set<string> | null = null;
  for (const order of orders) {
    const left = await leaveOut(problem, new Set(['threshold', ...sides]), order, branching);
    if (!smallest || left.size < smallest.size) smallest = left;
  }
  return smallest ?? new Set(sides);
}

async function leaveOut(
  problem: Problem,
  all: ReadonlySet<string>,
  order: readonly (readonly string[])[],
  branching: Branching,
): Promise<Set<string>> {
  let kept = new Set(all);
  for (const block of order) {
    const fewer = new Set([...kept].filter((name) => !block.includes(name)));
    if (fewer.size < kept.size && !(await isAllowed(instanceWith(problem, fewer), branching))) kept = fewer;
  }
  return kept;
}

function instanceWith(problem: Problem, rules: ReadonlySet<string>): Instance {
  const instance = instanceOf(problem, rules.has('threshold') ? null : 'threshold');
  const sets = instance.sets.map((set) => ({
    ...set,
    min: rules.has(ruleName(set, 'min')) ? set.min : 0,
    max: rules.has(ruleName(set, 'max')) ? set.max : set.members.length,
  }));
  return { ...instance, sets, nesting: nestingOf(sets, instance.candidates.length) };
}

async function isAllowed(instance: Instance, branching: Branching): Promise<boolean> {
  if (instance.nesting.kind !== 'crossing') return flowOptimum(instance, [zeros(instance)]) !== null;
  return (await settled(programOf(instance, zeros(instance)), branching)).status === 'optimal';
}

function zeros(instance: Instance): bigint[] {
  return instance.scores.map(() => 0n);
}

function inLowestTerms(multipliers: Multipliers): Multipliers {
  const divisor = [...multipliers.values()].reduce((sofar, price) => greatestDivisor(sofar, price), 0n);
  return new Map([...multipliers].map(([row, price]) => [row, price / divisor]));
}

function countOf(instance: Instance, multipliers: Multipliers, hasThreshold: boolean): ClashCount {
  const terms = [...multipliers].flatMap(([row, price]): ClashTerm[] => {
    const set = instance.sets[row];
    return set ? [{ set, side: price > 0n ? 'max' : 'min', times: Math.abs(Number(price)) }] : [];
  });
  const asks = terms.filter(({ side }) => side === 'min');
  const limits = terms.filter(({ side }) => side === 'max');
  const asked = instance.candidates.map(() => 0);
  for (const { set, side, times } of terms) {
    for (const member of set.members)
      asked[member] = (asked[member] ?? 0) + (side === 'min' ? times : -times);
  }
  const loose = asked.reduce((sum, count) => sum + Math.max(0, count), 0);
  const needed = asks.reduce((sum, { set, times }) => sum + times * set.min, 0);
  const available = loose + limits.reduce((sum, { set, times }) => sum + times * set.max, 0);
  const wanted = new Set(asks.flatMap(({ set }) => set.members));
  const countries = new Set([...wanted].map((member) => instance.candidates[member]?.country)).size;
  return { asks, limits, loose, countries, needed, available, hasThreshold };
}

function kindOf({ limits, loose }: ClashCount): Cause['kind'] {
  if (limits.length === 0) return 'tooFewCandidates';
  if (limits.every(({ set }) => set.name.startsWith('country:'))) return 'tooFewCountries';
  const isSeatsOnly = limits.every(({ set }) => set.name === 'seats') && loose === 0;
  return isSeatsOnly ? 'minimumsAboveSeats' : 'limitsTooLow';
}
