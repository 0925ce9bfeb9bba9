import { assert } from '../platform/result.ts';
import type { Solution, Solve, SolveOptions } from '../platform/solver/model.ts';
import {
  dualBound,
  type Fixing,
  firstBrokenRow,
  type Multipliers,
  type Program,
  reducedCosts,
  remainingOf,
  totalCost,
  UNIT,
} from './program.ts';
import { multipliersOf, rayMultipliers, relaxationOf, type Scaling, scalingOf } from './relaxation.ts';

/**
 * Branch and bound whose every leaf is proved in whole numbers: the solver's relaxation only proposes prices and
 * branches. So the best choice is exact whatever the solver's floats did, and the tree is its proof. A tree that
 * grows too large is given up for the answer of the solver's own branch and bound, if its floats hold the numbers;
 * then `proof` is null, and whoever shows the result says on what it rests.
 */
export type Proof =
  | { leaf: 'bound' | 'clash'; multipliers: Multipliers }
  | { on: number; out: Proof; in: Proof };

export type Outcome =
  /** `rootPrices` are the first relaxation's, and `relaxation` is what they alone prove, in units of 1/UNIT. */
  | {
      status: 'optimal';
      chosen: number[];
      value: bigint;
      proof: Proof | null;
      rootPrices: Multipliers;
      relaxation: bigint;
      leaves: number;
    }
  | { status: 'infeasible'; proof: Proof | null }
  | { status: 'limit' }
  | { status: 'cancelled' };

export type BranchOptions = {
  signal?: AbortSignal;
  /** A known allowed choice; nothing below its value is looked for. */
  start?: readonly number[];
  /** The search ends as `limit` after so many cases. */
  maxNodes?: number;
  /** So many cases may be proved one by one before the solver's own answer is taken. */
  provedNodes?: number;
  /** Only choices of a larger value count; the outcome is `infeasible` where there is none. */
  above?: bigint;
};

const MOST_NODES = 20_000;
const PROVED_NODES = 400;
/** Where nobody is shown the tree, as for the cost of one candidate. */
const UNSHOWN_NODES = 40;

/** The best choice of a program, with its proof; deterministic for the same program and solver. */
export async function bestChoice(
  program: Program,
  solve: Solve,
  options: BranchOptions = {},
): Promise<Outcome> {
  const search = new Search(program, solve, options);
  const proof = await search.prove(program.cost.map(() => null));
  if (proof === null && !search.isAnswered()) {
    return { status: options.signal?.aborted ? 'cancelled' : 'limit' };
  }
  if (!search.best) return { status: 'infeasible', proof };
  const { chosen, value } = search.best;
  const { rootPrices, relaxation, leaves } = search;
  return { status: 'optimal', chosen, value, proof, rootPrices, relaxation, leaves };
}

class Search {
  best: { chosen: number[]; value: bigint } | null = null;
  rootPrices: Multipliers = new Map();
  relaxation = 0n;
  leaves = 0;
  private nodes = 0;
  private whole: 'optimal' | 'infeasible' | null = null;
  private readonly program: Program;
  private readonly scaling: Scaling;
  private readonly solve: Solve;
  private readonly options: BranchOptions;

  constructor(program: Program, solve: Solve, options: BranchOptions) {
    this.program = program;
    this.scaling = scalingOf(program);
    this.solve = solve;
    this.options = options;
    if (options.start) this.offer(options.start);
  }

  /**
   * Proves that nothing under this fixing is better than the best found; null when the tree grows too large, or a
   * limit or a cancel ends it.
   */
  async prove(fixing: Fixing): Promise<Proof | null> {
    if (this.isOver()) return null;
    const isRoot = this.nodes++ === 0;
    if (fixing.every((fixed) => fixed !== null)) return this.lastLeaf(fixing);
    const solution = await this.solve(relaxationOf(this.program, fixing, this.scaling), this.asked(true));
    if (solution.status === 'cancelled' || solution.status === 'limit') return null;
    let closed = this.closedLeaf(solution, fixing, isRoot);
    if (!closed.proof && isRoot) {
      await this.askWhole();
      closed = this.closedLeaf(solution, fixing, isRoot);
    }
    if (closed.proof) {
      this.leaves++;
      return closed.proof;
    }
    return this.branch(fixing, branchingColumn(this.program, solution, closed.multipliers, fixing));
  }

