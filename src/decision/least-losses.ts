import { dualBound, type Multipliers, type Program, reducedCosts, UNIT } from './program.ts';

/** What prices alone prove about choices that differ from a known one in given columns. */
export class LeastLosses {
  private readonly whole: bigint;
  private readonly worse: readonly bigint[];

  constructor(program: Program, prices: Multipliers, chosen: readonly number[]) {
    const inside = new Set(chosen);
    this.whole = dualBound(
      program,
      prices,
      program.cost.map(() => null),
      program.cost,
    );
    this.worse = reducedCosts(program, prices, program.cost).map((gain, column) => {
      const loss = inside.has(column) ? gain : -gain;
      return loss > 0n ? loss : 0n;
    });
  }

  /** No choice in which all these columns change their place has a larger value than this. */
  bound(columns: readonly number[]): bigint {
    const reachable = columns.reduce((left, column) => left - (this.worse[column] ?? 0n), this.whole);
    return reachable >= 0n ? reachable / UNIT : -((-reachable + UNIT - 1n) / UNIT);
  }
}
