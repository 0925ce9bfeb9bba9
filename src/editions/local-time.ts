import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../platform/clock.ts';

/** An instant as browsers' date and time fields write it, `2027-01-29T18:00`, in a zone. */
export function toLocal(at: Instant, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/**
 * The instant of a typed local date and time in a zone; null where the text is none, or where the zone's clocks
 * skip or repeat that hour, so that it names no single instant.
 */
export function fromLocal(typed: string, timeZone: string): Instant | null {
  const text = typed.trim().replace(' ', 'T');
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone, {
      disambiguation: 'reject',
    }).epochMilliseconds;
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}

/** The same day and hour so many years later, in a zone; the last of February where that year lacks the day. */
export function yearsLater(at: Instant, timeZone: string, years: number): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).add({ years })
    .epochMilliseconds;
}

/** The same day so many years later, as `2027-01-29`. */
export function dayYearsLater(day: string, years: number): string {
  return Temporal.PlainDate.from(day).add({ years }).toString();
}
