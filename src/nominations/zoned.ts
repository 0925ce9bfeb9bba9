import { Temporal } from 'temporal-polyfill';

/**
 * The instant of a day (YYYY-MM-DD) and clock (HH:MM) in an IANA zone, in milliseconds; null where the day does not
 * exist. A clock that a change to summer time skips is read as the offset before it would have it.
 */
export function instantIn(zone: string, day: string, clock: string): number | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  if (month < 1 || month > 12 || date < 1 || date > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return null;
  const local = Temporal.PlainDateTime.from({ year, month, day: date, hour, minute });
  return local.toZonedDateTime(zone).epochMilliseconds;
}
