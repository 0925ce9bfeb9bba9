import { type Branching, type Proof, type Proved, settled } from './branching.ts';
import type { Instance } from './instance.ts';
import type { Exchange, Optimum } from './optimum.ts';
import { type Fixing, type Program, totalCost } from './program.ts';
import { ruleName, type Side } from './rules.ts';
import { leastLosses, TiedChoices } from './tied-choices.ts';

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