  /** Whether the solver's own branch and bound ended, with numbers that its floats hold without loss. */
  isAnswered(): boolean {
    return (
      this.whole !== null &&
      this.scaling.isExact &&
      this.nodes < this.mostNodes() &&
      !this.options.signal?.aborted
    );
  }

  private isOver(): boolean {
    const proved =
      this.whole !== null && this.scaling.isExact ? (this.options.provedNodes ?? PROVED_NODES) : MOST_NODES;
    return this.nodes >= Math.min(proved, this.mostNodes()) || this.options.signal?.aborted === true;
  }

  private mostNodes(): number {
    return this.options.maxNodes ?? MOST_NODES;
  }

  private asked(wantRay: boolean): SolveOptions {
    return { wantRay, ...(this.options.signal ? { signal: this.options.signal } : {}) };
  }

  /** The solver's own whole answer: a choice to measure cases by, whatever it is worth as a proof. */
  private async askWhole(): Promise<void> {
    const model = relaxationOf(
      this.program,
      this.program.cost.map(() => null),
      this.scaling,
    );
    const integer = new Uint8Array(this.program.cost.length).fill(1);
    const solution = await this.solve({ ...model, integer }, this.asked(false));
    if (solution.status === 'infeasible') this.whole = 'infeasible';
    if (solution.status !== 'optimal') return;
    const chosen = roundedUp(solution);
    this.offer(chosen);
    if (firstBrokenRow(this.program, new Set(chosen)) === null) this.whole = 'optimal';
  }

  private closedLeaf(solution: Solution, fixing: Fixing, isRoot: boolean) {
    if (solution.status === 'infeasible') {
      const proof = clashOf(this.program, solution.dualRay, fixing, this.scaling);
      return { proof, multipliers: proof?.multipliers ?? new Map() };
    }
    const multipliers = multipliersOf(this.program, solution.rowDuals, this.scaling);
    const bound = dualBound(this.program, multipliers, fixing, this.program.cost);
    if (isRoot) {
      this.relaxation = bound;
      this.rootPrices = multipliers;
    }
    this.offer(roundedUp(solution));
    const floor = this.floor();
    const closes = floor !== null && bound < (floor + 1n) * UNIT;
    return { proof: closes ? { leaf: 'bound' as const, multipliers } : null, multipliers };
  }

  private async branch(fixing: Fixing, column: number): Promise<Proof | null> {
    const inside = await this.prove(fixing.map((fixed, at) => (at === column ? 1 : fixed)));
    const outside = inside && (await this.prove(fixing.map((fixed, at) => (at === column ? 0 : fixed))));
    return inside && outside && { on: column, out: outside, in: inside };
  }

  /** Nothing is free any more: the choice keeps every row, or one broken row is the proof by itself. */
  private lastLeaf(fixing: Fixing): Proof {
    const chosen = fixing.flatMap((fixed, column) => (fixed === 1 ? [column] : []));
    const broken = firstBrokenRow(this.program, new Set(chosen));
    this.leaves++;
    if (broken === null) {
      this.offer(chosen);
      return { leaf: 'bound', multipliers: new Map() };
    }
    return { leaf: 'clash', multipliers: new Map([[broken.row, broken.side === 'max' ? UNIT : -UNIT]]) };
  }

  /** The value that a choice must exceed to matter. */
  private floor(): bigint | null {
    return this.best?.value ?? this.options.above ?? null;
  }

  private offer(chosen: readonly number[]): void {
    const value = totalCost(this.program.cost, chosen);
    const floor = this.floor();
    if (floor !== null && value <= floor) return;
    if (firstBrokenRow(this.program, new Set(chosen)) !== null) return;
    this.best = { chosen: [...chosen].sort((a, b) => a - b), value };
  }
}

