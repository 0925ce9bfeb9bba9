import { decimalOrFraction } from '../platform/exact/decimal.ts';
import { compare, type Fraction, isEqual } from '../platform/exact/fraction.ts';
import { evaluateSelection } from './evaluation.ts';
import type { Candidate, Problem, TieRule } from './problem.ts';
import type { Selected, SelectionResult } from './selection.ts';
import { tieValue } from './ties.ts';

/** A city moved in or out by the meeting, against what was computed, with its reason. */
export type Override = { nomination: string; side: 'in' | 'out'; reason: string; by: string };

/** The set that people chose among those that the published rules leave level. */
export type Choice = { chosen: string[]; reason: string; by: string };

/** What was decided by hand, measured: the rules that it breaks and what it has less than the best selection. */
export type ByHand = {
  overrides: Override[];
  breaches: { rule: string; side: 'min' | 'max'; limit: string; chosen: string; id?: string }[];
  total: string;
  shortfall: string | null;
};

export type Decided = {
  /** The set of awardees in the order of the problem; null where a tie stays and nobody has chosen. */
  awardees: string[] | null;
  choice: Choice | null;
  byHand: ByHand | null;
};

/**
 * The awardees of a computed selection with what people decided on it: the choice among level sets, then the cities
 * moved in and out. Where no selection keeps the rules there is nothing to begin from, and the meeting moves cities in.
 */
export function decide(
  problem: Problem,
  result: SelectionResult,
  choice: Choice | null,
  overrides: readonly Override[],
): Decided {
  const taken = choice && result.status === 'optimal' && isAsGood(problem, result, choice.chosen);
  const base = baseOf(result, taken ? choice.chosen : null);
  const kept = { choice: taken ? choice : null };
  if (base === null) return { ...kept, awardees: null, byHand: null };
  if (overrides.length === 0) {
    return { ...kept, awardees: result.status === 'optimal' ? inOrder(problem, base) : null, byHand: null };
  }
  const chosen = withOverrides(base, overrides);
  const best = result.status === 'optimal' ? result.total : null;
  return { ...kept, awardees: inOrder(problem, chosen), byHand: measured(problem, chosen, best, overrides) };
}

/** The set before anything is moved; null where a tie is open, or where nothing is known. */
export function baseOf(result: SelectionResult, chosen: readonly string[] | null): Set<string> | null {
  if (result.status === 'infeasible') return new Set();
  if (result.status !== 'optimal') return null;
  const base = result.winners ?? chosen;
  return base && new Set(base);
}

/** A set with these cities moved. */
export function withOverrides(base: ReadonlySet<string>, overrides: readonly Override[]): Set<string> {
  const chosen = new Set(base);
  for (const { nomination, side } of overrides) {
    if (side === 'in') chosen.add(nomination);
    else chosen.delete(nomination);
  }
  return chosen;
}

/** Whether a set is as good as the best under the rules, their tie rules included; unknown ids are no set. */
export function isAsGood(problem: Problem, result: Selected, chosen: readonly string[]): boolean {
  const { unknown, breaches, shortfall } = evaluateSelection(problem, chosen, result.total);
  const isBest = unknown.length === 0 && breaches.length === 0 && shortfall?.num === 0n;
  if (!isBest || new Set(chosen).size !== result.oneOptimum.length) return false;
  const entered = chosen.filter((id) => !result.oneOptimum.includes(id));
  const left = result.oneOptimum.filter((id) => !chosen.includes(id));
  return problem.tieRules.every((rule) => haveEqualValues(problem, rule, entered, left));
}

function haveEqualValues(problem: Problem, rule: TieRule, one: readonly string[], other: readonly string[]) {
  const byId = new Map(problem.candidates.map((candidate) => [candidate.id, candidate]));
  const valuesOf = (ids: readonly string[]) =>
    ids
      .flatMap((id) => byId.get(id) ?? [])
      .map((candidate: Candidate) => tieValue(candidate, rule))
      .filter((value): value is Fraction => value !== null)
      .sort(compare);
  const others = valuesOf(other);
  const own = valuesOf(one);
  return own.length === others.length && own.every((value, at) => isEqual(value, others[at] ?? value));
}

/** Measures a set made by hand against the rules and the best total (null: not known). */
export function measured(
  problem: Problem,
  chosen: ReadonlySet<string>,
  best: Fraction | null,
  overrides: readonly Override[],
): ByHand {
  const { breaches, total, shortfall } = evaluateSelection(problem, [...chosen], best);
  const written = (value: Fraction | number) =>
    typeof value === 'number' ? String(value) : decimalOrFraction(value);
  return {
    overrides: [...overrides],
    breaches: breaches.map((one) => {
      return { ...one, limit: written(one.limit), chosen: written(one.chosen) };
    }),
    total: decimalOrFraction(total),
    shortfall: shortfall && decimalOrFraction(shortfall),
  };
}

function inOrder({ candidates }: Problem, chosen: ReadonlySet<string>): string[] {
  return candidates.map(({ id }) => id).filter((id) => chosen.has(id));
}
