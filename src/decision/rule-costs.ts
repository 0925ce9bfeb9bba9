import { type Fraction, fraction, subtract } from '../platform/exact/fraction.ts';
import { type Best, bestSelection, totalOf } from './best-selection.ts';
import type { Branching } from './branching.ts';
import { type Instance, idsOf, instanceOf } from './instance.ts';
import type { Optimum } from './optimum.ts';
import type { Problem } from './problem.ts';
import { EVERY_COUNTRY, ruleName } from './rules.ts';

/** What one rule costs: by how much the total would rise without it, who would win then and who would not. */
export type RuleCost = { rule: string; cost: Fraction; would: string[]; insteadOf: string[] };

/** The best selection without one rule, beside the one with it. */
export type WhatIf = RuleCost & { total: Fraction; winners: string[] };

/** The rules that a problem can do without: those that could bind, by the names of results. */
export function droppableRules(problem: Problem, instance: Instance): string[] {
  const names = instance.sets.flatMap((set) => {
    if (set.name === 'seats') return [];
    const max = set.max < set.members.length ? [ruleName(set, 'max')] : [];
    return set.min > 0 ? [...max, ruleName(set, 'min')] : max;
  });
  const hasCountries = names.some((name) => name.startsWith('country:'));
  return [
    ...(instance.candidates.length < problem.candidates.length ? ['threshold'] : []),
    ...(hasCountries ? [EVERY_COUNTRY] : []),
    ...names,
  ];
}

/** The cost of every rule that could bind, in the order of `droppableRules`. */
export async function ruleCostsOf(
  problem: Problem,
  best: Best,
  optimum: Optimum,
  branching: Branching,
): Promise<RuleCost[]> {
  const costs: RuleCost[] = [];
  for (const rule of droppableRules(problem, best.instance)) {
    if (isIdle(best, rule)) {
      costs.push({ rule, cost: fraction(0n), would: [], insteadOf: [] });
      continue;
    }
    const { cost, would, insteadOf } = await whatIfNow(problem, best, optimum, rule, branching);
    costs.push({ rule, cost, would, insteadOf });
  }
  return costs;
}

/** Prices that prove the optimum without this rule prove as well that leaving it out changes nothing. */
function isIdle(best: Best, rule: string): boolean {
  if (rule === 'threshold' || rule === EVERY_COUNTRY || best.size !== null) return false;
  if (best.proof.by === 'flow') {
    const { prices } = best.proof;
    return best.instance.sets.every((set) => {
      const own = prices.get(set.name) ?? 0n;
      return !(ruleName(set, 'max') === rule && own > 0n) && !(ruleName(set, 'min') === rule && own < 0n);
    });
  }
  return best.proof.optimum.isIdle(rule);
}

/** The best selection without this rule, against the best one with it. */
export async function whatIfNow(
  problem: Problem,
  best: Best,
  optimum: Optimum,
  rule: string,
  branching: Branching,
): Promise<WhatIf> {
  const { total, ids } = await freedFrom(problem, best, optimum, rule, branching);
  const now = idsOf(best.instance, optimum.chosen);
  const cost = subtract(total, fraction(best.total, best.instance.scale));
  // Among equal totals the selection under the rules stays, so that nobody seems to lose by a rule that costs nothing.
  const winners = cost.num === 0n && now.length === ids.length ? now : ids;
  const would = winners.filter((id) => !now.includes(id));
  return { rule, cost, total, winners, would, insteadOf: now.filter((id) => !winners.includes(id)) };
}

async function freedFrom(problem: Problem, best: Best, optimum: Optimum, rule: string, branching: Branching) {
  // Where seats stayed empty for lack of room, leaving a rule out may fill them: that is another search.
  const quick = best.size === null ? optimum.chosenWithout(rule) : null;
  if (quick) {
    const { instance } = best;
    return {
      total: fraction(totalOf(instance, { chosen: quick }), instance.scale),
      ids: idsOf(instance, quick),
    };
  }
  const freed = await bestSelection(instanceOf(problem, rule), branching);
  if (!freed) throw new Error(`no selection without ${rule}, though there is one with it`);
  const { instance } = freed;
  return { total: fraction(freed.total, instance.scale), ids: idsOf(instance, freed.optimum.chosen) };
}
