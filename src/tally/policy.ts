import { type Calendar, datesOf, stateOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/** Says why the tally cannot close now, or nothing: scoring is over or every card is locked; gaps need a reason. */
export function whyNotClose(
  facts: { calendar: Calendar; cards: number; missing: number; reason: string },
  at: Instant,
): Refusal | null {
  if (facts.cards === 0) return refuse('tally.noCards');
  const isOver = stateOf(datesOf(facts.calendar, 'scoring'), at) === 'closed';
  if (facts.missing > 0 && !isOver) return refuse('tally.open', { missing: facts.missing });
  return facts.missing > 0 && facts.reason === '' ? refuse('tally.reason', { missing: facts.missing }) : null;
}
