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
  arcs: SetArc[];
  cells: Cell[];
  /** The cell of each candidate. */
  cellOf: number[];
  source: number;
  sink: number;
  /** The steps that leave each node, and those that reach it. */
  leaving: Step[][];
  reaching: Step[][];
};

/** One rule set; its bounds are the rule's, a maximum that cannot bind is infinite. */
export type SetArc = { from: number; to: number; min: number; max: number; flow: number; set: RuleSet };

/** Candidates that stand in exactly the same sets, best first; the first `taken` of them win. */
export type Cell = { from: number; to: number; members: number[]; weights: bigint[]; taken: number };

/** One unit more (forward) or less along an arc or through a cell. */
export type Step = { from: number; to: number; forward: boolean } & (
  | { arc: SetArc; cell: null }
  | { arc: null; cell: Cell }
);

/** The network without any flow; `weights` holds one whole number a candidate, larger is better. */
export function networkOf(
  nesting: Exclude<Nesting, { kind: 'crossing' }>,
  weights: readonly bigint[],
): Network {
  const [down, up] = nesting.families;
  const offset = down.sets.length;
  const nodes = offset + up.sets.length;
  const arcs = [...setArcs(down, 0, 'down'), ...setArcs(up, offset, 'up')];
  const { cells, cellOf } = cellsOf(down, up, offset, weights);
  const leaving: Step[][] = Array.from({ length: nodes }, () => []);
  const reaching: Step[][] = Array.from({ length: nodes }, () => []);
  for (const step of [...arcs.flatMap(arcSteps), ...cells.flatMap(cellSteps)]) {
    leaving[step.from]?.push(step);
    reaching[step.to]?.push(step);
  }
  return { nodes, arcs, cells, cellOf, source: 0, sink: offset, leaving, reaching };
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

function arcSteps(arc: SetArc): Step[] {
  return [
    { from: arc.from, to: arc.to, forward: true, arc, cell: null },
    { from: arc.to, to: arc.from, forward: false, arc, cell: null },
  ];
}

function cellSteps(cell: Cell): Step[] {
  return [
    { from: cell.from, to: cell.to, forward: true, arc: null, cell },
    { from: cell.to, to: cell.from, forward: false, arc: null, cell },
  ];
}

/** Moves one unit along a step. */
export function push({ arc, cell, forward }: Step): void {
  const change = forward ? 1 : -1;
  if (arc) arc.flow += change;
  else cell.taken += change;
}

/** What a step earns in a network whose minima are kept; null where it is not possible. */
export function hardProfit({ arc, cell, forward }: Step): bigint | null {
  if (cell) return cellProfit(cell, forward);
  return (forward ? arc.flow < arc.max : arc.flow > arc.min) ? 0n : null;
}

/** The same while a network fills: a unit that a minimum still waits for earns the bonus. */
export function softProfit({ arc, cell, forward }: Step, bonus: bigint): bigint | null {
  if (cell) return cellProfit(cell, forward);
  if (forward) return arc.flow < arc.max ? (arc.flow < arc.min ? bonus : 0n) : null;
  return arc.flow > 0 ? (arc.flow <= arc.min ? -bonus : 0n) : null;
}

function cellProfit(cell: Cell, forward: boolean): bigint | null {
  if (forward) return cell.weights[cell.taken] ?? null;
  const last = cell.weights[cell.taken - 1];
  return last === undefined ? null : -last;
}

/** The candidates that win, ascending. */
export function chosenOf(network: Network): number[] {
  return network.cells.flatMap((cell) => cell.members.slice(0, cell.taken)).sort((a, b) => a - b);
}

/** Remembers the flow; the function given back restores it. */
export function snapshot(network: Network): () => void {
  const flows = network.arcs.map((arc) => arc.flow);
  const taken = network.cells.map((cell) => cell.taken);
  return () => {
    for (const [index, arc] of network.arcs.entries()) arc.flow = flows[index] ?? 0;
    for (const [index, cell] of network.cells.entries()) cell.taken = taken[index] ?? 0;
  };
}
