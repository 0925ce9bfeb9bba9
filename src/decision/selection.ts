import type { Fault } from '../assignment/fault.ts';
import { compare, type Fraction, fraction } from '../platform/exact/fraction.ts';
import type { Solve } from '../platform/solver/model.ts';
import { type Best, bestSelection, withObjectives } from './best-selection.ts';
import { type Branching, SelectionStopped } from './branching.ts';
import { type Certificate, certificateOf } from './certificate.ts';
import { type Cause, causeOf } from './clash.ts';
import { type Instance, idsOf, instanceOf, isUnderThreshold } from './instance.ts';
import { bindingRules, Swaps } from './losers.ts';
import type { Optimum } from './optimum.ts';
import { byName, type Problem, tieKey } from './problem.ts';
import { type RuleCost, ruleCostsOf } from './rule-costs.ts';
import { tieWeights } from './ties.ts';

/** A candidate that is in no best selection. `costOfForcing` null: impossible under the rules. */
export type Loser = {
  id: string;
  score: Fraction;
  bindingRules: string[];
  /** Absent where it was not asked for (low scores under crossing rules). */
  forcing?: Forcing | null;
};

/** The cheapest selection with a candidate in it: what the total loses, who else enters and who leaves. */
export type Forcing = { cost: Fraction; enters: string[]; leaves: string[] };

/** The result of a selection under the rules; ids in the order of their names. */
export type Selected = {
  status: 'optimal';
  total: Fraction;
  /** Null where a tie stays that the tie rules do not decide. */
  winners: string[] | null;
  /** Whether no other selection has this total. */
  unique: boolean;
  secondBestTotal: Fraction | null;
  /** The tie rules that narrowed the tied selections, in their order; empty where the total decided. */
  decidedBy: string[];
  /** One best selection (the winners, unless a tie stays), and those in every and in at least one of them. */
  oneOptimum: string[];
  inEvery: string[];
  inSome: string[];
  losers: Loser[];
  ruleCosts: RuleCost[];
  certificate: Certificate;
};

export type SelectionResult =
  | Selected
  | { status: 'infeasible'; cause: Cause }
  | { status: 'badInput'; faults: readonly Fault[] }
  | { status: 'limit' }
  | { status: 'cancelled' };

export type SelectionOptions = {
  signal?: AbortSignal;
  /** Branch and bound gives up after this many parts (crossing rules only). */
  maxNodes?: number;
  /** The costs of the rules can be left out where nobody looks at them. */
  withoutRuleCosts?: boolean;
};

/** Losers whose cost is always told, beside all that score above the last winner. */
const LEAST_COSTED = 50;

/**
 * Chooses the awardees of a problem exactly, with proof, ties decided by the rules alone, and the cost of each
 * candidate left out and of each rule. Pure: the solver comes in and is asked only where rules cross each other.
 */
export async function selectAwardees(
  problem: Problem,
  solve: Solve,
  options: SelectionOptions = {},
): Promise<SelectionResult> {
  const { withoutRuleCosts, ...limits } = options;
  try {
    return await select(problem, { solve, ...limits }, withoutRuleCosts === true);
  } catch (fault) {
    if (fault instanceof SelectionStopped) return { status: fault.reason };
    throw fault;
  }
}

async function select(
  problem: Problem,
  branching: Branching,
  withoutRuleCosts: boolean,
): Promise<SelectionResult> {
  const best = await bestSelection(instanceOf(problem), branching);
  if (!best) return { status: 'infeasible', cause: await causeOf(problem, branching) };
  const settled = await settleTies(problem, best, branching);
  if ('faults' in settled) return { status: 'badInput', faults: settled.faults };
  const { optimum, open, decidedBy, unique } = settled;
  const second = unique ? await best.optimum.secondBest() : best.total;
  const names = (indices: readonly number[]) => idsOf(best.instance, indices);
  const openSet = new Set(open);
  return {
    status: 'optimal',
    total: inScores(best.instance, best.total),
    winners: open.length === 0 ? names(optimum.chosen) : null,
    unique,
    secondBestTotal: second === null ? null : inScores(best.instance, second),
    decidedBy,
    oneOptimum: names(optimum.chosen),
    inEvery: names(optimum.chosen.filter((index) => !openSet.has(index))),
    inSome: names([...new Set([...optimum.chosen, ...open])]),
    losers: await losersOf(problem, best.instance, optimum, openSet),
    ruleCosts: withoutRuleCosts ? [] : await ruleCostsOf(problem, best, optimum, branching),
    certificate: certificateOf(best),
  };
}

