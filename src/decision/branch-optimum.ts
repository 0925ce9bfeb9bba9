import { type Branching, type Proof, type Proved, settled } from './branching.ts';
import { ExchangeSearch } from './exchange-search.ts';
import type { Instance } from './instance.ts';
import type { Exchange, Optimum } from './optimum.ts';
import type { Program } from './program.ts';
import { ruleName, type Side } from './rules.ts';
import { TiedChoices } from './tied-choices.ts';

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
  private readonly exchanges: ExchangeSearch;
  private readonly known = new Map<number, Exchange | null>();

  constructor(instance: Instance, program: Program, proved: Proved, tied: TiedChoices, branching: Branching) {
    this.instance = instance;
    this.program = program;
    this.proved = proved;
    this.tied = tied;
    this.chosen = tied.chosen;
    this.exchanges = new ExchangeSearch(instance, program, proved, tied.chosen, branching);
  }

  open(): Promise<number[]> {
    return this.tied.open();
  }

  /** Whether the proof does without this rule (as `ruleName` gives it): then it costs nothing. */
  isIdle(rule: string): boolean {
    const { proof } = this.proved;
    if (!proof) return false;
    return !usedRows(proof).some(([row, side]) => {
      const set = this.instance.sets[row];
      return set !== undefined && ruleName(set, side) === rule;
    });
  }

  async exchange(candidate: number): Promise<Exchange | null> {
    const known = this.known.get(candidate);
    if (known !== undefined) return known;
    const found = await this.exchanges.search(candidate);
    this.known.set(candidate, found);
    return found;
  }

  /** Losers in the order of what they cost at least; the search ends where that reaches the smallest cost found. */
  async secondBest(): Promise<bigint | null> {
    const inside = new Set(this.chosen);
    const losers = [...this.program.cost.keys()]
      .filter((column) => !inside.has(column))
      .map((column) => ({ column, least: this.exchanges.leastLoss(column) }))
      .sort((a, b) => (a.least < b.least ? -1 : a.least > b.least ? 1 : 0));
    let smallest: bigint | null = null;
    for (const { column, least } of losers) {
      if (smallest !== null && least >= smallest) break;
      const exchange = await this.exchange(column);
      if (exchange && (smallest === null || exchange.cost < smallest)) smallest = exchange.cost;
    }
    return smallest === null ? null : this.proved.value - smallest;
  }

  /** Under crossing rules leaving one out may change anything, so it has to be searched anew. */
  chosenWithout(): null {
    return null;
  }
}

function usedRows(proof: Proof): [number, Side][] {
  if ('on' in proof) return [...usedRows(proof.in), ...usedRows(proof.out)];
  return [...proof.multipliers].map(([row, price]) => [row, price > 0n ? 'max' : 'min']);
}
