import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lang } from '../platform/i18n/lang.ts';
import { paths } from '../platform/paths.ts';

type Country = { en: string; fr: string; es: string; timeZone: string };
const known = JSON.parse(readFileSync(join(paths.seed, 'countries.json'), 'utf8')) as Readonly<
  Record<string, Country>
>;

/** The name of a country in a language; its code where the list lacks it. */
export function countryName(lang: Lang, code: string): string {
  return known[code]?.[lang] ?? code;
}

/** The zone that a country's capital keeps, to propose at a first visit. */
export function zoneOfCountry(code: string): string | null {
  return known[code]?.timeZone ?? null;
}

/** All countries of the list with their names, in the order of that language. */
export function countryChoices(lang: Lang): { value: string; label: string }[] {
  return Object.keys(known)
    .map((code) => ({ value: code, label: countryName(lang, code) }))
    .sort((one, other) => one.label.localeCompare(other.label, lang));
}
