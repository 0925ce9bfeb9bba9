/**
 * The registry of member cities: who is a member, since when, in which region of the network, and with which awards.
 * The region is data of the city and never follows from its country. The day of joining is known as a year, a month
 * or a day, or not at all; whoever counts membership must say which of these it had.
 */
import { z } from 'zod';
import { REGIONS } from '../editions/definition.ts';

/** The names that the network's public lists give to its regions. */
const REGION_NAMES: Readonly<Record<string, (typeof REGIONS)[number]>> = {
  Africa: 'AFR',
  'Arab States': 'ARB',
  'Asia and the Pacific': 'APA',
  'Europe and North America': 'ENA',
  'Latin America and the Caribbean': 'LAC',
};

const region = z.string().transform((text, context) => {
  const found = REGION_NAMES[text] ?? REGIONS.find((id) => id === text);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'cities.fault.region' });
  return z.NEVER;
});

const country = z.string().regex(/^[A-Z]{2}$/, 'cities.fault.country');
const place = z
  .string()
  .transform((text) => (text === '' ? null : Number(text)))
  .refine((value) => value === null || Math.abs(value) <= 180, 'cities.fault.place');

/** One line of the registry's CSV. */
export const cityRow = z
  .object({
    name: z.string().trim().min(1, 'cities.fault.name').max(120, 'cities.fault.long'),
    local_name: z.string().trim().default(''),
    language_tag: z.string().trim().default(''),
    country_iso2: country,
    unesco_region: region,
    joined: z.string().regex(/^(\d{4}(-\d{2}(-\d{2})?)?)?$/, 'cities.fault.joined'),
    latitude: place.default(null),
    longitude: place.default(null),
    source: z.string().trim().default('import'),
  })
  .transform((row) => ({
    name: row.name,
    localName: row.local_name || null,
    languageTag: row.language_tag || null,
    country: row.country_iso2,
    region: row.unesco_region,
    joined: row.joined || null,
    latitude: row.latitude,
    longitude: row.longitude,
    source: row.source,
  }));
export type CityRow = z.infer<typeof cityRow>;

/** One line of the CSV of past awards. */
export const awardRow = z
  .object({
    edition: z
      .string()
      .regex(/^\d{4}$/, 'cities.fault.year')
      .transform(Number),
    city: z.string().trim().min(1, 'cities.fault.name'),
    country_iso2: country,
    region,
    latitude: place.default(null),
    longitude: place.default(null),
  })
  .transform((row) => ({
    year: row.edition,
    cityName: row.city,
    country: row.country_iso2,
    region: row.region,
    latitude: row.latitude,
    longitude: row.longitude,
  }));
export type AwardRow = z.infer<typeof awardRow>;
