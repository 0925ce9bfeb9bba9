import type { Instance } from './instance.ts';
import { type RuleSet, ruleName } from './rules.ts';

/** Which rules a single swap would break, told quickly: only sets that hold one of the two change. */
export class Swaps {
  private readonly sets: readonly RuleSet[];
  private readonly holders: number[][];
  private readonly counts: number[];

  constructor(instance: Instance, chosen: readonly number[]) {
    this.sets = instance.sets;
    this.holders = instance.candidates.map(() => []);
    for (const [index, set] of instance.sets.entries()) {
      for (const member of set.members) this.holders[member]?.push(index);
    }
    this.counts = instance.sets.map(() => 0);
    for (const winner of chosen) {
      for (const index of this.holders[winner] ?? []) this.counts[index] = (this.counts[index] ?? 0) + 1;
    }
  }

  /** Names of the rules broken when `enters` takes the place of `leaves`. */
  broken(enters: number, leaves: number): string[] {
    const entered = this.holders[enters] ?? [];
    const left = this.holders[leaves] ?? [];
    const over = entered.filter((index) => !left.includes(index) && this.room(index) === 0);
    const under = left.filter((index) => !entered.includes(index) && this.spare(index) === 0);
    return [
      ...over.map((index) => this.name(index, 'max')),
      ...under.map((index) => this.name(index, 'min')),
    ];
  }

  private room(index: number): number {
    return (this.sets[index]?.max ?? 0) - (this.counts[index] ?? 0);
  }

  private spare(index: number): number {
    return (this.counts[index] ?? 0) - (this.sets[index]?.min ?? 0);
  }

  private name(index: number, side: 'min' | 'max'): string {
    const set = this.sets[index];
    return set ? ruleName(set, side) : '';
  }
}

/**
 * The rules that keep a candidate out: those broken whichever winner of no higher score made place for it; where no
 * single rule is always broken, all that are broken by one such swap or another. It is the number of seats alone
 * where every winner has a higher score, or where one of equal score could make place and the tie rules kept it.
 */
export function bindingRules(
  instance: Instance,
  swaps: Swaps,
  chosen: readonly number[],
  loser: number,
): string[] {
  const score = instance.scores[loser] ?? 0n;
  const lower = chosen.filter((winner) => (instance.scores[winner] ?? 0n) <= score);
  const broken = lower.map((winner) => swaps.broken(loser, winner));
  if (broken.length === 0 || broken.some((rules) => rules.length === 0)) return ['seats'];
  const always = (broken[0] ?? []).filter((rule) => broken.every((rules) => rules.includes(rule)));
  return always.length > 0 ? always : [...new Set(broken.flat())].sort();
}
