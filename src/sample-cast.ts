import type { Region } from './editions/definition.ts';
import { sha256 } from './platform/digest.ts';
import type { Lang } from './platform/i18n/lang.ts';

/** The people of the sample and the parts that its cities play; all people are invented, all cities are real. */
export const CAST = {
  organiser: { name: 'Ingrid Solheim-Paz', address: 'ingrid.solheim-paz@award.invalid' },
  organiser2: { name: 'Kofi Marchetti', address: 'kofi.marchetti@award.invalid' },
  approver: { name: 'Lucía Fernández-Okoye', address: 'lucia.fernandez-okoye@award.invalid' },
  auditor: { name: 'Tomasz Lindqvist', address: 'tomasz.lindqvist@audit.invalid' },
} as const;

type Seat = [name: string, country: string, region: Region, languages: Lang[], expertise: string[]];

/** Fifteen invented people, three from each region. */
export const JURY: readonly Seat[] = [
  ['Amara Diallo-Berg', 'ML', 'AFR', ['fr', 'en', 'es'], ['access', 'culture']],
  ['Thandiwe Mokoena', 'ZW', 'AFR', ['en', 'fr'], ['plan', 'monitoring']],
  ['Kwabena Osei-Tutu', 'GH', 'AFR', ['en', 'es'], ['resources', 'innovation']],
  ['Rania Haddad', 'LB', 'ARB', ['fr', 'en', 'es'], ['coordination', 'network']],
  ['Yusuf Al-Mansouri', 'KW', 'ARB', ['en', 'fr'], ['access', 'plan']],
  ['Salma Benkirane', 'MA', 'ARB', ['fr', 'es', 'en'], ['monitoring', 'culture']],
  ['Sunil Perera', 'LK', 'APA', ['en', 'es'], ['innovation', 'resources']],
  ['Mei-Ling Tan', 'SG', 'APA', ['en', 'fr'], ['plan', 'access']],
  ['Hiroshi Nakagawa', 'JP', 'APA', ['en', 'es', 'fr'], ['coordination', 'monitoring']],
  ['Aoife Brennan', 'IE', 'ENA', ['en', 'fr', 'es'], ['culture', 'network']],
  ['Łukasz Żeleński', 'PL', 'ENA', ['en', 'es'], ['access', 'innovation']],
  ['Chiara Valdés-Romano', 'IT', 'ENA', ['es', 'fr', 'en'], ['resources', 'plan']],
  ['Inés Caballero Ruiz', 'UY', 'LAC', ['es', 'en', 'fr'], ['access', 'coordination']],
  ['João Batista Quispe', 'BO', 'LAC', ['es', 'en'], ['culture', 'monitoring']],
  ['Marie-Claire Étienne', 'HT', 'LAC', ['fr', 'es', 'en'], ['network', 'innovation']],
];

/** What some of the jury say of themselves, each naming a city: suggestions that wait, that are confirmed, refused. */
export const AFFILIATIONS: Readonly<Record<string, string>> = {
  'Aoife Brennan': 'Visiting scholar at the University of Manizales',
  'Inés Caballero Ruiz': 'Reader of theses, National University of Córdoba',
  'Mei-Ling Tan': 'Adviser to the Okayama Fund for Learning Neighbourhoods',
  'Kwabena Osei-Tutu': 'Novelist; author of “A Winter in Durban”',
};

/** The jurors whose pages are shown to whoever tries the sample, with the city that each surely reads. */
export const SHOWN_JURORS = {
  juror: { name: 'Amara Diallo-Berg', city: 'Sønderborg' },
  juror2: { name: 'Rania Haddad', city: 'Bogotá' },
} as const;

/** The jury's share of their cards at the stage of scoring; who is not named is ahead of an even pace. */
export const SLOW_JURORS: Readonly<Record<string, number>> = {
  'Sunil Perera': 0.1,
  'Rania Haddad': 0.3,
  'Aoife Brennan': 0.36,
  'Inés Caballero Ruiz': 0.42,
  'Hiroshi Nakagawa': 0,
};

/** The address of a juror in the sample. */
export const jurorAddress = (name: string) =>
  `${name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁ]/g, 'l')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')}@jury.invalid`;

/** The address of a city's owner in the sample. */
export const ownerOf = (dossier: { slug: string }) => `${dossier.slug}@city.invalid`;

/** The address of a country's National Commission in the sample. */
export const commissionOf = (country: string) => `commission-${country.toLowerCase()}@unesco.invalid`;

/** The parts of single cities. */
export const PARTS = {
  /** Submitted before the rules were changed, so that a file and an answer are missing. */
  early: 'Tlemcen',
  /** Submitted after the call by an extension of its own. */
  late: 'Villa María',
  /** Withdrawn while the secretariat was looking at it. */
  withdrawn: 'Mérida',
  /** Declined by its National Commission; on the other one the commission is silent. */
  declined: 'Algiers',
  silent: 'Gagnoa',
  /** Written in another language than the dossier names. */
  misnamed: 'San Nicolás',
  /** Level on the last seat: the criterion that the rules name first decides for the first of the two. */
  tied: ['Gdynia', 'Girona'],
} as const;

/** The cities that go to the jury, six or so from each region. */
export const SHORTLIST: readonly string[] = [
  ...['Gulu', 'Durban', 'Lusaka', 'Libreville', 'Dakar', "N'Zérékoré"],
  ...['Amman', 'Alexandria', 'Muharraq', 'Marrakech', 'Fez'],
  ...['Balanga', 'Chiang Mai', 'Gwangmyeong', 'Hanoi', 'Okayama'],
  ...['Sønderborg', 'Braga', 'Câmara de Lobos', 'Gdynia', 'Girona', 'Limerick', 'Montpellier', 'İzmir'],
  ...['Bogotá', 'Manizales', 'Loja', 'Barranco', 'Renca', 'Villa María'],
];

/** The dossiers that the jury finds strong, by how strong (points of 4 before a reader's own measure). */
const STRONG: Readonly<Record<string, number>> = {
  Gulu: 3.5,
  Libreville: 3.5,
  Amman: 3.5,
  Marrakech: 3.75,
  Fez: 3.2,
  Balanga: 3.5,
  'Chiang Mai': 3.6,
  Sønderborg: 3.7,
  Renca: 3.5,
  Loja: 3.5,
};

export const SAMPLE_VARIANTS = ['a', 'b'] as const;
export type SampleVariant = (typeof SAMPLE_VARIANTS)[number];

/** Two cities of one region that change places with each other in the second variant. */
const EXCHANGED: Readonly<Record<string, string>> = { Loja: 'Barranco', Barranco: 'Loja' };

/**
 * How strong the jury finds a dossier; null is left to the draw. Whose pages are shown scores the exchanged cities alike
 * in both variants, so that these pages do not differ.
 */
export function worthOf(city: string, juror: string, variant: SampleVariant): number | null {
  const other = EXCHANGED[city];
  if (other === undefined) return STRONG[city] ?? null;
  if (Object.values(SHOWN_JURORS).some(({ name }) => name === juror)) return 3;
  return STRONG[variant === 'a' ? city : other] ?? 2;
}

/** A number from 0 to 1 that depends on the words alone, so that every sample is the same. */
export function drawn(...words: string[]): number {
  return Number.parseInt(sha256(words.join('|')).slice(0, 8), 16) / 0x1_0000_0000;
}
