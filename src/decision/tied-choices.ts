import { greatestDivisor } from '../platform/exact/fraction.ts';
import { type Branching, bestRemaining, type Proved } from './branching.ts';
import { LeastLosses } from './least-losses.ts';
import { type Fixing, type Program, type Row, totalCost } from './program.ts';

/** The choices that are equally good so far, narrowed one objective after the other. */
export class TiedChoices {
  chosen: number[];
  private readonly rows: Row[];
  private readonly fixing: Fixing;
  private readonly program: Program;
  private readonly branching: Branching;

  constructor(program: Program, proved: Proved, branching: Branching) {
    this.program = program;
    this.branching = branching;
    this.chosen = proved.chosen;
    const losses = new LeastLosses(program, proved.rootPrices, proved.chosen);
    const inside = new Set(proved.chosen);
    this.fixing = program.cost.map((_, column) => {
      return losses.bound([column]) < proved.value ? (inside.has(column) ? 1 : 0) : null;
    });
    this.rows = [valueRow(program, proved, this.fixing)];
  }

  /** Keeps the choices of the largest weight: value for value from the best down, each by its number of members. */
  async prefer(weights: readonly bigint[]): Promise<void> {
    const levels = [...new Set(weights)].filter((weight) => weight > 0n).sort((a, b) => (a > b ? -1 : 1));
    for (const level of levels) {
      const columns = [...weights.keys()].filter((column) => weights[column] === level);
      const cost = weights.map((weight) => (weight === level ? 1n : 0n));
      this.chosen = await this.best(cost);
      this.rows.push({ columns, coefs: null, min: totalCost(cost, this.chosen), max: null });
    }
  }

  /** Candidates in some, but not in every choice that is still equally good. */
  async open(): Promise<number[]> {
    const inSome = new Set(this.chosen);
    const inEvery = new Set(this.chosen);
    for (let grew = true; grew; ) {
      const chosen = await this.best(this.program.cost.map((_, column) => (inSome.has(column) ? 0n : 1n)));
      grew = chosen.some((column) => !inSome.has(column));
      for (const column of chosen) inSome.add(column);
      keepOnly(inEvery, chosen);
    }
    for (let shrank = true; shrank; ) {
      const chosen = await this.best(this.program.cost.map((_, column) => (inEvery.has(column) ? -1n : 0n)));
      const before = inEvery.size;
      keepOnly(inEvery, chosen);
      shrank = inEvery.size < before;
    }
    return [...inSome].filter((column) => !inEvery.has(column)).sort((a, b) => a - b);
  }

  private async best(cost: readonly bigint[]): Promise<number[]> {
    if (this.fixing.every((fixed) => fixed !== null)) return this.chosen;
    const program = { cost, rows: [...this.program.rows, ...this.rows] };
    const chosen = await bestRemaining(program, this.fixing, this.branching, { start: this.chosen });
    if (!chosen) throw new Error('a known choice was lost');
    return chosen;
  }
}

/**
 * "As much as the best value" over the free columns. As many of them are chosen in every choice, so the smallest cost
 * can be taken from all, and what they then have in common divided out: the row stays exact and becomes small.
 */
function valueRow(program: Program, proved: Proved, fixing: Fixing): Row {
  const columns = [...program.cost.keys()].filter((column) => fixing[column] === null);
  const cost = (column: number) => program.cost[column] ?? 0n;
  const least = columns.reduce<bigint | null>((sofar, column) => {
    return sofar === null || cost(column) < sofar ? cost(column) : sofar;
  }, null);
  const above = (column: number) => cost(column) - (least ?? 0n);
  const divisor = columns.reduce((sofar, column) => greatestDivisor(sofar, above(column)), 0n);
  const free = new Set(columns);
  const needed = proved.chosen.reduce((sum, column) => (free.has(column) ? sum + above(column) : sum), 0n);
  const coefs = columns.map((column) => above(column) / (divisor || 1n));
  return { columns, coefs, min: needed / (divisor || 1n), max: null };
}

function keepOnly(set: Set<number>, members: readonly number[]): void {
  const inside = new Set(members);
  for (const one of set) if (!inside.has(one)) set.delete(one);
}
