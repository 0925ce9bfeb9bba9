import { hardProfit, type Network, push, type Step, snapshot, softProfit } from './network.ts';

/** Best walks to or from one node: the profit at each node (null: no walk) and the step that leads there. */
export type Walks = { profit: (bigint | null)[]; step: (Step | null)[] };

/**
 * Fills the network with the largest allowed number of units within `seats`, and among those the largest weight.
 * Returns false, and leaves the flow undefined, when no number in `seats` is allowed.
 */
export function fill(network: Network, seats: { min: number; max: number }): boolean {
  const needed = network.arcs.reduce((sum, arc) => sum + arc.min, 0);
  // A unit that a minimum still waits for is worth more than all weights together.
  let bonus = 2n;
  for (const cell of network.cells)
    for (const weight of cell.weights) bonus += 2n * (weight < 0n ? -weight : weight);
  const profit = (step: Step) => softProfit(step, bonus);
  let best = isFilled(network, needed) && seats.min <= 0 ? snapshot(network) : null;
  for (let units = 1; units <= seats.max; units++) {
    const walks = longest(network.leaving, network.source, profit);
    if (walks.profit[network.sink] == null) break;
    for (const step of walkTo(walks, network.sink)) push(step);
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

/** The steps of the walk that ends at `end`, first step first. */
export function walkTo(walks: Walks, end: number): Step[] {
  const steps: Step[] = [];
  for (let step = walks.step[end]; step; step = walks.step[step.from]) steps.push(step);
  return steps.reverse();
}

/** Best walks from `start` through what may still change in a filled network: minima stay kept. */
export function walksFrom(network: Network, start: number): Walks {
  return longest(network.leaving, start, hardProfit);
}

/** Best walks from every node to `end`, in a filled network: `profit[v]` is that of the walk from v to `end`. */
export function walksTo(network: Network, end: number): Walks {
  const turned = network.reaching.map((steps) =>
    steps.map((step): Step => ({ ...step, from: step.to, to: step.from })),
  );
  return longest(turned, end, hardProfit);
}

/**
 * A price for each node of a filled network, so that no step earns more than the prices of its ends differ: the
 * duals of the optimum. With `isOpenEnded` the number of units counts as free, too.
 */
export function nodePrices(network: Network, isOpenEnded: boolean): bigint[] {
  const leaving = network.leaving.map((steps) => [...steps]);
  if (isOpenEnded) leaving[network.sink]?.push(wayBack(network));
  return longest(leaving, null, hardProfit).profit.map((price) => price ?? 0n);
}

/** A step from the sink to the source that earns nothing and is always possible. */
function wayBack({ sink, source }: Network): Step {
  const set = { name: '', members: [], min: 0, max: 0 };
  const arc = { from: sink, to: source, min: 0, max: Number.POSITIVE_INFINITY, flow: 0, set };
  return { from: sink, to: source, forward: true, arc, cell: null };
}

/**
 * Longest walks by repeated relaxation (Bellman, Ford) from one node, or from all at once (null); an optimal flow
 * leaves no cycle that gains, so this ends.
 */
function longest(
  leaving: readonly (readonly Step[])[],
  start: number | null,
  profitOf: (step: Step) => bigint | null,
): Walks {
  const profit: (bigint | null)[] = new Array(leaving.length).fill(start === null ? 0n : null);
  const reached: (Step | null)[] = new Array(leaving.length).fill(null);
  const isWaiting: boolean[] = new Array(leaving.length).fill(start === null);
  const queue = start === null ? [...leaving.keys()] : [start];
  if (start !== null) profit[start] = 0n;
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at] ?? 0;
    isWaiting[node] = false;
    const here = profit[node] ?? 0n;
    for (const step of leaving[node] ?? []) {
      const gain = profitOf(step);
      if (gain === null) continue;
      const there = here + gain;
      const known = profit[step.to];
      if (known != null && known >= there) continue;
      profit[step.to] = there;
      reached[step.to] = step;
      if (isWaiting[step.to]) continue;
      isWaiting[step.to] = true;
      queue.push(step.to);
    }
  }
  return { profit, step: reached };
}
