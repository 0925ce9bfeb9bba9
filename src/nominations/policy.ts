import { type Calendar, datesOf, stateOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import type { Milestones } from '../platform/http/route.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { deadlineOf, type Standing } from './nomination.ts';

/** Says why no dossier can be started in this edition now, or nothing. */
export function whyNotStart(calendar: Calendar, at: Instant): Refusal | null {
  const call = datesOf(calendar, 'call');
  switch (stateOf(call, at)) {
    case 'ahead':
      return refuse('nominations.ahead', { opensAt: new Date(call.opensAt) });
    case 'closed':
      return refuse('nominations.closed', { closedAt: new Date(call.closesAt) });
    case 'open':
      return null;
  }
}

/** Says why this dossier cannot be written now, or nothing; its own extension counts, nobody else's does. */
export function whyNotWrite(calendar: Calendar, standing: Standing, at: Instant): Refusal | null {
  if (standing.withdrawnAt !== null)
    return refuse('nominations.withdrawn', { withdrawnAt: new Date(standing.withdrawnAt) });
  const call = datesOf(calendar, 'call');
  if (at < call.opensAt) return refuse('nominations.ahead', { opensAt: new Date(call.opensAt) });
  const deadline = deadlineOf(calendar, standing.extendedTo);
  return at >= deadline ? refuse('nominations.closed', { closedAt: new Date(deadline) }) : null;
}

/** Says why this dossier cannot be submitted now, or nothing; `unready` counts the sections that hold it up. */
export function whyNotSubmit(
  calendar: Calendar,
  standing: Standing,
  unready: number,
  at: Instant,
): Refusal | null {
  const refusal = whyNotWrite(calendar, standing, at);
  if (refusal) return refusal;
  return unready > 0 ? refuse('nominations.incomplete', { sections: unready }) : null;
}

/** Whether leaving now declines what was signed off; before the sign-off it is a plain withdrawal. */
export function isDeclining({ signedOffAt }: Pick<Milestones, 'signedOffAt'>): boolean {
  return signedOffAt !== null;
}

/** Says why the city can no longer withdraw or decline, or nothing; it may until the result is public. */
export function whyNotWithdraw(
  standing: Pick<Standing, 'withdrawnAt'>,
  { publicFrom }: Milestones,
  at: Instant,
): Refusal | null {
  if (standing.withdrawnAt !== null)
    return refuse('nominations.withdrawn', { withdrawnAt: new Date(standing.withdrawnAt) });
  if (publicFrom === null || at < publicFrom) return null;
  return refuse('nominations.announced', { announcedAt: new Date(publicFrom) });
}

/** Says why the National Commission cannot nominate or decline this dossier now, or nothing. */
export function whyNotEndorse(calendar: Calendar, standing: Standing, at: Instant): Refusal | null {
  const stage = datesOf(calendar, 'nomination');
  if (standing.withdrawnAt !== null)
    return refuse('nominations.withdrawn', { withdrawnAt: new Date(standing.withdrawnAt) });
  switch (stateOf(stage, at)) {
    case 'ahead':
      return refuse('nominations.endorsementAhead', { opensAt: new Date(stage.opensAt) });
    case 'closed':
      return refuse('nominations.endorsementClosed', { closedAt: new Date(stage.closesAt) });
    case 'open':
      return null;
  }
}

/** Says why a commission cannot put its nominations in order now, or nothing; it takes two of them at least. */
export function whyNotOrder(calendar: Calendar, nominated: number, at: Instant): Refusal | null {
  if (nominated < 2) return refuse('nominations.nothingToOrder');
  const stage = datesOf(calendar, 'nomination');
  return at >= stage.closesAt
    ? refuse('nominations.endorsementClosed', { closedAt: new Date(stage.closesAt) })
    : null;
}

/** Says why the office cannot record what a commission sent on paper, or nothing: there must be a submitted dossier. */
export function whyNotRecord(calendar: Calendar, standing: Standing, at: Instant): Refusal | null {
  if (standing.submission === null) return refuse('nominations.notSubmitted');
  return whyNotEndorse(calendar, standing, at);
}

/** Says why a commission cannot object to this act any more, or nothing: only to what others recorded, before the jury reads. */
export function whyNotObject(
  calendar: Calendar,
  standing: { withdrawnAt: Instant | null; endorsement: { signedBy: string | null } | null },
  at: Instant,
): Refusal | null {
  if (standing.endorsement?.signedBy == null) return refuse('nominations.nothingOnPaper');
  const { opensAt } = datesOf(calendar, 'scoring');
  return at >= opensAt ? refuse('nominations.objectionClosed', { closedAt: new Date(opensAt) }) : null;
}

/** Says why one more dossier of this country cannot be nominated, or nothing; null is no limit. */
export function whyNotOneMore(limit: number | null, nominated: number): Refusal | null {
  return limit !== null && nominated >= limit ? refuse('nominations.limit', { limit }) : null;
}

/** Says why the office cannot give this nomination more time, or nothing. */
export function whyNotExtend(
  calendar: Calendar,
  standing: Standing,
  until: Instant,
  at: Instant,
): Refusal | null {
  if (standing.withdrawnAt !== null)
    return refuse('nominations.withdrawn', { withdrawnAt: new Date(standing.withdrawnAt) });
  const deadline = deadlineOf(calendar, standing.extendedTo);
  if (until <= at || until <= deadline)
    return refuse('nominations.notLater', { closesAt: new Date(deadline) });
  return null;
}

/** Says why no National Commission can be asked in any more, or nothing: its stage has closed. */
export function whyNotInviteCommission(calendar: Calendar, at: Instant): Refusal | null {
  const stage = datesOf(calendar, 'nomination');
  return at >= stage.closesAt
    ? refuse('nominations.endorsementClosed', { closedAt: new Date(stage.closesAt) })
    : null;
}
