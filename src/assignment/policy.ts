import { type Calendar, datesOf, stateOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/** Says why no assignment can be proposed now, or nothing. */
export function whyNotPropose(
  facts: { calendar: Calendar; dossiers: number; readers: number },
  at: Instant,
): Refusal | null {
  if (facts.dossiers === 0) return refuse('assignment.noDossiers');
  if (facts.readers === 0) return refuse('assignment.noReaders');
  if (stateOf(datesOf(facts.calendar, 'scoring'), at) === 'closed') return refuse('assignment.closed');
  return null;
}

/** Says why a proposal cannot be applied, or nothing: it must be the newest, and nothing it rests on may have changed. */
export function whyNotApply(facts: {
  newest: boolean;
  appliedAt: Instant | null;
  digestThen: string;
  digestNow: string;
  isRepeat: boolean;
}): Refusal | null {
  if (facts.appliedAt !== null) return null;
  if (!facts.newest) return refuse('assignment.older');
  if (facts.digestThen !== facts.digestNow) return refuse('assignment.changed');
  if (facts.isRepeat) return refuse('assignment.applied');
  return null;
}
