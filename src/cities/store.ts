import { and, eq } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import { allCities, type PastAward } from './pages.ts';
import type { AwardRow, CityRow } from './registry.ts';
import { planImport } from './registry-import.ts';
import { cities, pastAwards } from './tables.ts';

/** Adds the cities of a checked list; one that the registry has is brought up to date. Returns how many of each. */
export function importCities(tx: Tx, rows: readonly CityRow[]): { added: number; changed: number } {
  const plan = planImport(allCities(tx.db), rows);
  for (const row of plan.added) {
    tx.db
      .insert(cities)
      .values({ id: newId<'city'>(), ...row, addedAt: tx.at })
      .run();
  }
  for (const { id, row } of plan.changed) tx.db.update(cities).set(row).where(eq(cities.id, id)).run();
  const done = { added: plan.added.length, changed: plan.changed.length };
  if (done.added + done.changed > 0) {
    const changes = plan.changed.map(({ id, changes: ofCity }) => ({ id, changes: ofCity }));
    tx.record({ edition: null, object: 'cities', detail: { ...done, changes } });
  }
  return done;
}

/** Adds awards to the list of past ones, each linked to its city where it is known; returns how many were new. */
export function addPastAwards(tx: Tx, awards: readonly Omit<PastAward, 'id'>[]): number {
  return awards.reduce((added, award) => {
    const row = { id: newId<'award'>(), ...award };
    return added + tx.db.insert(pastAwards).values(row).onConflictDoNothing().run().changes;
  }, 0);
}

/** Adds past awards, each linked to its city where the registry has it. */
export function importPastAwards(tx: Tx, rows: readonly AwardRow[]): number {
  const awards = rows.map((row) => {
    const city = tx.db
      .select({ id: cities.id })
      .from(cities)
      .where(and(eq(cities.country, row.country), eq(cities.name, row.cityName)))
      .get();
    return { ...row, cityId: city?.id ?? null };
  });
  const added = addPastAwards(tx, awards);
  if (added > 0) tx.record({ edition: null, object: 'past-awards', detail: { added } });
  return added;
}
