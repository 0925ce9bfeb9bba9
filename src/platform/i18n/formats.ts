import type { Lang } from './lang.ts';

/**
 * How an instant is written: `date` 29 January 2027; `weekday` Friday 29 January 2027; `day` 29 Jan;
 * `dateTime` 29 January 2027, 18:00 UTC; `weekdayTime` Friday 29 January 2027, 18:00 UTC; `time` 18:00 UTC;
 * `clock` 18:00 (only beside a word such as Saved, where the reader's own clock is meant).
 */
export type InstantStyle = 'date' | 'weekday' | 'day' | 'dateTime' | 'weekdayTime' | 'time' | 'clock';

const LOCALES: Record<Lang, string> = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' };
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const listFormats = new Map<Lang, Intl.ListFormat>();

type Parts = Record<string, string>;

/** Writes an instant (ISO, with Z or offset) in a zone by the language's habit; a time never lacks its zone. */
export function formatInstant(lang: Lang, instant: string, timeZone: string, style: InstantStyle): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) throw new RangeError(`not an instant: ${instant}`);
  const parts = partsOf(lang, at, timeZone);
  switch (style) {
    case 'date':
      return dateWords(lang, parts);
    case 'weekday':
      return `${parts.weekday} ${dateWords(lang, parts)}`;
    case 'day':
      return `${dayFigure(lang, parts)} ${monthShort(lang, at, timeZone)}`;
    case 'dateTime':
      return joinTime(lang, dateWords(lang, parts), parts);
    case 'weekdayTime':
      return joinTime(lang, `${parts.weekday} ${dateWords(lang, parts)}`, parts);
    case 'time':
      return `${clockWords(lang, parts)} ${zoneName(parts)}`;
    case 'clock':
      return clockWords(lang, parts);
  }
}

/** Writes a number with the language's separators; `digits` fixes the places behind the point. */
export function formatNumber(lang: Lang, value: number | string, digits?: number): string {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)) throw new RangeError(`not a number: ${text}`);
  // Exact totals come as decimal strings and are formatted as such: a float would round them first.
  return numberFormat(lang, digits).format(text as `${number}`);
}

/** Writes a file's size in decimal units: 840 kB, 1.2 MB; in French ko, Mo. */
export function formatBytes(lang: Lang, bytes: number): string {
  const letter = lang === 'fr' ? 'o' : 'B';
  if (bytes < 1000) return `${formatNumber(lang, bytes)} ${letter}`;
  if (bytes < 999_500) return `${formatNumber(lang, Math.round(bytes / 1000))} k${letter}`;
  return `${formatNumber(lang, (bytes / 1_000_000).toFixed(1))} M${letter}`;
}

/** Joins texts as the language does: A, B and C. */
export function formatList(lang: Lang, items: readonly string[]): string {
  let format = listFormats.get(lang);
  if (format === undefined) {
    format = new Intl.ListFormat(LOCALES[lang], { type: 'conjunction' });
    listFormats.set(lang, format);
  }
  return format.format(items);
}

function partsOf(lang: Lang, at: Date, timeZone: string): Parts {
  const key = `${lang} ${timeZone}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALES[lang], {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'shortOffset',
    });
    dateFormats.set(key, format);
  }
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
}

function monthShort(lang: Lang, at: Date, timeZone: string): string {
  const key = `${lang} ${timeZone} short`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALES[lang], { timeZone, month: 'short' });
    dateFormats.set(key, format);
  }
  return format.format(at);
}

function dayFigure(lang: Lang, parts: Parts): string {
  return lang === 'fr' && parts.day === '1' ? '1er' : `${parts.day}`;
}

function dateWords(lang: Lang, parts: Parts): string {
  const of = lang === 'es' ? ' de ' : ' ';
  return `${dayFigure(lang, parts)}${of}${parts.month}${of}${parts.year}`;
}

function clockWords(lang: Lang, parts: Parts): string {
  if (lang !== 'fr') return `${parts.hour}:${parts.minute}`;
  const hour = Number(parts.hour);
  // No-break spaces: an hour is one word.
  return parts.minute === '00' ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${parts.minute}`;
}

// ICU says UTC in one language and GMT+1 in another; here every offset is from UTC.
function zoneName(parts: Parts): string {
  const name = `${parts.timeZoneName}`.replace('GMT', 'UTC');
  return name === 'UTC+0' ? 'UTC' : name;
}

function joinTime(lang: Lang, date: string, parts: Parts): string {
  const time = `${clockWords(lang, parts)} ${zoneName(parts)}`;
  if (lang === 'en') return `${date}, ${time}`;
  if (lang === 'fr') return `${date} à ${time}`;
  return Number(parts.hour) === 1 ? `${date} a la ${time}` : `${date} a las ${time}`;
}

function numberFormat(lang: Lang, digits: number | undefined): Intl.NumberFormat {
  const key = `${lang} ${digits}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    const places = digits ?? 20;
    format = new Intl.NumberFormat(LOCALES[lang], {
      minimumFractionDigits: digits ?? 0,
      maximumFractionDigits: places,
    });
    numberFormats.set(key, format);
  }
  return format;
}
