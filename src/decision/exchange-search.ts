import { type Branching, bestRemaining, type Proved } from './branching.ts';
import type { Instance } from './instance.ts';
import { LeastLosses } from './least-losses.ts';
import { Swaps } from './losers.ts';
import type { Exchange } from './optimum.ts';
import { type Program, totalCost } from './program.ts';

/** How many columns may move in a first and in a second search, before all may. */
const WINDOWS = [32, 128];

/**
 * The best choice with one candidate on the other side, under crossing rules. An allowed single swap gives a first
 * cost; whatever the prices prove to cost more stays in its place, so that little is left to search, often nothing.
 */
export class ExchangeSearch {
  private readonly instance: Instance;
  private readonly program: Program;
  private readonly value: bigint;
  private readonly chosen: readonly number[];
  private readonly inside: ReadonlySet<number>;
  private readonly branching: Branching;
  private readonly losses: LeastLosses;
  private readonly swaps: Swaps;

  constructor(
    instance: Instance,
    program: Program,
    proved: Proved,
    chosen: readonly number[],
    branching: Branching,
  ) {
    this.instance = instance;
    this.program = program;
    this.value = proved.value;
    this.chosen = chosen;
    this.inside = new Set(chosen);
    this.branching = branching;
    this.losses = new LeastLosses(program, proved.rootPrices, chosen);
    this.swaps = new Swaps(instance, chosen);
  }

  /** By how much, at least, the value falls when this candidate changes its place. */
  leastLoss(candidate: number): bigint {
    return this.value - this.losses.bound([candidate]);
  }

  /**
   * The cheapest exchange with this candidate in it; null when no choice keeps the rules. Only columns that cost
   * little to move are searched at first; what is found above the window's bound is the best of all.
   */
  async search(candidate: number): Promise<Exchange | null> {
    const swap = this.cheapestSwap(candidate);
    const known = swap ? this.value - swap.cost : null;
    if (swap && known !== null && this.losses.bound([candidate]) <= known) return swap;
    for (const window of WINDOWS) {
      const bound = this.windowBound(candidate, window);
      const above = known !== null && known > bound ? known : bound;
      const found = await this.searchAbove(candidate, above);
      if (found) return found;
      if (swap && above === known) return swap;
    }
    return this.searchAll(candidate);
  }

  /** No choice in which a column outside the `window` cheapest ones moves has a larger value than this. */
  private windowBound(candidate: number, window: number): bigint {
    const bounds = [...this.program.cost.keys()].map((column) => this.losses.bound([candidate, column]));
    return bounds.sort((a, b) => (a > b ? -1 : a < b ? 1 : 0))[window] ?? bounds.at(-1) ?? 0n;
  }

  private cheapestSwap(candidate: number): Exchange | null {
    const isInside = this.inside.has(candidate);
    const cost = (column: number) => this.program.cost[column] ?? 0n;
    let best: number | null = null;
    for (const other of isInside ? this.program.cost.keys() : this.chosen) {
      if (this.inside.has(other) === isInside) continue;
      const isBetter = best === null || (isInside ? cost(other) > cost(best) : cost(other) < cost(best));
      const [enters, leaves] = isInside ? [other, candidate] : [candidate, other];
      if (isBetter && this.swaps.broken(enters, leaves).length === 0) best = other;
    }
    if (best === null) return null;
    const [enters, leaves] = isInside ? [best, candidate] : [candidate, best];
    return { cost: cost(leaves) - cost(enters), enters: [enters], leaves: [leaves] };
  }

  private searchAbove(candidate: number, above: bigint): Promise<Exchange | null> {
    const fixing = [...this.program.cost.keys()].map((column) => {
      return this.losses.bound([candidate, column]) > above ? null : this.inside.has(column) ? 1 : 0;
    });
    return this.searchFixed(candidate, fixing, above);
  }

  private searchAll(candidate: number): Promise<Exchange | null> {
    const useful = this.usefulColumns(candidate);
    return this.searchFixed(
      candidate,
      [...this.program.cost.keys()].map((column) => (useful.has(column) ? null : 0)),
    );
  }

  private async searchFixed(
    candidate: number,
    fixing: (0 | 1 | null)[],
    above?: bigint,
  ): Promise<Exchange | null> {
    fixing[candidate] = this.inside.has(candidate) ? 0 : 1;
    const limits = above === undefined ? {} : { above };
    const chosen = await bestRemaining(this.program, fixing, this.branching, limits);
    return chosen && this.exchangeTo(chosen);
  }

  private exchangeTo(chosen: readonly number[]): Exchange {
    const after = new Set(chosen);
    const enters = chosen.filter((column) => !this.inside.has(column));
    const leaves = this.chosen.filter((column) => !after.has(column));
    const cost = totalCost(this.program.cost, leaves) - totalCost(this.program.cost, enters);
    return { cost, enters, leaves };
  }

  /** Of candidates that stand in the same rules, no best selection needs more of the lower ones than may win. */
  private usefulColumns(candidate: number): ReadonlySet<number> {
    const holders = this.program.cost.map((): number[] => []);
    for (const [row, { columns }] of this.program.rows.entries()) {
      for (const column of columns) holders[column]?.push(row);
    }
    const cost = (column: number) => this.program.cost[column] ?? 0n;
    const best = [...this.program.cost.keys()].sort((a, b) =>
      cost(a) > cost(b) ? -1 : cost(a) < cost(b) ? 1 : a - b,
    );
    const used = new Map<string, number>();
    const isUseful = (column: number) => {
      if (column === candidate) return true;
      const rows = holders[column] ?? [];
      const place = rows.join(' ');
      const count = (used.get(place) ?? 0) + 1;
      used.set(place, count);
      return count <= Math.min(...rows.map((row) => this.instance.sets[row]?.max ?? 0));
    };
    return new Set(best.filter(isUseful));
  }
}
