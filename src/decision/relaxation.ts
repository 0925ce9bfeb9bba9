import type { LinearModel } from '../platform/solver/model.ts';
import { type Fixing, type Multipliers, type Program, type Row, UNIT } from './program.ts';

/**
 * The program in the solver's floats, and the solver's prices back in whole numbers. Numbers beyond a float's
 * precision are shifted and divided by powers of two on the way; what that loses is the quality of a proposal, never
 * the truth of a proof.
 */
export type Scaling = {
  /** Taken from every cost, where a row fixes how many columns are chosen. */
  base: bigint;
  baseRow: number | null;
  cost: number;
  rows: readonly number[];
  /** Whether the floats hold every number without loss. */
  isExact: boolean;
};

const EXACT_BITS = 30;
const SHORT_BITS = 12;

/** How a program's numbers are brought to a size that the solver reads well. */
export function scalingOf(program: Program): Scaling {
  const everywhere = program.rows.findIndex((row) => {
    return (
      row.coefs === null &&
      row.min !== null &&
      row.min === row.max &&
      row.columns.length === program.cost.length
    );
  });
  const baseRow = everywhere >= 0 && program.cost.length > 0 ? everywhere : null;
  const base = baseRow === null ? 0n : program.cost.reduce((least, cost) => (cost < least ? cost : least));
  const cost = powerFor(program.cost.map((value) => value - base));
  const rows = program.rows.map(rowScale);
  return { base, baseRow, cost, rows, isExact: cost === 1 && rows.every((scale) => scale === 1) };
}

function rowScale({ coefs, min, max }: Row): number {
  return coefs === null ? 1 : powerFor([...coefs, min ?? 0n, max ?? 0n]);
}

/** 1 where all values are small, else the power of two that leaves their leading bits. */
function powerFor(values: readonly bigint[]): number {
  let bits = 0;
  for (const value of values) bits = Math.max(bits, (value < 0n ? -value : value).toString(2).length);
  return bits <= EXACT_BITS ? 1 : 2 ** (bits - SHORT_BITS);
}

/** The relaxation as the solver wants it: columns compressed, infinite where a bound is absent. */
export function relaxationOf(program: Program, fixing: Fixing, scaling: Scaling): LinearModel {
  const columns = program.cost.length;
  const entries: [number, number][][] = Array.from({ length: columns }, () => []);
  for (const [index, row] of program.rows.entries()) {
    const scale = scaling.rows[index] ?? 1;
    for (const [at, column] of row.columns.entries()) {
      const coef = row.coefs === null ? 1 : Number(row.coefs[at] ?? 0n) / scale;
      if (coef !== 0) entries[column]?.push([index, coef]);
    }
  }
  const starts = new Int32Array(columns + 1);
  for (const [column, list] of entries.entries()) starts[column + 1] = (starts[column] ?? 0) + list.length;
  const bound = (value: bigint | null, row: number, absent: number) => {
    return value === null ? absent : Number(value) / (scaling.rows[row] ?? 1);
  };
  return {
    sense: 'max',
    cost: Float64Array.from(program.cost, (value) => Number(value - scaling.base) / scaling.cost),
    colLower: Float64Array.from(program.cost, (_, column) => (fixing[column] === 1 ? 1 : 0)),
    colUpper: Float64Array.from(program.cost, (_, column) => (fixing[column] === 0 ? 0 : 1)),
    rowLower: Float64Array.from(program.rows, ({ min }, row) => bound(min, row, -Infinity)),
    rowUpper: Float64Array.from(program.rows, ({ max }, row) => bound(max, row, Infinity)),
    starts,
    indices: Int32Array.from(entries.flat(), ([row]) => row),
    values: Float64Array.from(entries.flat(), ([, value]) => value),
  };
}

/** The solver's row prices as whole multipliers of the program itself. */
export function multipliersOf(program: Program, prices: Float64Array, scaling: Scaling): Multipliers {
  const shift = { row: scaling.baseRow, price: scaling.base * UNIT };
  return wholeMultipliers(program, prices, (row) => scaling.cost / (scaling.rows[row] ?? 1), shift);
}

/** A ray of the relaxation as whole multipliers; it may be stretched, so the largest row scale becomes 1. */
export function rayMultipliers(program: Program, ray: Float64Array, scaling: Scaling): Multipliers {
  const largest = Math.max(1, ...scaling.rows);
  return wholeMultipliers(program, ray, (row) => largest / (scaling.rows[row] ?? 1), {
    row: null,
    price: 0n,
  });
}

/** A price that asks for a bound which is absent is left out: any multipliers prove something, this one nothing. */
function wholeMultipliers(
  program: Program,
  prices: Float64Array,
  stretch: (row: number) => number,
  shift: { row: number | null; price: bigint },
): Multipliers {
  const whole = new Map<number, bigint>();
  for (const [row, price] of prices.entries()) {
    const parts = price * Number(UNIT) * stretch(row);
    const value =
      (Number.isFinite(parts) ? BigInt(Math.round(parts)) : 0n) + (shift.row === row ? shift.price : 0n);
    const limit = value > 0n ? program.rows[row]?.max : program.rows[row]?.min;
    if (value !== 0n && limit != null) whole.set(row, value);
  }
  return whole;
}
