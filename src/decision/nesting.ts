import type { RuleSet } from './rules.ts';

/**
 * How the rule sets lie to each other decides which proof is complete: one family of nested sets (single swaps),
 * two such families (whole duals of a flow), or neither (branch and bound).
 */
export type Nesting = { kind: 'nested' | 'two-nestings'; families: [Family, Family] } | { kind: 'crossing' };

/** A tree of sets: node 0 is the root, node i > 0 is the rule set `sets[i]`; `leafOf[c]` holds candidate c. */
export type Family = { parent: number[]; sets: (RuleSet | null)[]; leafOf: number[] };

/**
 * Sorts the rule sets into one or two families of nested sets, if they allow it.
 * Two sets cross when they share candidates and neither holds the other; the sets fall into two families exactly
 * when the graph of crossings is bipartite. Sets that cannot bind are left out.
 */
export function nestingOf(sets: readonly RuleSet[], candidates: number): Nesting {
  const binding = sets.filter((set) => set.min > 0 || set.max < set.members.length);
  const colours = twoColours(binding.length, crossings(binding, candidates));
  if (!colours) return { kind: 'crossing' };
  const family = (colour: number) =>
    familyOf(
      binding.filter((_, index) => colours[index] === colour),
      candidates,
    );
  return {
    kind: colours.includes(1) ? 'two-nestings' : 'nested',
    families: [family(0), family(1)],
  };
}

function crossings(sets: readonly RuleSet[], candidates: number): [number, number][] {
  const holders = holdersOf(sets, candidates);
  const shared = new Map<number, number>();
  for (const holding of holders) {
    for (const [at, a] of holding.entries()) {
      for (const b of holding.slice(at + 1)) {
        const pair = a * sets.length + b;
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
    }
  }
  const sizeOf = (index: number) => sets[index]?.members.length ?? 0;
  return [...shared]
    .map(([pair, count]) => [Math.floor(pair / sets.length), pair % sets.length, count] as const)
    .filter(([a, b, count]) => count < Math.min(sizeOf(a), sizeOf(b)))
    .map(([a, b]) => [a, b]);
}

function holdersOf(sets: readonly RuleSet[], candidates: number): number[][] {
  const holders: number[][] = Array.from({ length: candidates }, () => []);
  for (const [index, set] of sets.entries()) for (const member of set.members) holders[member]?.push(index);
  return holders;
}

function twoColours(nodes: number, edges: readonly [number, number][]): number[] | null {
  const neighbours: number[][] = Array.from({ length: nodes }, () => []);
  for (const [a, b] of edges) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const colours: (number | undefined)[] = new Array(nodes).fill(undefined);
  for (let first = 0; first < nodes; first++) {
    if (colours[first] !== undefined) continue;
    colours[first] = 0;
    const open = [first];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const mine = colours[node] ?? 0;
      for (const other of neighbours[node] ?? []) {
        if (colours[other] === mine) return null;
        if (colours[other] !== undefined) continue;
        colours[other] = 1 - mine;
        open.push(other);
      }
    }
  }
  return colours.map((colour) => colour ?? 0);
}

function familyOf(sets: readonly RuleSet[], candidates: number): Family {
  const largestFirst = [...sets].sort((a, b) => b.members.length - a.members.length);
  const parent = [0];
  const leafOf: number[] = new Array(candidates).fill(0);
  for (const [index, set] of largestFirst.entries()) {
    // Every member stands in the same smallest set so far, because the sets are nested and come largest first.
    parent.push(leafOf[set.members[0] ?? -1] ?? 0);
    for (const member of set.members) leafOf[member] = index + 1;
  }
  return { parent, sets: [null, ...largestFirst], leafOf };
}
