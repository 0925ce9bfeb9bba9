/**
 * The call for nominations: a member city writes its dossier, section by section, and submits it, as often as it likes
 * until its deadline; the newest submission is what everybody else reads. The National Commission of its country then
 * nominates up to the limit of the rules, or declines with a reason, until its own stage closes. States are never
 * stored: they follow from dated rows. Promise: no typed word is lost, and nothing counts that came too late.
 */
import { type Calendar, datesOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';

export const NOMINATION_STATES = ['started', 'submitted', 'nominated', 'declined', 'withdrawn'] as const;
export type NominationState = (typeof NOMINATION_STATES)[number];

export type Outcome = 'nominated' | 'declined';

/** What the rules of this stage ask of a nomination. */
export type Standing = {
  withdrawnAt: Instant | null;
  /** The city's own deadline, where one was given. */
  extendedTo: Instant | null;
  submission: { at: Instant } | null;
  endorsement: { outcome: Outcome } | null;
};

/** The state that follows from the rows: withdrawal ends it, then the commission's word, then a submission. */
export function nominationState(standing: Omit<Standing, 'extendedTo'>): NominationState {
  if (standing.withdrawnAt !== null) return 'withdrawn';
  if (standing.submission === null) return 'started';
  return standing.endorsement?.outcome ?? 'submitted';
}

/** The last instant for the city: the closing of the call, or its own later one. */
export function deadlineOf(calendar: Calendar, extendedTo: Instant | null): Instant {
  return Math.max(datesOf(calendar, 'call').closesAt, extendedTo ?? 0);
}

/** Whole days from an instant to a deadline, rounded down; null once it has passed. */
export function daysLeft(deadline: Instant, at: Instant): number | null {
  return at >= deadline ? null : Math.floor((deadline - at) / 86_400_000);
}

/** Nominations in an order of preference; what it does not name comes after, as it came. */
export function inOrder<One extends { id: string }>(all: readonly One[], order: readonly string[]): One[] {
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...all].sort((one, other) => place(one.id) - place(other.id));
}

/** How many dossiers of a country are nominated, this one left out. */
export function nominatedBeside(
  nominations: readonly { id: string; state: NominationState }[],
  id: string,
): number {
  return nominations.filter((one) => one.state === 'nominated' && one.id !== id).length;
}
