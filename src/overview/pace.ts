/**
 * Overview: the office sees at one glance where an edition stands, what is due, who is behind and how far the work has
 * come. Everything here is counted from the rows of the other rooms when somebody looks; nothing is kept. Promise: who
 * stands in conflict with a nomination learns nothing of it, not from a count either.
 */
import type { StageDates } from '../editions/calendar.ts';
import { DAY, type Instant } from '../platform/clock.ts';

/** The part of a stage that has gone by, from 0 to 1. */
export function shareGone({ opensAt, closesAt }: StageDates, at: Instant): number {
  return Math.min(1, Math.max(0, (at - opensAt) / (closesAt - opensAt)));
}

/** How many of `total` an even pace through the stage would have done by now; whole ones only. */
export function evenPace(stage: StageDates, at: Instant, total: number): number {
  return Math.floor(total * shareGone(stage, at));
}

/** Whether fewer are done than an even pace through the stage would have done by now. */
export function isBehind(stage: StageDates, at: Instant, done: { locked: number; total: number }): boolean {
  return done.locked < evenPace(stage, at, done.total);
}

/** So many bars still leave each one wide enough to be seen. */
const MOST_BARS = 45;

/** What had been done by the end of a span of days; `isNow` marks the span that has not ended. */
export type Span = { from: Instant; count: number; isNow: boolean };

/**
 * How much had been done by the end of each span of the stage until now, and how many spans the whole stage has. A span
 * is one day, or as many whole days as keep the spans to 45. What was done after the stage stands in its last span.
 */
export function doneOverTime(
  { opensAt, closesAt }: StageDates,
  at: Instant,
  instants: readonly Instant[],
): { spans: Span[]; slots: number } {
  const days = Math.max(1, Math.ceil((closesAt - opensAt) / DAY));
  const length = Math.ceil(days / MOST_BARS) * DAY;
  const slots = Math.ceil((days * DAY) / length);
  const begun = at < opensAt ? 0 : Math.min(slots, Math.floor((at - opensAt) / length) + 1);
  const spans = Array.from({ length: begun }, (_, index): Span => {
    const until = index === slots - 1 ? Number.POSITIVE_INFINITY : opensAt + (index + 1) * length;
    const count = instants.filter((one) => one < until && one <= at).length;
    return { from: opensAt + index * length, count, isNow: index === begun - 1 && at < closesAt };
  });
  return { spans, slots };
}
