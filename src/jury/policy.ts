import { type Calendar, datesOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/** Says why nobody can be invited now, or nothing; `excluded` says why this account cannot sit in this jury. */
export function whyNotInvite(calendar: Calendar, excluded: Refusal | null, at: Instant): Refusal | null {
  const { closesAt } = datesOf(calendar, 'scoring');
  if (at >= closesAt) return refuse('jury.closed', { closedAt: new Date(closesAt) });
  return excluded;
}

export type Seat = {
  acceptedAt: Instant | null;
  declinedAt: Instant | null;
  endedAt: Instant | null;
  fixedAt: Instant | null;
};

/** Says why the invitation cannot be accepted now, or nothing. */
export function whyNotAccept(
  calendar: Calendar,
  seat: Seat,
  excluded: Refusal | null,
  at: Instant,
): Refusal | null {
  if (seat.endedAt !== null) return refuse('jury.ended', { endedAt: new Date(seat.endedAt) });
  if (seat.declinedAt !== null) return refuse('jury.declined', { declinedAt: new Date(seat.declinedAt) });
  const { closesAt } = datesOf(calendar, 'scoring');
  if (at >= closesAt) return refuse('jury.expired', { closedAt: new Date(closesAt) });
  return excluded;
}

/** Says why the invitation cannot be declined now, or nothing; who has accepted hands dossiers back instead. */
export function whyNotDecline(seat: Seat): Refusal | null {
  if (seat.endedAt !== null) return refuse('jury.ended', { endedAt: new Date(seat.endedAt) });
  if (seat.acceptedAt !== null) return refuse('jury.accepted', { acceptedAt: new Date(seat.acceptedAt) });
  return null;
}

/** Says why this profile cannot be changed now, or nothing; the assignment fixes it. */
export function whyNotDescribe(seat: Seat): Refusal | null {
  if (seat.endedAt !== null) return refuse('jury.ended', { endedAt: new Date(seat.endedAt) });
  return seat.fixedAt === null ? null : refuse('jury.locked', { fixedAt: new Date(seat.fixedAt) });
}

/** Says why the invitation cannot be sent again now, or nothing. */
export function whyNotRemind(
  calendar: Calendar,
  seat: Seat,
  excluded: Refusal | null,
  at: Instant,
): Refusal | null {
  if (seat.acceptedAt !== null && seat.endedAt === null)
    return refuse('jury.accepted', { acceptedAt: new Date(seat.acceptedAt) });
  return whyNotInvite(calendar, excluded, at);
}

/** Says why a conflict cannot be recorded at the office for this juror, or nothing: a reader declares it at the dossier. */
export function whyNotRecord(seat: Seat): Refusal | null {
  return whyNotDescribe(seat);
}