type SettledTies = { optimum: Optimum; open: number[]; decidedBy: string[]; unique: boolean };

/** Narrows the equally good selections by the tie rules, one after the other, until one is left or none remains. */
async function settleTies(
  problem: Problem,
  best: Best,
  branching: Branching,
): Promise<SettledTies | { faults: Fault[] }> {
  let optimum: Optimum = best.optimum;
  let open = await optimum.open();
  const unique = open.length === 0;
  const decidedBy: string[] = [];
  const objectives: bigint[][] = [];
  for (const [at, rule] of problem.tieRules.entries()) {
    if (open.length === 0) break;
    const weights = tieWeights(best.instance.candidates, open, rule);
    if ('missing' in weights) return { faults: [missingValue(problem, weights.candidate, at)] };
    objectives.push(weights);
    optimum = await withObjectives(best, objectives, branching);
    const left = await optimum.open();
    if (left.length < open.length) decidedBy.push(tieKey(rule));
    open = left;
  }
  return { optimum, open, decidedBy, unique };
}

function missingValue(problem: Problem, id: string, at: number): Fault {
  const row = problem.candidates.findIndex((candidate) => candidate.id === id);
  const rule = problem.tieRules[at];
  const key = rule ? tieKey(rule) : '';
  const text = `"${id}" is tied and tieRules[${at}] compares ${key}: give its value under tie.`;
  return { path: `candidates[${row}].tie`, code: 'missing', text };
}

async function losersOf(
  problem: Problem,
  instance: Instance,
  optimum: Optimum,
  open: ReadonlySet<number>,
): Promise<Loser[]> {
  const inside = new Set(optimum.chosen);
  const score = (index: number) => instance.scores[index] ?? 0n;
  const lowest = optimum.chosen.reduce<bigint | null>(
    (least, index) => (least === null || score(index) < least ? score(index) : least),
    null,
  );
  const swaps = new Swaps(instance, optimum.chosen);
  const ranked = [...instance.candidates.keys()]
    .filter((index) => !inside.has(index) && !open.has(index))
    .sort((a, b) => (score(a) > score(b) ? -1 : score(a) < score(b) ? 1 : a - b));
  const losers: Loser[] = [];
  for (const [rank, index] of ranked.entries()) {
    const candidate = instance.candidates[index];
    if (!candidate) continue;
    const isAsked = optimum.isQuick || rank < LEAST_COSTED || lowest === null || score(index) > lowest;
    const { id } = candidate;
    const rules = bindingRules(instance, swaps, optimum.chosen, index);
    const forcing = isAsked ? { forcing: await forcingOf(instance, optimum, index) } : {};
    losers.push({ id, score: candidate.score, bindingRules: rules, ...forcing });
  }
  return [...losers, ...underThreshold(problem)];
}

async function forcingOf(instance: Instance, optimum: Optimum, index: number): Promise<Forcing | null> {
  const exchange = await optimum.exchange(index);
  if (!exchange) return null;
  const enters = exchange.enters.filter((other) => other !== index);
  return {
    cost: inScores(instance, exchange.cost),
    enters: idsOf(instance, enters),
    leaves: idsOf(instance, exchange.leaves),
  };
}

function underThreshold(problem: Problem): Loser[] {
  return problem.candidates
    .filter((candidate) => isUnderThreshold(problem, candidate))
    .sort((a, b) => compare(b.score, a.score) || byName(a.id, b.id))
    .map(({ id, score }) => ({ id, score, bindingRules: ['threshold'], forcing: null }));
}

function inScores(instance: Instance, scaled: bigint): Fraction {
  return fraction(scaled, instance.scale);
}
