import { Temporal } from 'temporal-polyfill';

/** The first and the last day that a date may mean which is known as a year, a month or a day. */
export type DayBounds = { first: string; last: string };

/** How exactly a date is known. */
export type Precision = 'year' | 'month' | 'day';

/** The days that a year, a month or a day may mean, as ISO days; null where the text is no date. */
export function dayBounds(text: string): DayBounds | null {
  try {
    switch (precisionOf(text)) {
      case 'year':
        return { first: `${text}-01-01`, last: `${text}-12-31` };
      case 'month': {
        const month = Temporal.PlainYearMonth.from(text);
        return { first: `${text}-01`, last: month.toPlainDate({ day: month.daysInMonth }).toString() };
      }
      case 'day': {
        const day = Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
        return { first: day, last: day };
      }
      case null:
        return null;
    }
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}

/** Whether a text is written as a year, a month or a day; null where as none of them. */
export function precisionOf(text: string): Precision | null {
  if (/^\d{4}$/.test(text)) return 'year';
  if (/^\d{4}-\d{2}$/.test(text)) return 'month';
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? 'day' : null;
}

/**
 * Full months from one ISO day to another: a month is full on the same day of the next one, or on its last day
 * where it lacks that day (from 29 February a year is full on 28 February). Negative where the days are the other
 * way round.
 */
export function fullMonths(from: string, to: string): number {
  const first = Temporal.PlainDate.from(from);
  const last = Temporal.PlainDate.from(to);
  const months = (last.year - first.year) * 12 + last.month - first.month;
  return Temporal.PlainDate.compare(first.add({ months }), last) > 0 ? months - 1 : months;
}
