import type { Solve } from '../platform/solver/model.ts';
import { type BranchOptions, bestChoice, type Outcome, type Proof } from './branching.ts';
import type { Instance } from './instance.ts';
import type { Exchange, Optimum } from './optimum.ts';
import { dualBound, type Fixing, type Program, type Row, reducedCosts, totalCost, UNIT } from './program.ts';
import { ruleName, type Side } from './rules.ts';

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

/** The rules of an instance as rows, and this objective as costs. */
export function programOf(instance: Instance, cost: readonly bigint[]): Program {
  const rows = instance.sets.map((set) => ({
    columns: set.members,
    coefs: null,
    min: set.min > 0 ? BigInt(set.min) : null,
    max: set.max < set.members.length || set.name === 'seats' ? BigInt(set.max) : null,
  }));
  return { cost, rows };
}

/** An outcome that is proved: the best choice, or that there is none. */
export type Settled = Extract<Outcome, { status: 'optimal' | 'infeasible' }>;

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
 * The best selection under rules that cross each other (seats fixed to one number), by branch and bound, with its
 * proof; null when no selection keeps the rules. Objectives as in `flowOptimum`.
 */
export async function branchOptimum(
  instance: Instance,
  objectives: readonly (readonly bigint[])[],
  branching: Branching,
): Promise<BranchOptimum | null> {
  const [scores = [], ...ties] = objectives;
  const program = programOf(instance, scores);
  const outcome = await settled(program, branching);
  if (outcome.status === 'infeasible') return null;
  const kept = new TiedChoices(program, outcome, branching);
  for (const weights of ties) await kept.prefer(weights);
  return new BranchOptimum(instance, program, outcome, kept, branching);
}

type Proved = Extract<Outcome, { status: 'optimal' }>;

/** The choices that are equally good so far, narrowed one objective after the other. */
class TiedChoices {
  chosen: number[];
  private readonly rows: Row[];
  private readonly fixing: Fixing;
  private readonly program: Program;
  private readonly branching: Branching;

  constructor(program: Program, proved: Proved, branching: Branching) {
    this.program = program;
    this.branching = branching;
    this.chosen = proved.chosen;
    this.rows = [{ columns: [...program.cost.keys()], coefs: program.cost, min: proved.value, max: null }];
    const losses = leastLosses(program, proved);
    const inside = new Set(proved.chosen);
    this.fixing = losses.map((loss, column) => (loss > 0n ? (inside.has(column) ? 1 : 0) : null));
  }

  /** Keeps the choices of the largest weight: value for value from the best down, each by its number of members. */
  async prefer(weights: readonly bigint[]): Promise<void> {
    const levels = [...new Set(weights)].filter((weight) => weight > 0n).sort((a, b) => (a > b ? -1 : 1));
    for (const level of levels) {
      const columns = [...weights.keys()].filter((column) => weights[column] === level);
      const cost = weights.map((weight) => (weight === level ? 1n : 0n));
      const best = await this.best(cost);
      this.chosen = best.chosen;
      this.rows.push({ columns, coefs: null, min: best.value, max: null });
    }
  }

  /** Candidates in some, but not in every choice that is still equally good. */
  async open(): Promise<number[]> {
    const inSome = new Set(this.chosen);
    const inEvery = new Set(this.chosen);
    for (let grew = true; grew; ) {
      const { chosen } = await this.best(
        this.program.cost.map((_, column) => (inSome.has(column) ? 0n : 1n)),
      );
      grew = chosen.some((column) => !inSome.has(column));
      for (const column of chosen) inSome.add(column);
      keepOnly(inEvery, chosen);
    }
    for (let shrank = true; shrank; ) {
      const { chosen } = await this.best(
        this.program.cost.map((_, column) => (inEvery.has(column) ? -1n : 0n)),
      );
      const before = inEvery.size;
      keepOnly(inEvery, chosen);
      shrank = inEvery.size < before;
    }
    return [...inSome].filter((column) => !inEvery.has(column)).sort((a, b) => a - b);
  }

  private async best(cost: readonly bigint[]): Promise<Proved> {
    const program = { cost, rows: [...this.program.rows, ...this.rows] };
    const options = { fixing: this.fixing, start: this.chosen };
    const outcome = await settled(program, this.branching, options);
    if (outcome.status !== 'optimal') throw new Error('a known choice was lost');
    return outcome;
  }
}

function keepOnly(set: Set<number>, members: readonly number[]): void {
  const inside = new Set(members);
  for (const one of set) if (!inside.has(one)) set.delete(one);
}

