import type { Instance } from './instance.ts';
import {
  type Cell,
  chosenOf,
  type Network,
  networkOf,
  push,
  type SetArc,
  type Step,
  snapshot,
} from './network.ts';
import type { Exchange, Optimum } from './optimum.ts';
import { ruleName, type Side } from './rules.ts';
import { fill, nodePrices, type Walks, walksFrom, walksTo, walkTo } from './walks.ts';

/**
 * The best selection of an instance whose rules are one or two families of nested sets, or null when no selection
 * keeps them. `objectives` come in order of importance, one whole number a candidate each.
 */
export function flowOptimum(
  instance: Instance,
  objectives: readonly (readonly bigint[])[],
): FlowOptimum | null {
  if (instance.nesting.kind === 'crossing') throw new Error('crossing rules are no flow');
  const network = networkOf(instance.nesting, inOne(objectives, instance.candidates.length));
  const seats = instance.sets.find((set) => set.name === 'seats');
  if (!fill(network, { min: seats?.min ?? 0, max: seats?.max ?? instance.candidates.length })) return null;
  return new FlowOptimum(network, objectives[0] ?? []);
}

/** Objectives in order of importance as one: a step of an earlier one outweighs everything after it. */
function inOne(objectives: readonly (readonly bigint[])[], candidates: number): bigint[] {
  let combined: bigint[] = new Array(candidates).fill(0n);
  for (const weights of objectives) {
    const weight = 2n * weights.reduce((sum, value) => sum + (value < 0n ? -value : value), 1n);
    combined = combined.map((value, index) => value * weight + (weights[index] ?? 0n));
  }
  return combined;
}

/** A best selection under nested rules; see `Optimum`. */
export class FlowOptimum implements Optimum {
  readonly isQuick = true;
  readonly chosen: number[];
  private readonly network: Network;
  private readonly scores: readonly bigint[];
  private readonly inside: Set<number>;
  private readonly onward = new Map<number, Walks>();
  private readonly back = new Map<number, Walks>();

  constructor(network: Network, scores: readonly bigint[]) {
    this.network = network;
    this.scores = scores;
    this.chosen = chosenOf(network);
    this.inside = new Set(this.chosen);
  }

  async open(): Promise<number[]> {
    return [...this.scores.keys()].filter((candidate) => this.loss(candidate) === 0n);
  }

  async exchange(candidate: number): Promise<Exchange | null> {
    return this.exchangeNow(candidate);
  }

  async secondBest(): Promise<bigint | null> {
    const losses = [...this.scores.keys()]
      .filter((candidate) => !this.inside.has(candidate))
      .flatMap((candidate) => this.exchangeNow(candidate)?.cost ?? []);
    if (losses.length === 0) return null;
    const smallest = losses.reduce((least, loss) => (loss < least ? loss : least));
    return this.total(this.chosen) - smallest;
  }

  /**
   * What one more unit through each rule would earn: exact prices, whole for whole scores. With `isOpenEnded` the
   * number of winners may change within the seats, which proves that it is the largest one.
   */
  prices(isOpenEnded: boolean): ReadonlyMap<string, bigint> {
    const node = nodePrices(this.network, isOpenEnded);
    const prices = new Map<string, bigint>();
    const fall = (from: number, to: number) => (node[from] ?? 0n) - (node[to] ?? 0n);
    for (const arc of this.network.arcs) prices.set(arc.set.name, fall(arc.from, arc.to));
    prices.set('seats', (prices.get('seats') ?? 0n) + fall(this.network.sink, this.network.source));
    return new Map([...prices].filter(([, price]) => price !== 0n));
  }

  /**
   * The best selection of the same number of winners without one side of a rule. From an optimum only cycles through
   * that rule can gain, so pushing the best of them until none gains is exact.
   */
  chosenWithout(rule: string): number[] | null {
    const sides: readonly Side[] = ['max', 'min'];
    for (const arc of this.network.arcs) {
      for (const side of sides) {
        if (ruleName(arc.set, side) === rule) return this.chosenWithoutSide(arc, side);
      }
    }
    return null;
  }

  private chosenWithoutSide(arc: SetArc, side: Side): number[] {
    const restore = snapshot(this.network);
    const limit = arc[side];
    arc[side] = side === 'max' ? Number.POSITIVE_INFINITY : 0;
    const [first, last] = side === 'max' ? [arc.to, arc.from] : [arc.from, arc.to];
    const across: Step = { from: last, to: first, forward: side === 'max', arc, cell: null };
    // The rule's own arc stays at its limit while the rest of the cycle is looked for.
    for (;;) {
      if (side === 'min' && arc.flow === 0) break;
      const walks = this.walksAround(arc, first);
      const gain = walks.profit[last];
      if (gain == null || gain <= 0n) break;
      for (const step of [across, ...walkTo(walks, last)]) push(step);
    }
    const chosen = chosenOf(this.network);
    arc[side] = limit;
    restore();
    return chosen;
  }

  /** Walks that do not use the arc itself, which would undo the step that they are to close. */
  private walksAround(arc: SetArc, start: number): Walks {
    const { min, max } = arc;
    arc.min = arc.flow;
    arc.max = arc.flow;
    const walks = walksFrom(this.network, start);
    arc.min = min;
    arc.max = max;
    return walks;
  }

  /** The loss, in the combined objective, of changing this candidate's place; null when no selection does. */
  private loss(candidate: number): bigint | null {
    const { cell, weight } = this.placeOf(candidate);
    const isInside = this.inside.has(candidate);
    const around = (isInside ? this.walksBack(cell) : this.walksOn(cell)).profit[cell.from];
    if (around == null) return null;
    return isInside ? weight - around : -weight - around;
  }

  private exchangeNow(candidate: number): Exchange | null {
    if (this.loss(candidate) === null) return null;
    const { cell } = this.placeOf(candidate);
    const isInside = this.inside.has(candidate);
    const enters = isInside ? [] : [candidate];
    const leaves = isInside ? [candidate] : [];
    for (const step of walkTo(isInside ? this.walksBack(cell) : this.walksOn(cell), cell.from)) {
      if (!step.cell) continue;
      const member = step.cell.members[step.forward ? step.cell.taken : step.cell.taken - 1];
      if (member !== undefined) (step.forward ? enters : leaves).push(member);
    }
    return { cost: this.total(leaves) - this.total(enters), enters, leaves };
  }

  private total(members: readonly number[]): bigint {
    return members.reduce((sum, index) => sum + (this.scores[index] ?? 0n), 0n);
  }

  private placeOf(candidate: number) {
    const cell = this.network.cells[this.network.cellOf[candidate] ?? -1];
    const weight = cell?.weights[cell.members.indexOf(candidate)];
    if (!cell || weight === undefined) throw new Error(`candidate ${candidate} stands in no cell`);
    return { cell, weight };
  }

  private walksOn({ to }: Cell): Walks {
    return remembered(this.onward, to, () => walksFrom(this.network, to));
  }

  private walksBack({ to }: Cell): Walks {
    return remembered(this.back, to, () => walksTo(this.network, to));
  }
}

function remembered<Value>(store: Map<number, Value>, key: number, make: () => Value): Value {
  const known = store.get(key);
  if (known) return known;
  const made = make();
  store.set(key, made);
  return made;
}
