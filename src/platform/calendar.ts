import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Instant } from './clock.ts';

/** An instant of a calendar; the same `uid` with a higher `sequence` replaces an earlier one. */
export type CalendarEntry = {
  uid: string;
  sequence: number;
  at: Instant;
  /** When it took this form: never the present instant, so that the same facts give the same bytes. */
  stamp: Instant;
  summary: string;
  url: string;
  isCancelled?: boolean;
};

/** Entries as an iCalendar file (RFC 5545), in UTC: programs show them in the reader's own zone. */
export function calendarText(
  entries: readonly CalendarEntry[],
  { method, name, from }: { method?: 'PUBLISH' | 'CANCEL'; name?: string; from?: string } = {},
): string {
  const calendar = ical({
    prodId: { company: 'Learning Cities Award', product: 'Calendar', language: 'EN' },
  });
  if (method) calendar.method(ICalCalendarMethod[method]);
  if (name) calendar.name(name);
  for (const entry of entries) {
    calendar.createEvent({
      id: entry.uid,
      sequence: entry.sequence,
      stamp: new Date(entry.stamp),
      start: new Date(entry.at),
      summary: entry.summary,
      url: entry.url,
      ...(from ? { organizer: from } : {}),
      ...(entry.isCancelled ? { status: ICalEventStatus.CANCELLED } : {}),
    });
  }
  return `${calendar.toString().replace(/\r\n$/, '')}\r\n`;
}