function roundedUp(solution: Solution): number[] {
  const chosen: number[] = [];
  for (const [column, value] of solution.values.entries()) if (value > 0.5) chosen.push(column);
  return chosen;
}

/** A ray that proves, in whole numbers, that no choice keeps the rows; solvers differ in its sign. */
function clashOf(program: Program, ray: Float64Array | undefined, fixing: Fixing, scaling: Scaling) {
  if (!ray) return null;
  const sizes = [...ray].map(Math.abs).filter((size) => size > 1e-9);
  for (const divisor of [Math.min(...sizes), Math.max(...sizes)]) {
    for (const sign of [1, -1]) {
      const prices = ray.map((value) => (sign * value) / divisor);
      const multipliers = rayMultipliers(program, prices, scaling);
      if (dualBound(program, multipliers, fixing, null) < 0n) return { leaf: 'clash' as const, multipliers };
    }
  }
  return null;
}

/** The most fractional free column, else the free one whose reduced cost says least. */
function branchingColumn(
  program: Program,
  solution: Solution,
  multipliers: Multipliers,
  fixing: Fixing,
): number {
  const reduced = reducedCosts(program, multipliers, program.cost);
  let best: number | null = null;
  let bestKey: [number, bigint] = [0, 0n];
  for (const column of program.cost.keys()) {
    if ((fixing[column] ?? null) !== null) continue;
    const value = solution.values[column] ?? 0;
    const fraction = Math.min(value, 1 - value);
    const gain = reduced[column] ?? 0n;
    const key: [number, bigint] = [fraction > 1e-6 ? fraction : 0, gain < 0n ? gain : -gain];
    if (best === null || key[0] > bestKey[0] || (key[0] === bestKey[0] && key[1] > bestKey[1])) {
      best = column;
      bestKey = key;
    }
  }
  assert(best !== null, 'a column is free');
  return best;
}

/** Thrown where a limit or a cancel ended the search before its proof; the caller says so to the reader. */
export class SelectionStopped extends Error {
  readonly reason: 'limit' | 'cancelled';

  constructor(reason: 'limit' | 'cancelled') {
    super(`the selection was stopped: ${reason}`);
    this.reason = reason;
  }
}

/** How branch and bound is run: the solver for relaxations, and what may end it. */
export type Branching = { solve: Solve; signal?: AbortSignal; maxNodes?: number };

/** An outcome that is proved: the best choice, or that there is none. */
export type Settled = Extract<Outcome, { status: 'optimal' | 'infeasible' }>;
export type Proved = Extract<Outcome, { status: 'optimal' }>;

/** The best choice or the proof that there is none; throws SelectionStopped where a limit ended the search. */
export async function settled(
  program: Program,
  branching: Branching,
  options: BranchOptions = {},
): Promise<Settled> {
  const { solve, ...limits } = branching;
  const outcome = await bestChoice(program, solve, { ...limits, ...options });
  if (outcome.status === 'limit' || outcome.status === 'cancelled')
    throw new SelectionStopped(outcome.status);
  return outcome;
}

/**
 * The best choice once columns are fixed, found among the free ones only; null when there is none above `above`.
 * It carries no proof that is worth showing: the proof of the whole stands elsewhere.
 */
export async function bestRemaining(
  program: Program,
  fixing: Fixing,
  branching: Branching,
  limits: { above?: bigint; start?: readonly number[] } = {},
): Promise<number[] | null> {
  const remaining = remainingOf(program, fixing);
  const fixedIn = [...program.cost.keys()].filter((column) => fixing[column] === 1);
  const placeOf = new Map(remaining.columns.map((column, place) => [column, place]));
  const outcome = await settled(remaining.program, branching, {
    provedNodes: UNSHOWN_NODES,
    ...(limits.above === undefined ? {} : { above: limits.above - remaining.value }),
    ...(limits.start ? { start: limits.start.flatMap((column) => placeOf.get(column) ?? []) } : {}),
  });
  if (outcome.status === 'infeasible') return null;
  const free = outcome.chosen.map((place) => remaining.columns[place] ?? -1);
  return [...fixedIn, ...free].sort((a, b) => a - b);
}
