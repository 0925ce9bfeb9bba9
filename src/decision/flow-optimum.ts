import type { Instance } from './instance.ts';
import {
  chosenOf,
  fill,
  type Network,
  networkOf,
  nodePrices,
  type Walks,
  walksBackInFilled,
  walksInFilled,
  walkTo,
} from './network.ts';
import type { Exchange, Optimum } from './optimum.ts';

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
    return this.chosen.reduce((sum, candidate) => sum + (this.scores[candidate] ?? 0n), 0n) - smallest;
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

  /** The loss, in the combined objective, of changing this candidate's place; null when no selection does. */
  private loss(candidate: number): bigint | null {
    const { cell, weight } = this.placeOf(candidate);
    if (this.inside.has(candidate)) {
      const around = this.walksBack(cell.to).profit[cell.from];
      return around == null ? null : weight - around;
    }
    const around = this.walksOn(cell.to).profit[cell.from];
    return around == null ? null : -weight - around;
  }

  private exchangeNow(candidate: number): Exchange | null {
    if (this.loss(candidate) === null) return null;
    const { cell } = this.placeOf(candidate);
    const isInside = this.inside.has(candidate);
    const steps = isInside
      ? walkTo(this.walksBack(cell.to), cell.from)
      : walkTo(this.walksOn(cell.to), cell.from);
    const enters = isInside ? [] : [candidate];
    const leaves = isInside ? [candidate] : [];
    for (const step of steps) {
      if (!step.cell) continue;
      const member = step.cell.members[step.forward ? step.cell.taken : step.cell.taken - 1];
      if (member !== undefined) (step.forward ? enters : leaves).push(member);
    }
    const sum = (list: number[]) => list.reduce((total, index) => total + (this.scores[index] ?? 0n), 0n);
    return { cost: sum(leaves) - sum(enters), enters, leaves };
  }

  private placeOf(candidate: number) {
    const cell = this.network.cells[this.network.cellOf[candidate] ?? -1];
    const weight = cell?.weights[cell.members.indexOf(candidate)];
    if (!cell || weight === undefined) throw new Error(`candidate ${candidate} stands in no cell`);
    return { cell, weight };
  }

  private walksOn(node: number): Walks {
    return remembered(this.onward, node, () => walksInFilled(this.network, node));
  }

  private walksBack(node: number): Walks {
    return remembered(this.back, node, () => walksBackInFilled(this.network, node));
  }
}

function remembered<Value>(store: Map<number, Value>, key: number, make: () => Value): Value {
  const known = store.get(key);
  if (known) return known;
  const made = make();
  store.set(key, made);
  return made;
}
