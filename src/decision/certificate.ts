import { decimalOrFraction } from '../platform/exact/decimal.ts';
import { fraction } from '../platform/exact/fraction.ts';
import type { Best } from './best-selection.ts';
import type { Proof, Proved } from './branching.ts';
import type { Instance } from './instance.ts';
import { UNIT } from './program.ts';
import { ruleName } from './rules.ts';

/** The price of one more place under a rule, in points of score: a decimal, or "num/den". */
export type Price = { rule: string; price: string };

/** A tree of cases: each end either bounds the total by its prices, or proves that its case allows no selection. */
export type ProofTree = { prices: Price[]; clash: boolean } | { on: string; in: ProofTree; out: ProofTree };

/**
 * Why no allowed selection has a larger total, for a reader without a solver (see `check-selection.ts`).
 * - `swaps`: the rules are nested, so it is enough that no allowed single swap is better.
 * - `duals`: the prices of the rules bound every selection by exactly the total found.
 * - `bound`: prices alone leave a gap. It rests on `cases` where a tree of them closes it, each proved by its prices;
 *   on the `solver` where the tree grew too large to write down, and then `tree` holds the prices of the bound alone.
 * `size` is the same for the number of winners where seats stayed empty.
 */
export type Certificate =
  | { kind: 'swaps'; swaps: number; size: { winners: number; additions: number } | null }
  | { kind: 'duals'; bound: string; prices: Price[]; size: { winners: number; prices: Price[] } | null }
  | {
      kind: 'bound';
      relaxation: string;
      value: string;
      gap: string;
      restsOn: 'cases' | 'solver';
      leaves: number;
      tree: ProofTree;
      size: { winners: number; tree: ProofTree | null } | null;
    };

/** The certificate of a best selection: the simplest kind that is complete for how its rules lie. */
export function certificateOf(best: Best): Certificate {
  const { instance, optimum, proof, size } = best;
  const winners = optimum.chosen.length;
  if (proof.by === 'branching') {
    const { proved } = proof.optimum;
    const relaxation = fraction(proved.relaxation, UNIT * instance.scale);
    return {
      kind: 'bound',
      relaxation: decimalOrFraction(relaxation),
      value: inPoints(proved.value, instance.scale),
      gap: inPoints(proved.relaxation - proved.value * UNIT, UNIT * instance.scale),
      restsOn: proved.proof ? 'cases' : 'solver',
      leaves: proved.proof ? proved.leaves : 1,
      tree: treeOf(instance, proved.proof ?? rootLeaf(proved), UNIT * instance.scale),
      size:
        size?.by === 'branching' ? { winners, tree: size.proof && treeOf(instance, size.proof, UNIT) } : null,
    };
  }
  if (instance.nesting.kind === 'nested') {
    const outside = instance.candidates.length - winners;
    return {
      kind: 'swaps',
      swaps: winners * outside,
      size: size ? { winners, additions: outside } : null,
    };
  }
  return {
    kind: 'duals',
    bound: inPoints(best.total, instance.scale),
    prices: pricesOf(instance, proof.prices, instance.scale),
    size: size?.by === 'flow' ? { winners, prices: pricesOf(instance, size.prices, 1n) } : null,
  };
}

function rootLeaf({ rootPrices }: Proved): Proof {
  return { leaf: 'bound', multipliers: rootPrices };
}

function inPoints(value: bigint, scale: bigint): string {
  return decimalOrFraction(fraction(value, scale));
}

function pricesOf(instance: Instance, prices: ReadonlyMap<string, bigint>, scale: bigint): Price[] {
  return instance.sets.flatMap((set) => {
    const price = prices.get(set.name) ?? 0n;
    if (price === 0n) return [];
    return [{ rule: ruleName(set, price > 0n ? 'max' : 'min'), price: inPoints(price, scale) }];
  });
}

/** A proof over rows as a tree over the names of rules and candidates. */
export function treeOf(instance: Instance, proof: Proof, scale: bigint): ProofTree {
  if ('on' in proof) {
    const id = instance.candidates[proof.on]?.id ?? '';
    return {
      on: id,
      in: treeOf(instance, proof.in, scale),
      out: treeOf(instance, proof.out, scale),
    };
  }
  const prices = new Map(
    [...proof.multipliers].map(([row, price]) => [instance.sets[row]?.name ?? '', price] as const),
  );
  return { prices: pricesOf(instance, prices, scale), clash: proof.leaf === 'clash' };
}
