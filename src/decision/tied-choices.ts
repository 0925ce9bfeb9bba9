import { type Branching, type Proved, settled } from './branching.ts';
import { dualBound, type Fixing, type Program, type Row, reducedCosts, UNIT } from './program.ts';

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
export function leastLosses(program: Program, proved: Proved): bigint[] {
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
