/**
 * The stages of an edition as a calendar file (RFC 5545), so that a deadline can be put beside other appointments.
 * Instants are written in UTC; programs show them in the reader's own zone.
 */

import { isoOf } from '../platform/clock.ts';
import type { StageDates } from './calendar.ts';
import type { Edition } from './pages.ts';
import { inLang, type Words } from './words.ts';

const stamp = (at: number) => isoOf(at).replace(/[-:]|\.\d{3}/g, '');

/** One event for the close of each stage, and for the announcement its opening. */
export function calendarFile(edition: Edition, origin: string, words: Words): string {
  const events = edition.calendar.flatMap((dates) => eventOf(edition, dates, origin, words));
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Learning Cities Award//EN', ...events];
  return `${[...lines, 'END:VCALENDAR'].map(foldLine).join('\r\n')}\r\n`;
}

function eventOf(edition: Edition, dates: StageDates, origin: string, words: Words): string[] {
  const at = dates.stage === 'announcement' ? dates.opensAt : dates.closesAt;
  const stage = words.t(`editions.stage.${dates.stage}`);
  return [
    'BEGIN:VEVENT',
    `UID:${edition.id}-${dates.stage}@${new URL(origin).hostname}`,
    `DTSTAMP:${stamp(edition.publishedAt ?? edition.draftedAt)}`,
    `DTSTART:${stamp(at)}`,
    `SUMMARY:${escapeText(`${inLang(words, edition.definition.name)}: ${stage}`)}`,
    `URL:${origin}/${words.lang}/${edition.slug}`,
    'END:VEVENT',
  ];
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, (mark) => `\\${mark}`).replace(/\r?\n/g, '\\n');
}

/** Lines hold 75 octets at most; a continued one begins with a space. */
function foldLine(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > 74) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part].join('\r\n ');
}
