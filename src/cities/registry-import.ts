/**
 * A list of cities is looked at as a whole before any of it is stored: what would be new, what would change, what stays.
 * The dry run and the import go through this one plan.
 */
import type { LineFault } from './csv.ts';
import type { City } from './pages.ts';
import type { CityRow } from './registry.ts';

export type Change = { field: keyof CityRow; from: string; to: string };

export type ImportPlan = {
  added: CityRow[];
  changed: { id: string; row: CityRow; changes: Change[] }[];
  same: number;
};

const keyOf = ({ country, name }: { country: string; name: string }) => `${country} ${name}`;

/** What importing these rows into a registry would do. */
export function planImport(known: readonly City[], rows: readonly CityRow[]): ImportPlan {
  const byKey = new Map(known.map((city) => [keyOf(city), city]));
  const plan: ImportPlan = { added: [], changed: [], same: 0 };
  for (const row of rows) {
    const city = byKey.get(keyOf(row));
    const changes = city === undefined ? [] : changesOf(city, row);
    if (city === undefined) plan.added.push(row);
    else if (changes.length > 0) plan.changed.push({ id: city.id, row, changes });
    else plan.same += 1;
  }
  return plan;
}

function changesOf(city: City, row: CityRow): Change[] {
  return (Object.keys(row) as (keyof CityRow)[])
    .filter((field) => city[field] !== row[field])
    .map((field) => ({ field, from: String(city[field] ?? ''), to: String(row[field] ?? '') }));
}

/** How a line is known among the others, the column that says so, and the name that a sentence gives it. */
type Known = { key: string; field: string; name: string };

const asCity = (row: CityRow): Known => ({ key: keyOf(row), field: 'name', name: row.name });

/** The lines of cities on which one stands a second time; the first one counts. */
export function repeatedCities(rows: readonly CityRow[], lines: readonly number[]): LineFault[] {
  return repeatedLines(rows, lines, asCity);
}

/** The lines on which something stands a second time; the first one counts. */
export function repeatedLines<Row>(
  rows: readonly Row[],
  lines: readonly number[],
  knownAs: (row: Row) => Known,
): LineFault[] {
  const first = new Map<string, number>();
  return rows.flatMap((row, index) => {
    const line = lines[index] ?? 0;
    const { key, field, name } = knownAs(row);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, line);
      return [];
    }
    return [{ line, field, code: 'cities.fault.twice', facts: { name, before } }];
  });
}
