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
  /** Dossiers with more readers than the edition says, after changes by hand. */
  over: number;
}): Refusal | null {
  if (facts.appliedAt !== null) return null;
  if (!facts.newest) return refuse('assignment.older');
  if (facts.digestThen !== facts.digestNow) return refuse('assignment.changed');
  if (facts.isRepeat) return refuse('assignment.applied');
  if (facts.over > 0) return refuse('assignment.over', { count: facts.over });
  return null;
}

/** Says why a proposal cannot be changed by hand or linked better, or nothing. */
export function whyNotChange(facts: { newest: boolean; appliedAt: Instant | null }): Refusal | null {
  if (facts.appliedAt !== null) return refuse('assignment.stands');
  return facts.newest ? null : refuse('assignment.older');
}
