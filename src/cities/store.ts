import { and, eq } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import type { AwardRow, CityRow } from './registry.ts';
import { cities, pastAwards } from './tables.ts';

/** Adds the cities of a checked list; one that the registry has is brought up to date. Returns how many are new. */
export function importCities(tx: Tx, rows: readonly CityRow[]): { added: number; changed: number } {
  let added = 0;
  let changed = 0;
  for (const row of rows) {
    const known = tx.db
      .select()
      .from(cities)
      .where(and(eq(cities.country, row.country), eq(cities.name, row.name)))
      .get();
    if (known === undefined) {
      tx.db
        .insert(cities)
        .values({ id: newId<'city'>(), ...row, addedAt: tx.at })
        .run();
      added += 1;
    } else if (differs(known, row)) {
      tx.db.update(cities).set(row).where(eq(cities.id, known.id)).run();
      changed += 1;
    }
  }
  if (added + changed > 0) tx.record({ edition: null, object: 'cities', detail: { added, changed } });
  return { added, changed };
}

function differs(known: typeof cities.$inferSelect, row: CityRow): boolean {
  return (Object.keys(row) as (keyof CityRow)[]).some((name) => known[name] !== row[name]);
}

/** Adds past awards, each linked to its city where the registry has it. */
export function importPastAwards(tx: Tx, rows: readonly AwardRow[]): number {
  let added = 0;
  for (const row of rows) {
    const city = tx.db
      .select({ id: cities.id })
      .from(cities)
      .where(and(eq(cities.country, row.country), eq(cities.name, row.cityName)))
      .get();
    const done = tx.db
      .insert(pastAwards)
      .values({ id: newId<'award'>(), ...row, cityId: city?.id ?? null })
      .onConflictDoNothing()
      .run();
    added += done.changes;
  }
  if (added > 0) tx.record({ edition: null, object: 'past-awards', detail: { added } });
  return added;
}
