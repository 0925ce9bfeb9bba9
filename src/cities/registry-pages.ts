import { stringify } from 'csv-stringify/sync';
import { REGIONS, type Region } from '../editions/definition.ts';
import type { Words } from '../editions/words.ts';
import type { Db } from '../platform/database.ts';
import { countryName } from './countries.ts';
import { allCities, allPastAwards, awardsOfCity, type City, type PastAward, searchCities } from './pages.ts';
import { partialDate } from './partial-date.ts';

/** What a list of cities is narrowed to; both are in the address. */
export type CityFilter = { name: string; region: Region | null };

export const CITIES_A_PAGE = 50;

/** Reads the filter from an address; a region that does not exist counts as none. */
export function cityFilter(query: URLSearchParams): CityFilter {
  const region = REGIONS.find((code) => code === query.get('region')) ?? null;
  return { name: (query.get('name') ?? '').trim().slice(0, 120), region };
}

/** The address of a filter, with its question mark, or nothing. */
export function filterQuery({ name, region }: CityFilter): string {
  const query = new URLSearchParams();
  if (name !== '') query.set('name', name);
  if (region !== null) query.set('region', region);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The cities that a filter lets through: by country and name, or the best matches of a search first. */
export function filteredCities(db: Db, { name, region }: CityFilter): City[] {
  const named = name === '' ? allCities(db) : searchCities(db, name);
  return region === null ? named : named.filter((city) => city.region === region);
}

/** The rows of a list of cities, each with the years of its awards. */
export function cityRows(db: Db, cities: readonly City[], words: Words) {
  const awards = allPastAwards(db);
  return cities.map((city) => ({
    id: city.id,
    name: city.name,
    localName: city.localName,
    tag: city.languageTag,
    country: countryName(words.lang, city.country),
    region: city.region,
    joined: city.joined === null ? null : partialDate(words.lang, city.joined),
    awards: awards.flatMap(({ cityId, year }) => (cityId === city.id ? [String(year)] : [])).join(', '),
  }));
}

/** One city as facts, with the awards that it was given. */
export function cityFacts(db: Db, city: City, words: Words) {
  const fact = (key: string, value: string | null) => ({
    term: words.t(`cities.city.${key}`),
    value: value ?? words.t('cities.list.unknown'),
  });
  const { latitude, longitude } = city;
  return {
    facts: [
      fact('localName', city.localName === null ? city.name : city.localName),
      fact('country', countryName(words.lang, city.country)),
      fact('region', words.t(`platform.region.${city.region}`)),
      fact('joined', city.joined === null ? null : partialDate(words.lang, city.joined)),
      fact('place', latitude === null || longitude === null ? null : `${latitude}, ${longitude}`),
      fact('source', city.source),
    ],
    awards: awardsOfCity(db, city.id).map(({ year }) => year),
  };
}

const COLUMNS = [
  'name',
  'local_name',
  'language_tag',
  'country_iso2',
  'unesco_region',
  'joined',
  'latitude',
  'longitude',
  'source',
];

/** The CSV of some cities, in the columns that an import reads; begins with the mark that spreadsheets look for. */
export function citiesCsv(cities: readonly City[]): string {
  const rows = cities.map((city) => [
    guarded(city.name),
    guarded(city.localName ?? ''),
    city.languageTag ?? '',
    city.country,
    city.region,
    city.joined ?? '',
    city.latitude ?? '',
    city.longitude ?? '',
    guarded(city.source),
  ]);
  return `\uFEFF${stringify([COLUMNS, ...rows], { record_delimiter: 'windows' })}`;
}

/** The CSV of some past awards, in the columns that an import reads. */
export function awardsCsv(awards: readonly PastAward[]): string {
  const rows = awards.map(({ year, cityName, country, region }) => [
    year,
    guarded(cityName),
    country,
    region,
  ]);
  const heads = ['edition', 'city', 'country_iso2', 'region'];
  return `\uFEFF${stringify([heads, ...rows], { record_delimiter: 'windows' })}`;
}

// A spreadsheet would run a text that begins like a formula.
function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
