/**
 * The last stage: what was signed is made public at a set instant and not before. Nothing is switched at that
 * instant: the public page is there from the moment on since the clock says so, and letters are due then. Before it
 * every address of the result answers as one that never existed.
 */
import { type Calendar, datesOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';

/** One awardee as it is made public. */
export type Awardee = {
  nomination: string;
  city: string;
  localName: string | null;
  country: string;
  region: string;
  latitude: number | null;
  longitude: number | null;
  citation: { en: string; fr: string; es: string };
};

export type PublicResult = {
  edition: string;
  selection: string;
  selectionDigest: string;
  awardees: Awardee[];
};

export type Announcement = {
  id: string;
  version: number;
  momentAt: Instant;
  result: PublicResult;
  digest: string;
  setBy: string;
};

/** Whether the result is public at this instant. */
export function isPublic(announcement: Pick<Announcement, 'momentAt'> | null, at: Instant): boolean {
  return announcement !== null && at >= announcement.momentAt;
}

/** Says why this moment cannot be set, or nothing. */
export function whyNotSetMoment(
  facts: { calendar: Calendar; approved: boolean; standing: Pick<Announcement, 'momentAt'> | null },
  moment: Instant,
  at: Instant,
): Refusal | null {
  if (!facts.approved) return refuse('announcement.unsigned');
  if (isPublic(facts.standing, at)) return refuse('announcement.public');
  if (moment < at) return refuse('announcement.past');
  const stage = datesOf(facts.calendar, 'announcement');
  return moment >= stage.closesAt
    ? refuse('announcement.late', { closesAt: new Date(stage.closesAt) })
    : null;
}

/** Says why the moment cannot be taken back, or nothing. */
export function whyNotCancel(standing: Pick<Announcement, 'momentAt'> | null, at: Instant): Refusal | null {
  return isPublic(standing, at) ? refuse('announcement.public') : null;
}
