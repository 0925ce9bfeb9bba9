import { type Calendar, datesOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/** What the rules of this stage ask of a card. */
export type Standing = {
  /** The nomination's withdrawal. */
  withdrawnAt: Instant | null;
  lockedAt: Instant | null;
  /** Until when two people opened the card again, if they did. */
  openUntil: Instant | null;
  /** The end of scoring with the tally. */
  tallyClosedAt: Instant | null;
};

/** The last instant for this card: the closing of the stage, or its own later one after a reopening. */
export function deadlineOf(calendar: Calendar, openUntil: Instant | null): Instant {
  return Math.max(datesOf(calendar, 'scoring').closesAt, openUntil ?? 0);
}

/** Says why no dossier opens for reading and scoring now, or nothing. */
export function whyNotOpen(
  calendar: Calendar,
  standing: Pick<Standing, 'withdrawnAt' | 'tallyClosedAt'>,
  at: Instant,
): Refusal | null {
  return whyNotScore(calendar, { ...standing, lockedAt: null, openUntil: null }, at);
}

/** Says why this card takes no score now, or nothing. */
export function whyNotScore(calendar: Calendar, standing: Standing, at: Instant): Refusal | null {
  if (standing.lockedAt !== null) return refuse('scoring.locked', { lockedAt: new Date(standing.lockedAt) });
  if (standing.withdrawnAt !== null)
    return refuse('scoring.withdrawn', { withdrawnAt: new Date(standing.withdrawnAt) });
  if (standing.tallyClosedAt !== null)
    return refuse('scoring.tallied', { closedAt: new Date(standing.tallyClosedAt) });
  const stage = datesOf(calendar, 'scoring');
  if (at < stage.opensAt) return refuse('scoring.ahead', { opensAt: new Date(stage.opensAt) });
  const deadline = deadlineOf(calendar, standing.openUntil);
  return at >= deadline ? refuse('scoring.closed', { closedAt: new Date(deadline) }) : null;
}

/** Says why this card cannot be locked now, or nothing; `lacking` names the criteria that hold it up. */
export function whyNotLock(
  calendar: Calendar,
  standing: Standing,
  lacking: readonly string[],
  at: Instant,
): Refusal | null {
  const refusal = whyNotScore(calendar, standing, at);
  if (refusal) return refusal;
  if (lacking.length === 0) return null;
  return refuse('scoring.incomplete', { count: lacking.length, criteria: lacking.join(', ') });
}

/** Says why the juror can no longer hand the dossier back, or nothing: until the tally closes they may. */
export function whyNotRecuse(standing: Pick<Standing, 'tallyClosedAt'>): Refusal | null {
  return standing.tallyClosedAt === null
    ? null
    : refuse('scoring.tallied', { closedAt: new Date(standing.tallyClosedAt) });
}

/** A wish that a locked card be opened again, not yet answered. */
export type Asked = { askedBy: string; openUntil: Instant };

/** Says why nobody may ask for this card to be opened again, or nothing. */
export function whyNotAskReopening(
  standing: Standing,
  asked: Asked | null,
  openUntil: Instant,
  at: Instant,
): Refusal | null {
  const refusal = whyNotReopen(standing);
  if (refusal) return refusal;
  if (asked !== null) return refuse('scoring.asked');
  return openUntil <= at ? refuse('scoring.past') : null;
}

/** Says why this person cannot open the card again that somebody asked for, or nothing: it takes two. */
export function whyNotApproveReopening(
  standing: Standing,
  asked: Asked | null,
  account: string,
  at: Instant,
): Refusal | null {
  const refusal = whyNotReopen(standing);
  if (refusal) return refusal;
  if (asked === null) return refuse('scoring.notAsked');
  if (asked.askedBy === account) return refuse('scoring.samePerson');
  return asked.openUntil <= at ? refuse('scoring.past') : null;
}

/** Says why this card can be opened again by nobody, or nothing. */
export function whyNotReopen(standing: Standing): Refusal | null {
  if (standing.tallyClosedAt !== null)
    return refuse('scoring.tallied', { closedAt: new Date(standing.tallyClosedAt) });
  if (standing.withdrawnAt !== null)
    return refuse('scoring.withdrawn', { withdrawnAt: new Date(standing.withdrawnAt) });
  return standing.lockedAt === null ? refuse('scoring.notLocked') : null;
}
