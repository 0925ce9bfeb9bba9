import type { Family, Nesting } from './nesting.ts';
import type { RuleSet } from './rules.ts';

/**
 * The selection as a flow: every winner is one unit from the root of the first family of sets, down to the smallest
 * set that holds it, across to the second family and up to its root. Flows of largest weight come from successive
 * best paths, in whole numbers of any size, so nothing here is rounded.
 * (Ahuja, Magnanti, Orlin, Network Flows, 1993, chapters 9 and 10.)
 */
export type Network = {
  nodes: number;
  /** One arc a rule set; its bounds are the rule's. */
  arcs: SetArc[];
  /** Candidates that stand in exactly the same sets, best first; the first `taken` of them win. */
  cells: Cell[];
  cellOf: number[];
  source: number;
  sink: number;
};

type SetArc = { from: number; to: number; min: number; max: number; flow: number; set: RuleSet };
type Cell = { from: number; to: number; members: number[]; weights: bigint[]; taken: number };

/** A step of a path: along an arc or a cell, with the flow or against it. */
type Step = {
  from: number;
  to: number;
  profit: bigint;
  push: () => void;
  cell: Cell | null;
  forward: boolean;
};

/** Best walks to or from one node: the profit at each node (null: no walk) and the step that leads there. */
export type Walks = { profit: (bigint | null)[]; step: (Step | null)[] };

/** The network without any flow; `weights` holds one whole number a candidate, larger is better. */
export function networkOf(
  nesting: Exclude<Nesting, { kind: 'crossing' }>,
  weights: readonly bigint[],
): Network {
  const [down, up] = nesting.families;
  const offset = down.sets.length;
  const arcs = [...setArcs(down, 0, 'down'), ...setArcs(up, offset, 'up')];
  const { cells, cellOf } = cellsOf(down, up, offset, weights);
  return { nodes: offset + up.sets.length, arcs, cells, cellOf, source: 0, sink: offset };
}

function setArcs(family: Family, offset: number, way: 'down' | 'up'): SetArc[] {
  return family.sets.flatMap((set, node) => {
    if (!set) return [];
    const here = node + offset;
    const above = (family.parent[node] ?? 0) + offset;
    const ends = way === 'down' ? { from: above, to: here } : { from: here, to: above };
    // A maximum that never binds must not earn a price, which nothing in the problem would pay for.
    const max = set.max < set.members.length ? set.max : Number.POSITIVE_INFINITY;
    return [{ ...ends, min: set.min, max, flow: 0, set }];
  });
}

