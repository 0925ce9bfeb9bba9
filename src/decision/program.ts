/**
 * A choice of 0 or 1 for each column: maximise whole costs under rows of whole coefficients.
 * `coefs` null means that every coefficient of the row is 1; a bound of null is absent.
 */
export type Program = { cost: readonly bigint[]; rows: readonly Row[] };

export type Row = {
  columns: readonly number[];
  coefs: readonly bigint[] | null;
  min: bigint | null;
  max: bigint | null;
};

/** Columns fixed so far: 0, 1 or free (null). */
export type Fixing = readonly (0 | 1 | null)[];

/** Whole multipliers, one a row that has one, in units of 1/`UNIT`. */
export type Multipliers = ReadonlyMap<number, bigint>;

/** Prices are kept in parts of this; most fractions that a basis brings forth are whole multiples of a part. */
export const UNIT = 720_720n;

/**
 * What no choice can exceed, in units of 1/UNIT, by weak duality: the price of every row's limit plus whatever
 * a free column earns above its rows. It holds for any multipliers, so rounding them costs strength, not truth.
 * With `costs` null it bounds 0 instead, and a value below 0 proves that no choice keeps the rows.
 */
export function dualBound(
  program: Program,
  multipliers: Multipliers,
  fixing: Fixing,
  costs: readonly bigint[] | null,
): bigint {
  const reduced = reducedCosts(program, multipliers, costs);
  let bound = 0n;
  for (const [row, price] of multipliers) {
    const limit = price > 0n ? program.rows[row]?.max : program.rows[row]?.min;
    bound += price * (limit ?? 0n);
  }
  for (const [column, gain] of reduced.entries()) {
    const fixed = fixing[column] ?? null;
    if (fixed === 1 || (fixed === null && gain > 0n)) bound += gain;
  }
  return bound;
}

/** What each column earns above the prices of its rows, in units of 1/UNIT. */
export function reducedCosts(
  program: Program,
  multipliers: Multipliers,
  costs: readonly bigint[] | null,
): bigint[] {
  const reduced = program.cost.map((_, column) => (costs ? (costs[column] ?? 0n) * UNIT : 0n));
  for (const [index, price] of multipliers) {
    const row = program.rows[index];
    for (const [at, column] of row?.columns.entries() ?? []) {
      reduced[column] = (reduced[column] ?? 0n) - price * (row?.coefs?.[at] ?? 1n);
    }
  }
  return reduced;
}

/** The first row that the chosen columns break, and which of its bounds, in whole numbers; null when all hold. */
export function firstBrokenRow(
  program: Program,
  chosen: ReadonlySet<number>,
): { row: number; side: 'min' | 'max' } | null {
  for (const [index, row] of program.rows.entries()) {
    let sum = 0n;
    for (const [at, column] of row.columns.entries()) if (chosen.has(column)) sum += row.coefs?.[at] ?? 1n;
    if (row.min !== null && sum < row.min) return { row: index, side: 'min' };
    if (row.max !== null && sum > row.max) return { row: index, side: 'max' };
  }
  return null;
}

/** The total cost of the chosen columns. */
export function totalCost(cost: readonly bigint[], chosen: Iterable<number>): bigint {
  let sum = 0n;
  for (const column of chosen) sum += cost[column] ?? 0n;
  return sum;
}

/** A program without its fixed columns: `columns` are the free ones, `value` is what those fixed at 1 cost. */
export type Remaining = { program: Program; columns: readonly number[]; value: bigint };

/** What is left to choose once columns are fixed; rows that then hold by themselves are gone. */
export function remainingOf(program: Program, fixing: Fixing): Remaining {
  const columns = [...program.cost.keys()].filter((column) => (fixing[column] ?? null) === null);
  const placeOf = new Map(columns.map((column, place) => [column, place]));
  const rows = program.rows.map((row) => remainingRow(row, fixing, placeOf)).filter(mayBreak);
  const fixedIn = [...program.cost.keys()].filter((column) => fixing[column] === 1);
  const cost = columns.map((column) => program.cost[column] ?? 0n);
  return { program: { cost, rows }, columns, value: totalCost(program.cost, fixedIn) };
}

function remainingRow(row: Row, fixing: Fixing, placeOf: ReadonlyMap<number, number>): Row {
  const columns: number[] = [];
  const coefs: bigint[] = [];
  let used = 0n;
  for (const [at, column] of row.columns.entries()) {
    const coef = row.coefs?.[at] ?? 1n;
    if (fixing[column] === 1) used += coef;
    const place = placeOf.get(column);
    if (place === undefined) continue;
    columns.push(place);
    coefs.push(coef);
  }
  const left = (bound: bigint | null) => (bound === null ? null : bound - used);
  return { columns, coefs: row.coefs && coefs, min: left(row.min), max: left(row.max) };
}

function mayBreak({ columns, coefs, min, max }: Row): boolean {
  let [least, most] = [0n, 0n];
  for (const at of columns.keys()) {
    const coef = coefs?.[at] ?? 1n;
    if (coef > 0n) most += coef;
    else least += coef;
  }
  return (min !== null && least < min) || (max !== null && most > max);
}
