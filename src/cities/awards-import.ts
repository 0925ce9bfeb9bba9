/**
 * A list of past awards is looked at as a whole before any of it is stored. An award counts against a city only where
 * it is linked to the registry, so the plan names those that find no city there.
 */
import { foldName } from './fold-name.ts';
import type { City, PastAward } from './pages.ts';
import type { AwardRow } from './registry.ts';

export type AwardPlan = {
  /** New awards, each with the city of the registry that it was given to. */
  added: { row: AwardRow; city: string | null }[];
  /** Awards that stood without a city, and the registry now has it. */
  linked: { id: string; city: string }[];
  same: number;
};

/** What tells one award from another: its year, country and the name that was printed. */
export const awardKey = ({ year, country, cityName }: Pick<AwardRow, 'year' | 'country' | 'cityName'>) =>
  `${year} ${country} ${cityName}`;

/** Finds the city of an award in its country: by its very name, else by its name or local name without accents. */
export function cityFinder(
  cities: readonly City[],
): (award: Pick<AwardRow, 'country' | 'cityName'>) => string | null {
  const exact = new Map<string, string>();
  const folded = new Map<string, string>();
  for (const { id, country, name, localName } of cities) {
    exact.set(`${country} ${name}`, id);
    for (const written of [name, localName]) {
      if (written !== null) folded.set(`${country} ${foldName(written)}`, id);
    }
  }
  return ({ country, cityName }) =>
    exact.get(`${country} ${cityName}`) ?? folded.get(`${country} ${foldName(cityName)}`) ?? null;
}

/** What importing these rows would do, beside the awards and the cities that are known. */
export function planAwards(
  known: readonly PastAward[],
  cities: readonly City[],
  rows: readonly AwardRow[],
): AwardPlan {
  const cityOf = cityFinder(cities);
  const stored = new Set(known.map(awardKey));
  const isNew = (row: AwardRow) => !stored.has(awardKey(row));
  return {
    added: rows.filter(isNew).map((row) => ({ row, city: cityOf(row) })),
    linked: linkable(known, cities),
    same: rows.filter((row) => !isNew(row)).length,
  };
}

/** The stored awards without a city whose city the registry has. */
export function linkable(known: readonly PastAward[], cities: readonly City[]): AwardPlan['linked'] {
  const cityOf = cityFinder(cities);
  return known.flatMap((award) => {
    const city = award.cityId === null ? cityOf(award) : null;
    return city === null ? [] : [{ id: award.id, city }];
  });
}
