import { asc, eq, sql } from 'drizzle-orm';
import { type Db, prepared } from '../platform/database.ts';
import { foldName } from './fold-name.ts';
import { cities, pastAwards } from './tables.ts';

export type City = typeof cities.$inferSelect;
export type PastAward = typeof pastAwards.$inferSelect;

const byId = prepared((db) =>
  db
    .select()
    .from(cities)
    .where(eq(cities.id, sql.placeholder('id')))
    .prepare(),
);

/** A city of the registry. */
export function cityById(db: Db, id: string): City | null {
  return byId(db).get({ id }) ?? null;
}

/** The whole registry, by country and name. */
export function allCities(db: Db): City[] {
  return db.select().from(cities).orderBy(asc(cities.country), asc(cities.name)).all();
}

/** Whether the registry holds no city yet. */
export function isRegistryEmpty(db: Db): boolean {
  return db.select({ id: cities.id }).from(cities).limit(1).get() === undefined;
}

/** The awards that a city was given in editions before. */
export function awardsOfCity(db: Db, city: string): PastAward[] {
  return db.select().from(pastAwards).where(eq(pastAwards.cityId, city)).orderBy(asc(pastAwards.year)).all();
}

/** All past awards, by year, region and name. */
export function allPastAwards(db: Db): PastAward[] {
  return db
    .select()
    .from(pastAwards)
    .orderBy(asc(pastAwards.year), asc(pastAwards.region), asc(pastAwards.cityName))
    .all();
}

/** Cities whose name or local name holds the text, accents and case aside; the best beginnings first. */
export function searchCities(db: Db, text: string): City[] {
  const wanted = squeezed(text);
  if (wanted === '') return [];
  const rank = (city: City) =>
    Math.min(...[city.name, city.localName ?? ''].map((name) => placeOf(squeezed(name), wanted)));
  return allCities(db)
    .map((city) => ({ city, at: rank(city) }))
    .filter(({ at }) => at < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.at - other.at || one.city.name.localeCompare(other.city.name))
    .map(({ city }) => city);
}

// Apostrophes and hyphens fold to spaces; whoever searches may leave them out.
function squeezed(name: string): string {
  return foldName(name).replaceAll(' ', '');
}

function placeOf(name: string, wanted: string): number {
  const at = name.indexOf(wanted);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}
