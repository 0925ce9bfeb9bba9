import { type BranchOptimum, branchOptimum, programOf } from './branch-optimum.ts';
import { type Branching, type Proof, settled } from './branching.ts';
import { flowOptimum } from './flow-optimum.ts';
import { type Instance, withSeats } from './instance.ts';
import type { Optimum } from './optimum.ts';
import { brokenRules } from './rules.ts';

/** The best selection of an instance by score alone: the number of winners comes first, then the total. */
export type Best = {
  /** With the seats fixed to the number of winners. */
  instance: Instance;
  optimum: Optimum;
  /** Scaled as the instance's scores. */
  total: bigint;
  /** What the certificate is made from; `prices` are the duals of the rules. */
  proof: { by: 'flow'; prices: ReadonlyMap<string, bigint> } | { by: 'branching'; optimum: BranchOptimum };
  /** Why there are not more winners, where the seats allowed more; null where all seats are taken. */
  size: { by: 'flow'; prices: ReadonlyMap<string, bigint> } | { by: 'branching'; proof: Proof | null } | null;
};

/** The best selection, checked again in whole numbers; null when no selection keeps the rules. */
export async function bestSelection(instance: Instance, branching: Branching): Promise<Best | null> {
  const best =
    instance.nesting.kind === 'crossing' ? await byBranching(instance, branching) : byFlow(instance);
  if (!best) return null;
  const broken = brokenRules(instance.sets, new Set(best.optimum.chosen));
  if (broken.length > 0) throw new Error(`a selection broke ${broken.map(({ rule }) => rule).join(', ')}`);
  return best;
}

/** The same selection problem with more objectives after the score, which decide among equal totals. */
export async function withObjectives(
  best: Best,
  objectives: readonly (readonly bigint[])[],
  branching: Branching,
): Promise<Optimum> {
  const all = [best.instance.scores, ...objectives];
  const optimum =
    best.proof.by === 'flow'
      ? flowOptimum(best.instance, all)
      : await branchOptimum(best.instance, all, branching);
  if (!optimum) throw new Error('a selection that exists was not found again');
  return optimum;
}

function byFlow(instance: Instance): Best | null {
  const seats = seatsOf(instance);
  const ones = instance.scores.map(() => 1n);
  const largest = seats.min === seats.max ? null : flowOptimum(instance, [ones]);
  if (seats.min !== seats.max && !largest) return null;
  const fixed = largest ? withSeats(instance, largest.chosen.length) : instance;
  const optimum = flowOptimum(fixed, [instance.scores]);
  if (!optimum) return null;
  const isFull = optimum.chosen.length === seats.max;
  const size = largest && !isFull ? { by: 'flow' as const, prices: largest.prices(true) } : null;
  return {
    instance: fixed,
    optimum,
    total: totalOf(instance, optimum),
    proof: { by: 'flow', prices: optimum.prices(false) },
    size,
  };
}

async function byBranching(instance: Instance, branching: Branching): Promise<Best | null> {
  const seats = seatsOf(instance);
  const ones = instance.scores.map(() => 1n);
  const largest = seats.min === seats.max ? null : await settled(programOf(instance, ones), branching);
  if (largest?.status === 'infeasible') return null;
  const fixed = largest ? withSeats(instance, largest.chosen.length) : instance;
  const optimum = await branchOptimum(fixed, [instance.scores], branching);
  if (!optimum) return null;
  const isFull = optimum.chosen.length === seats.max;
  const size = largest && !isFull ? { by: 'branching' as const, proof: largest.proof } : null;
  return {
    instance: fixed,
    optimum,
    total: totalOf(instance, optimum),
    proof: { by: 'branching', optimum },
    size,
  };
}

function seatsOf(instance: Instance): { min: number; max: number } {
  const seats = instance.sets.find((set) => set.name === 'seats');
  if (!seats) throw new Error('an instance without seats');
  return seats;
}

/** The total of a selection, scaled as the instance's scores. */
export function totalOf(instance: Instance, { chosen }: Pick<Optimum, 'chosen'>): bigint {
  return chosen.reduce((sum, index) => sum + (instance.scores[index] ?? 0n), 0n);
}
