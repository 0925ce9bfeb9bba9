import type { Lang } from '../../src/platform/i18n/lang.ts';
import type { Who } from './walk.ts';

/** The people of an invented edition; what they type stands in the steps. */
export const OFFICE = {
  first: { address: 'maren.holt@award.invalid', name: 'Maren Holt', lang: 'en' },
  second: { address: 'paulo.nunes@award.invalid', name: 'Paulo Nunes', lang: 'en' },
  approver: { address: 'director@award.invalid', name: 'Adaeze Obi', lang: 'en' },
  auditor: { address: 'ledger@audit.invalid', name: 'Tove Lind', lang: 'en' },
} as const satisfies Record<string, Who>;

export const LOJA: Who = { address: 'loja@city.invalid', name: 'Nelly Jaramillo', lang: 'es', phone: true };
export const COLLEAGUE: Who = { address: 'archivo@city.invalid', name: 'Iván Cueva', lang: 'es' };
export const FRANCE: Who = { address: 'fr@unesco.invalid', name: 'Hélène Garnier', lang: 'fr' };

export type Seat = Who & { country: string; region: string };

/** Three jurors at browsers of their own. */
export const JURORS = {
  en: {
    address: 'rania@jury.invalid',
    name: 'Rania Haddad',
    lang: 'en',
    country: 'LB',
    region: 'ARB',
  },
  fr: {
    address: 'amara@jury.invalid',
    name: 'Amara Diallo',
    lang: 'fr',
    country: 'ML',
    region: 'AFR',
  },
  es: {
    address: 'ines@jury.invalid',
    name: 'Inés Caballero',
    lang: 'es',
    country: 'UY',
    region: 'LAC',
    phone: true,
  },
} as const satisfies Record<Lang, Seat>;

/** Jurors who use the same addresses without a browser, so that the time stays short. */
export const OTHER_JURORS: readonly Seat[] = [
  { address: 'mei@jury.invalid', name: 'Mei-Ling Tan', lang: 'en', country: 'SG', region: 'APA' },
  { address: 'aoife@jury.invalid', name: 'Aoife Brennan', lang: 'en', country: 'IE', region: 'ENA' },
  { address: 'kwabena@jury.invalid', name: 'Kwabena Osei', lang: 'en', country: 'GH', region: 'AFR' },
  { address: 'joao@jury.invalid', name: 'João Quispe', lang: 'es', country: 'BO', region: 'LAC' },
];

/** A city that takes part: its name in the registry, and whose text its dossier bears. */
export type Entry = { city: string; country: string; lang: Lang; text: string };

export const ownerOf = ({ text, city }: Entry) => `${text}.${city.length}@city.invalid`;

/** Eleven cities of five regions beside the one at the browser; Medellín is one more than Colombia may nominate. */
export const ENTRIES: readonly Entry[] = [
  { city: 'Bogotá', country: 'CO', lang: 'es', text: 'bogota' },
  { city: 'Manizales', country: 'CO', lang: 'es', text: 'manizales' },
  { city: 'Medellín', country: 'CO', lang: 'es', text: 'merida' },
  { city: 'Montpellier', country: 'FR', lang: 'fr', text: 'montpellier' },
  { city: 'Évry-Courcouronnes', country: 'FR', lang: 'fr', text: 'evry-courcouronnes' },
  { city: 'Sønderborg', country: 'DK', lang: 'en', text: 'sonderborg' },
  { city: 'Tunis', country: 'TN', lang: 'fr', text: 'tunis' },
  { city: 'Dakar', country: 'SN', lang: 'fr', text: 'dakar' },
  { city: 'Gulu', country: 'UG', lang: 'en', text: 'gulu' },
  { city: 'Gwangmyeong', country: 'KR', lang: 'en', text: 'gwangmyeong' },
  { city: 'Yanbu Industrial City', country: 'SA', lang: 'en', text: 'yanbu-industrial-city' },
];
