import { type Calendar, datesOf, stateOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/**
 * Says why the tally cannot close now, or nothing: scoring is over or every card is locked; gaps need a reason. Whoever
 * stands in conflict with a nomination leaves it to a colleague, since closing tells how many cards there are.
 */
export function whyNotClose(
  facts: { calendar: Calendar; cards: number; missing: number; hidden: number; reason: string },
  at: Instant,
): Refusal | null {
  if (facts.hidden > 0) return refuse('tally.conflict');
  if (facts.cards === 0) return refuse('tally.noCards');
  const isOver = stateOf(datesOf(facts.calendar, 'scoring'), at) === 'closed';
  if (facts.missing > 0 && !isOver) return refuse('tally.open', { missing: facts.missing });
  return facts.missing > 0 && facts.reason === '' ? refuse('tally.reason', { missing: facts.missing }) : null;
}