function cellsOf(down: Family, up: Family, offset: number, weights: readonly bigint[]) {
  const byPlace = new Map<string, number[]>();
  for (const candidate of weights.keys()) {
    const place = `${down.leafOf[candidate] ?? 0} ${(up.leafOf[candidate] ?? 0) + offset}`;
    const sofar = byPlace.get(place);
    if (sofar) sofar.push(candidate);
    else byPlace.set(place, [candidate]);
  }
  const cellOf: number[] = new Array(weights.length).fill(0);
  const cells = [...byPlace].map(([place, members], index) => {
    const [from = 0, to = 0] = place.split(' ').map(Number);
    members.sort((a, b) => compare(weights[b] ?? 0n, weights[a] ?? 0n) || a - b);
    for (const member of members) cellOf[member] = index;
    return { from, to, members, weights: members.map((member) => weights[member] ?? 0n), taken: 0 };
  });
  return { cells, cellOf };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Fills the network with the largest allowed number of units within `seats`, and among those the largest weight.
 * Returns false, and leaves the flow undefined, when no number in `seats` is allowed.
 */
export function fill(network: Network, seats: { min: number; max: number }): boolean {
  const needed = network.arcs.reduce((sum, arc) => sum + arc.min, 0);
  // A unit that a minimum still waits for is worth more than all weights together.
  const bonus =
    2n * network.cells.flatMap((cell) => cell.weights).reduce((sum, w) => sum + (w < 0n ? -w : w), 1n);
  let best = isFilled(network, needed) && seats.min <= 0 ? snapshot(network) : null;
  for (let units = 1; units <= seats.max; units++) {
    const walks = walksFrom(network, network.source, (arc) => softSteps(arc, bonus));
    if (!push(walks, network.sink)) break;
    const filled = isFilled(network, needed);
    if (filled && units >= seats.min) best = snapshot(network);
    // The satisfied part of the minima is concave in the units: once it falls it does not come back.
    if (!filled && best) break;
  }
  best?.();
  return best !== null;
}

function isFilled(network: Network, needed: number): boolean {
  return network.arcs.reduce((sum, arc) => sum + Math.min(arc.flow, arc.min), 0) === needed;
}

function snapshot(network: Network): () => void {
  const flows = network.arcs.map((arc) => arc.flow);
  const taken = network.cells.map((cell) => cell.taken);
  return () => {
    for (const [index, arc] of network.arcs.entries()) arc.flow = flows[index] ?? 0;
    for (const [index, cell] of network.cells.entries()) cell.taken = taken[index] ?? 0;
  };
}

function push(walks: Walks, end: number): boolean {
  if (walks.profit[end] == null) return false;
  for (const step of walkTo(walks, end)) step.push();
  return true;
}

/** The candidates that win, ascending. */
export function chosenOf(network: Network): number[] {
  return network.cells.flatMap((cell) => cell.members.slice(0, cell.taken)).sort((a, b) => a - b);
}

/** The steps of the walk that ends at `end`, first step first. */
export function walkTo(walks: Walks, end: number): Step[] {
  const steps: Step[] = [];
  for (let step = walks.step[end]; step; step = walks.step[step.from]) steps.unshift(step);
  return steps;
}

/** Best walks from `start` through what may still change in a filled network: minima stay kept. */
export function walksInFilled(network: Network, start: number): Walks {
  return walksFrom(network, start, hardSteps);
}

/**
 * A price for each node of a filled network, so that no step earns more than the prices of its ends differ: the
 * duals of the optimum. With `isOpenEnded` the number of units counts as free, too.
 */
export function nodePrices(network: Network, isOpenEnded: boolean): bigint[] {
  const steps = stepsOf(network, hardSteps);
  const { sink, source } = network;
  const back = { from: sink, to: source, profit: 0n, push: () => {}, cell: null, forward: true };
  return longest(network.nodes, isOpenEnded ? [...steps, back] : steps, null).profit.map(
    (price) => price ?? 0n,
  );
}

/** Best walks from every node to `end`, in a filled network: `profit[v]` is that of the walk from v to `end`. */
export function walksBackInFilled(network: Network, end: number): Walks {
  return longest(network.nodes, stepsOf(network, hardSteps).map(turned), end);
}

function turned(step: Step): Step {
  return { ...step, from: step.to, to: step.from };
}

function walksFrom(network: Network, start: number, stepsOfArc: (arc: SetArc) => Step[]): Walks {
  return longest(network.nodes, stepsOf(network, stepsOfArc), start);
}

function stepsOf(network: Network, stepsOfArc: (arc: SetArc) => Step[]): Step[] {
  return [...network.arcs.flatMap(stepsOfArc), ...network.cells.flatMap(cellSteps)];
}

function cellSteps(cell: Cell): Step[] {
  const steps: Step[] = [];
  const next = cell.weights[cell.taken];
  const last = cell.weights[cell.taken - 1];
  if (next !== undefined) {
    const push = () => void cell.taken++;
    steps.push({ from: cell.from, to: cell.to, profit: next, push, cell, forward: true });
  }
  if (last !== undefined) {
    const push = () => void cell.taken--;
    steps.push({ from: cell.to, to: cell.from, profit: -last, push, cell, forward: false });
  }
  return steps;
}

function softSteps(arc: SetArc, bonus: bigint): Step[] {
  const { flow, min, max } = arc;
  return [
    ...(flow < max ? [arcStep(arc, true, flow < min ? bonus : 0n)] : []),
    ...(flow > 0 ? [arcStep(arc, false, flow <= min ? -bonus : 0n)] : []),
  ];
}

function hardSteps(arc: SetArc): Step[] {
  const { flow, min, max } = arc;
  return [...(flow < max ? [arcStep(arc, true, 0n)] : []), ...(flow > min ? [arcStep(arc, false, 0n)] : [])];
}

function arcStep(arc: SetArc, forward: boolean, profit: bigint): Step {
  const push = () => {
    arc.flow += forward ? 1 : -1;
  };
  const ends = forward ? { from: arc.from, to: arc.to } : { from: arc.to, to: arc.from };
  return { ...ends, profit, push, cell: null, forward };
}

/** Longest walks by repeated relaxation (Bellman, Ford); an optimal flow leaves no cycle that gains. */
function longest(nodes: number, steps: readonly Step[], start: number | null): Walks {
  const leaving: Step[][] = Array.from({ length: nodes }, () => []);
  for (const step of steps) leaving[step.from]?.push(step);
  const profit: (bigint | null)[] = new Array(nodes).fill(start === null ? 0n : null);
  const reached: (Step | null)[] = new Array(nodes).fill(null);
  const queue = start === null ? [...profit.keys()] : [start];
  if (start !== null) profit[start] = 0n;
  const waiting = new Set(queue);
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? 0;
    waiting.delete(node);
    const here = profit[node] ?? 0n;
    for (const step of leaving[node] ?? []) {
      const known = profit[step.to];
      if (known != null && known >= here + step.profit) continue;
      profit[step.to] = here + step.profit;
      reached[step.to] = step;
      if (!waiting.has(step.to)) queue.push(step.to);
      waiting.add(step.to);
    }
  }
  return { profit, step: reached };
}
