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

/** The lines on which a city stands a second time; the first one counts. */
export function repeatedLines(rows: readonly CityRow[], lines: readonly number[]): LineFault[] {
  const first = new Map<string, number>();
  return rows.flatMap((row, index) => {
    const line = lines[index] ?? 0;
    const before = first.get(keyOf(row));
    if (before === undefined) {
      first.set(keyOf(row), line);
      return [];
    }
    return [{ line, field: 'name', code: 'cities.fault.twice', facts: { name: row.name, before } }];
  });
}
