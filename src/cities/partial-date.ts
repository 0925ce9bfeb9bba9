import { formatInstant } from '../platform/i18n/formats.ts';

const LOCALES = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' } as const;

/** Writes a day that is known as a year, a month or a day (`2019`, `2019-05`, `2019-05-14`), no finer than it is. */
export function partialDate(lang: keyof typeof LOCALES, known: string): string {
  if (known.length === 4) return known;
  if (known.length === 10) return formatInstant(lang, `${known}T00:00:00Z`, 'UTC', 'date');
  const month = new Date(`${known}-01T00:00:00Z`);
  return new Intl.DateTimeFormat(LOCALES[lang], { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    month,
  );
}
