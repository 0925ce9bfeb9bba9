/** Instants are whole milliseconds since 1970 in UTC, as SQLite stores them; zones appear only where a person reads. */
export type Instant = number;

export type Clock = { now(): Instant };

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The clock of the machine. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is set: for tests and for building the sample award. */
export function settableClock(start: Instant): Clock & { set(at: Instant): void; advance(by: number): void } {
  let at = start;
  return {
    now: () => at,
    set: (to) => {
      at = to;
    },
    advance: (by) => {
      at += by;
    },
  };
}

/** An instant as ISO 8601 text in UTC, as pages and files carry it; null stays null. */
export function isoOf<At extends Instant | null>(at: At): At extends null ? null : string {
  return (at === null ? null : new Date(at).toISOString()) as At extends null ? null : string;
}
