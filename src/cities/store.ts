import { and, eq } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { newId } from '../platform/ids.ts';
import { type AwardPlan, linkable, planAwards } from './awards-import.ts';
import { allCities, allPastAwards, type PastAward } from './pages.ts';
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
    // An award imported before its city counts from now on.
    const linked = linkAwards(tx, linkable(allPastAwards(tx.db), allCities(tx.db)));
    const changes = plan.changed.map(({ id, changes: ofCity }) => ({ id, changes: ofCity }));
    tx.record({ edition: null, object: 'cities', detail: { ...done, linked, changes } });
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

/**
 * Adds past awards, each linked to its city where the registry has it, and links those that waited for their city.
 * Returns how many of each.
 */
export function importPastAwards(tx: Tx, rows: readonly AwardRow[]): { added: number; linked: number } {
  const plan = planAwards(allPastAwards(tx.db), allCities(tx.db), rows);
  const added = addPastAwards(
    tx,
    plan.added.map(({ row, city }) => ({ ...row, cityId: city })),
  );
  const linked = linkAwards(tx, plan.linked);
  if (added + linked > 0) tx.record({ edition: null, object: 'past-awards', detail: { added, linked } });
  return { added, linked };
}

/** Takes an award that was listed in error off the list; false where it is not there any more. */
export function removePastAward(tx: Tx, city: string, year: number, reason: string): boolean {
  const [gone] = tx.db
    .delete(pastAwards)
    .where(and(eq(pastAwards.cityId, city), eq(pastAwards.year, year)))
    .returning()
    .all();
  if (gone === undefined) return false;
  tx.record({ edition: null, object: city, detail: { removed: gone, reason } });
  return true;
}

function linkAwards(tx: Tx, found: AwardPlan['linked']): number {
  for (const { id, city } of found) {
    tx.db.update(pastAwards).set({ cityId: city }).where(eq(pastAwards.id, id)).run();
  }
  return found.length;
}
