import { type Calendar, datesOf, stateOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import type { EligibilityOutcome, ScreeningState } from './eligibility.ts';

/** What the rules of this stage ask of a nomination. */
export type ScreenedStanding = { withdrawnAt: Instant | null; submission: { at: Instant } | null };

function whyNotScreen(calendar: Calendar, standing: ScreenedStanding, at: Instant): Refusal | null {
  if (standing.withdrawnAt !== null)
    return refuse('screening.withdrawn', { withdrawnAt: new Date(standing.withdrawnAt) });
  if (standing.submission === null) return refuse('screening.missing');
  const { opensAt } = datesOf(calendar, 'screening');
  return at < opensAt ? refuse('screening.ahead', { opensAt: new Date(opensAt) }) : null;
}

function whyNotAdmit(calendar: Calendar, at: Instant): Refusal | null {
  const dates = datesOf(calendar, 'screening');
  return stateOf(dates, at) === 'closed'
    ? refuse('screening.closed', { closedAt: new Date(dates.closesAt) })
    : null;
}

function whyNotRemove(calendar: Calendar, at: Instant): Refusal | null {
  const { opensAt } = datesOf(calendar, 'announcement');
  return at >= opensAt ? refuse('screening.announced', { announcedAt: new Date(opensAt) }) : null;
}

/**
 * Says why this nomination cannot be decided on now, or nothing. Admitting ends with the stage, since the jury then
 * reads; finding that a nomination is not eligible is possible until the results are public.
 */
export function whyNotDecide(
  calendar: Calendar,
  standing: ScreenedStanding,
  outcome: EligibilityOutcome,
  at: Instant,
): Refusal | null {
  const refusal = whyNotScreen(calendar, standing, at);
  if (refusal) return refusal;
  return outcome === 'eligible' ? whyNotAdmit(calendar, at) : whyNotRemove(calendar, at);
}

/** Says why this nomination cannot be put on the shortlist now, or nothing. */
export function whyNotShortlist(
  calendar: Calendar,
  standing: ScreenedStanding,
  state: ScreeningState,
  at: Instant,
): Refusal | null {
  const refusal = whyNotScreen(calendar, standing, at) ?? whyNotAdmit(calendar, at);
  if (refusal) return refusal;
  return state === 'waiting' || state === 'ineligible' ? refuse('screening.notEligible') : null;
}

/** Says why this nomination cannot be taken off the shortlist now, or nothing. */
export function whyNotTakeOff(calendar: Calendar, standing: ScreenedStanding, at: Instant): Refusal | null {
  return whyNotScreen(calendar, standing, at) ?? whyNotRemove(calendar, at);
}

/** Says why nothing can be asked of this city now, or nothing. */
export function whyNotAsk(calendar: Calendar, standing: ScreenedStanding, at: Instant): Refusal | null {
  return whyNotScreen(calendar, standing, at) ?? whyNotAdmit(calendar, at);
}

export type AskedClarification = { dueAt: Instant; answeredAt: Instant | null; acceptedAt: Instant | null };

/** Says why the city cannot answer this clarification now, or nothing; until then it may answer again. */
export function whyNotAnswer(
  asked: AskedClarification,
  withdrawnAt: Instant | null,
  at: Instant,
): Refusal | null {
  if (withdrawnAt !== null) return refuse('screening.withdrawn', { withdrawnAt: new Date(withdrawnAt) });
  if (asked.acceptedAt !== null)
    return refuse('screening.locked', { acceptedAt: new Date(asked.acceptedAt) });
  return at >= asked.dueAt ? refuse('screening.dueOver', { dueAt: new Date(asked.dueAt) }) : null;
}

/** Says why this clarification cannot be accepted now, or nothing. */
export function whyNotAccept(asked: AskedClarification): Refusal | null {
  return asked.answeredAt === null ? refuse('screening.unanswered') : null;
}
