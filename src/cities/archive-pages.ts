/**
 * The archive: editions that were held before this service, as far as public pages tell of them. Awardees stand in
 * the database; host, dates and rules in a file of the seed, where null says "not found", never "no such rule".
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGIONS, type Texts } from '../editions/definition.ts';
import type { Fact, Words } from '../editions/words.ts';
import type { Db } from '../platform/database.ts';
import { paths } from '../platform/paths.ts';
import { countryName } from './countries.ts';
import { allPastAwards, type PastAward } from './pages.ts';
import { partialDate } from './partial-date.ts';

type PastEdition = {
  id: string;
  host: { city: Texts; country: string };
  dates: { cityDeadline: string | null; announced: string | null; ceremony: string | null };
  rules: {
    minMembershipMonths: number | null;
    reawardAfterYears: number | null;
    maxNominationsPerCountry: number | null;
    maxPerCountry: number | null;
    maxPerRegion: number | null;
  };
  criteria: Texts[] | null;
  criteriaBasis: string;
};

const seed = JSON.parse(readFileSync(join(paths.seed, 'past-editions.json'), 'utf8')) as {
  editions: PastEdition[];
};
const known = new Map(seed.editions.map((edition) => [Number(edition.id), edition]));

/** The awards by region and year, as a table. */
export function awardTable(db: Db) {
  const awards = allPastAwards(db);
  const years = [...new Set(awards.map(({ year }) => year))].sort((one, other) => one - other);
  const count = (region: string, year?: number) =>
    awards.filter((one) => one.region === region && (year === undefined || one.year === year)).length;
  return {
    total: awards.length,
    years,
    rows: REGIONS.map((code) => ({
      code,
      counts: years.map((year) => count(code, year)),
      total: count(code),
    })),
    sums: years.map((year) => awards.filter((one) => one.year === year).length),
  };
}

/** Every past edition with its awardees by region and what is known of its rules, the newest first. */
export function pastEditions(db: Db, words: Words) {
  const awards = allPastAwards(db);
  const years = [...new Set([...known.keys(), ...awards.map(({ year }) => year)])].sort((a, b) => b - a);
  return years.map((year) => {
    const edition = known.get(year);
    const given = awards.filter((one) => one.year === year);
    return {
      year,
      host: edition ? edition.host.city[words.lang] : '',
      hostCountry: edition ? countryName(words.lang, edition.host.country) : '',
      regions: REGIONS.map((code) => ({
        code,
        cities: given.filter(({ region }) => region === code).map((one) => awardee(one, awards, words)),
      })).filter(({ cities }) => cities.length > 0),
      facts: edition ? factsOf(edition, words) : [],
    };
  });
}

function awardee(award: PastAward, awards: readonly PastAward[], words: Words) {
  const before = awards.filter(
    (one) => one.year < award.year && one.cityName === award.cityName && one.country === award.country,
  );
  return {
    name: award.cityName,
    country: countryName(words.lang, award.country),
    again: before.length === 0 ? '' : words.t('cities.archive.again', { years: listYears(before) }),
  };
}

function listYears(awards: readonly PastAward[]): string {
  return awards.map(({ year }) => String(year)).join(', ');
}

function factsOf({ dates, rules, criteria, criteriaBasis }: PastEdition, words: Words): Fact[] {
  const unknown = words.t('cities.archive.unknown');
  const fact = (key: string, value: string | null): Fact => ({
    term: words.t(`cities.archive.${key}`),
    value: value ?? unknown,
  });
  const date = (text: string | null) => (text === null ? null : partialDate(words.lang, text));
  const rule = (key: string, count: number | null) =>
    count === null ? null : words.t(`cities.archive.${key}.value`, { count });
  return [
    fact('deadline', date(dates.cityDeadline)),
    fact('announced', date(dates.announced ?? dates.ceremony)),
    fact('membership', rule('membership', rules.minMembershipMonths)),
    fact('again-after', rule('again-after', rules.reawardAfterYears)),
    fact('nominations', rule('nominations', rules.maxNominationsPerCountry)),
    fact('per-country', rule('per-country', rules.maxPerCountry)),
    fact('per-region', rule('per-region', rules.maxPerRegion)),
    criteria === null
      ? fact('criteria', words.t(`cities.archive.basis.${basisKey(criteriaBasis)}`))
      : { term: words.t('cities.archive.criteria'), values: criteria.map((one) => one[words.lang]) },
  ];
}

function basisKey(basis: string): 'features' | 'documents' {
  return basis === 'key-features' ? 'features' : 'documents';
}
