import { uptime } from 'node:os';

/** Instants are whole milliseconds since 1970 in UTC, as SQLite stores them; zones appear only where a person reads. */
export type Instant = number;

export type Clock = {
  now(): Instant;
  /** How far the machine's clock stands off from the time kept since the start, in milliseconds; null while they agree. */
  jumped?(): number | null;
};

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const TOLERANCE = 5 * SECOND;

/**
 * The clock of the machine, guarded against jumps: time goes on from the start by the machine's uptime, which nobody
 * can set. Small corrections are taken over; after a jump the old time goes on, so that no deadline opens again and
 * no embargo ends early, until the machine's clock agrees again or the service is started anew.
 */
export function guardedClock(
  wall: () => number = Date.now,
  uptimeMs: () => number = () => uptime() * 1_000,
): Clock & { jumped(): number | null } {
  let offset = wall() - uptimeMs();
  let latest = wall();
  const readDrift = () => wall() - (uptimeMs() + offset);
  return {
    now: () => {
      const drift = readDrift();
      if (Math.abs(drift) <= TOLERANCE) offset += drift;
      latest = Math.max(latest, Math.round(uptimeMs() + offset));
      return latest;
    },
    jumped: () => {
      const drift = readDrift();
      return Math.abs(drift) <= TOLERANCE ? null : Math.round(drift);
    },
  };
}

/** The clock of the machine as it is, for commands that end at once. */
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

/** Whole seconds from one instant to a later one; none where it has passed. */
export function secondsTo(later: Instant, from: Instant): number {
  return Math.max(0, Math.floor((later - from) / SECOND));
}

/** An instant as ISO 8601 text in UTC, as pages and files carry it; null stays null. */
export function isoOf<At extends Instant | null>(at: At): At extends null ? null : string {
  return (at === null ? null : new Date(at).toISOString()) as At extends null ? null : string;
}
