import type { LinearModel } from '../platform/solver/model.ts';

/** A model written column by column. */
export class Draft {
  private readonly cost: number[] = [];
  private readonly upper: number[] = [];
  private readonly starts = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];
  private readonly rows: number;

  constructor(rows: number) {
    this.rows = rows;
  }

  column(cost: number, upper: number, rows: readonly number[], value: number | readonly number[] = 1): void {
    this.cost.push(cost);
    this.upper.push(upper);
    rows.forEach((row, at) => {
      this.indices.push(row);
      this.values.push(typeof value === 'number' ? value : (value[at] ?? 0));
    });
    this.starts.push(this.indices.length);
  }

  finish(rowLower: readonly number[], rowUpper: readonly number[], whole = false): LinearModel {
    if (rowLower.length !== this.rows || rowUpper.length !== this.rows)
      throw new Error('a row without its limits');
    return {
      sense: 'max',
      cost: Float64Array.from(this.cost),
      colLower: new Float64Array(this.cost.length),
      colUpper: Float64Array.from(this.upper),
      ...(whole ? { integer: new Uint8Array(this.cost.length).fill(1) } : {}),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      starts: Int32Array.from(this.starts),
      indices: Int32Array.from(this.indices),
      values: Float64Array.from(this.values),
    };
  }
}
