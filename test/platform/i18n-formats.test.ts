import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatInstant,
  formatList,
  formatNumber,
  type InstantStyle,
} from '../../src/platform/i18n/formats.ts';
import { isLang, type Lang } from '../../src/platform/i18n/lang.ts';

const DEADLINE = '2027-01-29T18:00:00Z';
const nbsp = '\u00a0';

describe('formatInstant', () => {
  it.each<[Lang, InstantStyle, string]>([
    ['en', 'date', '29 January 2027'],
    ['en', 'weekday', 'Friday 29 January 2027'],
    ['en', 'day', '29 Jan'],
    ['en', 'dateTime', '29 January 2027, 18:00 UTC'],
    ['en', 'time', '18:00 UTC'],
    ['en', 'clock', '18:00'],
    ['fr', 'weekday', 'vendredi 29 janvier 2027'],
    ['fr', 'dateTime', `29 janvier 2027 à 18${nbsp}h UTC`],
    ['es', 'weekdayTime', 'viernes 29 de enero de 2027 a las 18:00 UTC'],
  ])('writes in %s the style %s as %s', (lang, style, expected) => {
    expect(formatInstant(lang, DEADLINE, 'UTC', style)).toBe(expected);
  });

  it('turns to the zone, its day and its summer time', () => {
    expect(formatInstant('en', '2027-06-30T23:30:00Z', 'Europe/Copenhagen', 'dateTime')).toBe(
      '1 July 2027, 01:30 UTC+2',
    );
    expect(formatInstant('en', DEADLINE, 'Asia/Kathmandu', 'time')).toBe('23:45 UTC+5:45');
    expect(formatInstant('en', DEADLINE, 'Etc/GMT+12', 'time')).toBe('06:00 UTC-12');
  });

  it('writes minutes after h and the first of a month as French does', () => {
    expect(formatInstant('fr', '2027-03-01T14:02:00Z', 'UTC', 'dateTime')).toBe(
      `1er mars 2027 à 14${nbsp}h${nbsp}02 UTC`,
    );
  });

  it('writes one o’clock in the singular in Spanish', () => {
    expect(formatInstant('es', '2027-03-01T01:05:00Z', 'UTC', 'dateTime')).toBe(
      '1 de marzo de 2027 a la 01:05 UTC',
    );
  });

  it('writes midnight as 00:00 of the day that begins', () => {
    expect(formatInstant('en', '2027-03-01T00:00:00Z', 'UTC', 'dateTime')).toBe('1 March 2027, 00:00 UTC');
  });

  it('throws on what is no instant', () => {
    expect(() => formatInstant('en', 'tomorrow', 'UTC', 'date')).toThrow('not an instant: tomorrow');
  });
});

describe('formatNumber', () => {
  it('uses the separators of the language', () => {
    expect(formatNumber('en', 6240)).toBe('6,240');
    expect(formatNumber('fr', 793.35)).toBe('793,35');
    expect(formatNumber('en', 70, 1)).toBe('70.0');
  });

  it('keeps every digit of an exact decimal', () => {
    expect(formatNumber('en', '9007199254740993.25')).toBe('9,007,199,254,740,993.25');
  });

  it('throws on what is no number', () => {
    expect(() => formatNumber('en', Number.NaN)).toThrow('not a number');
    expect(() => formatNumber('en', '1/3')).toThrow('not a number');
  });
});

describe('formatBytes and formatList', () => {
  it('counts in thousands, with the octet in French', () => {
    expect(formatBytes('en', 840_000)).toBe('840 kB');
    expect(formatBytes('fr', 1_200_000)).toBe('1,2 Mo');
    expect(formatBytes('es', 999_600)).toBe('1 MB');
    expect(formatBytes('en', 12)).toBe('12 B');
  });

  it('joins as the language does', () => {
    expect(formatList('en', ['A', 'B', 'C'])).toBe('A, B and C');
    expect(formatList('fr', ['A', 'B'])).toBe('A et B');
  });
});

describe('isLang', () => {
  it('knows the three working languages and nothing else', () => {
    expect(['en', 'fr', 'es', 'de', 'EN', ''].filter(isLang)).toEqual(['en', 'fr', 'es']);
  });
});