/** By how much, at least, the value falls when a column changes its place: what the prices alone prove. */
function leastLosses(program: Program, proved: Proved): bigint[] {
  const multipliers = proved.rootPrices;
  const free: Fixing = program.cost.map(() => null);
  const bound = dualBound(program, multipliers, free, program.cost);
  const inside = new Set(proved.chosen);
  return reducedCosts(program, multipliers, program.cost).map((gain, column) => {
    const worse = inside.has(column) ? (gain > 0n ? gain : 0n) : gain < 0n ? -gain : 0n;
    const reachable = bound - worse;
    const whole = reachable >= 0n ? reachable / UNIT : -((-reachable + UNIT - 1n) / UNIT);
    return proved.value > whole ? proved.value - whole : 0n;
  });
}

/** A best selection under crossing rules; see `Optimum`. */
export class BranchOptimum implements Optimum {
  readonly isQuick = false;
  readonly chosen: readonly number[];
  readonly proved: Proved;
  private readonly instance: Instance;
  private readonly program: Program;
  private readonly tied: TiedChoices;
  private readonly branching: Branching;
  private readonly known = new Map<number, Exchange | null>();

  constructor(instance: Instance, program: Program, proved: Proved, tied: TiedChoices, branching: Branching) {
    this.instance = instance;
    this.program = program;
    this.proved = proved;
    this.tied = tied;
    this.branching = branching;
    this.chosen = tied.chosen;
  }

  open(): Promise<number[]> {
    return this.tied.open();
  }

  /** Whether the proof does without this rule (as `ruleName` gives it): then it costs nothing. */
  isIdle(rule: string): boolean {
    return !usedRows(this.proved.proof).some(([row, side]) => {
      const set = this.instance.sets[row];
      return set !== undefined && ruleName(set, side) === rule;
    });
  }

  async exchange(candidate: number): Promise<Exchange | null> {
    const known = this.known.get(candidate);
    if (known !== undefined) return known;
    const found = await this.searchExchange(candidate);
    this.known.set(candidate, found);
    return found;
  }

  /** Losers in the order of what they cost at least; the search ends where that reaches the smallest cost found. */
  async secondBest(): Promise<bigint | null> {
    const inside = new Set(this.chosen);
    const losses = leastLosses(this.program, this.proved);
    const losers = [...losses.entries()]
      .filter(([column]) => !inside.has(column))
      .sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
    let smallest: bigint | null = null;
    for (const [column, least] of losers) {
      if (smallest !== null && least >= smallest) break;
      const exchange = await this.exchange(column);
      if (exchange && (smallest === null || exchange.cost < smallest)) smallest = exchange.cost;
    }
    return smallest === null ? null : this.proved.value - smallest;
  }

  private async searchExchange(candidate: number): Promise<Exchange | null> {
    const inside = new Set(this.chosen);
    const columns = this.usefulColumns(candidate);
    const forced = inside.has(candidate) ? 0 : 1;
    const { program, fixing } = narrowed(this.program, columns, candidate, forced);
    const outcome = await settled(program, this.branching, { fixing });
    if (outcome.status === 'infeasible') return null;
    const after = new Set(outcome.chosen.map((column) => columns[column] ?? -1));
    const enters = [...after].filter((column) => !inside.has(column));
    const leaves = this.chosen.filter((column) => !after.has(column));
    const cost = totalCost(this.program.cost, leaves) - totalCost(this.program.cost, enters);
    return { cost, enters, leaves };
  }

  /** Of candidates that stand in the same rules, no best selection needs more of the lower ones than may win. */
  private usefulColumns(candidate: number): number[] {
    const holders = this.program.cost.map((): number[] => []);
    for (const [row, { columns }] of this.program.rows.entries()) {
      for (const column of columns) holders[column]?.push(row);
    }
    const cost = (column: number) => this.program.cost[column] ?? 0n;
    const best = [...this.program.cost.keys()].sort((a, b) =>
      cost(a) > cost(b) ? -1 : cost(a) < cost(b) ? 1 : a - b,
    );
    const used = new Map<string, number>();
    return best
      .filter((column) => {
        if (column === candidate) return true;
        const place = (holders[column] ?? []).join(' ');
        const count = (used.get(place) ?? 0) + 1;
        used.set(place, count);
        const room = Math.min(...(holders[column] ?? []).map((row) => this.instance.sets[row]?.max ?? 0));
        return count <= room;
      })
      .sort((a, b) => a - b);
  }
}

function usedRows(proof: Proof): [number, Side][] {
  if ('on' in proof) return [...usedRows(proof.in), ...usedRows(proof.out)];
  return [...proof.multipliers].map(([row, price]) => [row, price > 0n ? 'max' : 'min']);
}

function narrowed(program: Program, columns: readonly number[], candidate: number, forced: 0 | 1) {
  const placeOf = new Map(columns.map((column, place) => [column, place]));
  const rows = program.rows.map((row) => ({
    ...row,
    columns: row.columns.flatMap((column) => placeOf.get(column) ?? []),
  }));
  const fixing: Fixing = columns.map((column) => (column === candidate ? forced : null));
  return { program: { cost: columns.map((column) => program.cost[column] ?? 0n), rows }, fixing };
}
