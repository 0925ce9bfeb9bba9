/**
 * The last stage: what was signed is made public at a set instant and not before. Nothing is switched at that
 * instant: the public page is there from the moment on since the clock says so, and letters are due then. Before it
 * every address of the result answers as one that never existed.
 */
import { type Calendar, datesOf } from '../editions/calendar.ts';
import { REGIONS } from '../editions/definition.ts';
import type { Instant } from '../platform/clock.ts';
import { digestOf } from '../platform/digest.ts';
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
  editionId: string;
  version: number;
  momentAt: Instant;
  result: PublicResult;
  digest: string;
  /** Why it was corrected; empty for the first version. */
  note: string;
  setAt: Instant;
  setBy: string;
};

/** What two people signed, as far as it is made public. */
export type Signed = { id: string; digest: string; awardees: readonly string[] };

export const DIFFERENCES = ['edition', 'bytes', 'unsigned', 'selection', 'awardees'] as const;
/** In what the stored result differs from what was signed; its sentence is `announcement.differs.<difference>`. */
export type Difference = (typeof DIFFERENCES)[number];

/** Compares what would go out with what was signed (null: nothing signed holds); an empty list means that it may. */
export function differencesOf(announcement: Announcement, signed: Signed | null): Difference[] {
  const { result, digest, editionId } = announcement;
  const own: Difference[] = [
    ...(result.edition === editionId ? [] : ['edition' as const]),
    ...(digestOf(result) === digest ? [] : ['bytes' as const]),
  ];
  if (signed === null) return [...own, 'unsigned'];
  const shown = result.awardees.map(({ nomination }) => nomination);
  const isSame =
    shown.length === signed.awardees.length && shown.every((id, at) => id === signed.awardees[at]);
  return [
    ...own,
    ...(result.selection === signed.id && result.selectionDigest === signed.digest
      ? []
      : ['selection' as const]),
    ...(isSame ? [] : ['awardees' as const]),
  ];
}

/** What stands of an announcement: its moment is ahead, the result is public, or it is held back since it differs. */
export type Standing = { momentAt: Instant; differences: readonly Difference[] };
export type AnnouncementState = 'ahead' | 'public' | 'withheld';

/** Awardees as every list has them: by region, then by name in the reader's language. */
export function inListOrder(awardees: readonly Awardee[], lang: string): Awardee[] {
  const byName = [...awardees].sort((one, other) => one.city.localeCompare(other.city, lang));
  return REGIONS.flatMap((region) => byName.filter((one) => one.region === region));
}

/** The state of an announcement at this instant; null where no moment is set. */
export function announcementState(standing: Standing | null, at: Instant): AnnouncementState | null {
  if (standing === null) return null;
  if (standing.differences.length > 0) return 'withheld';
  return at >= standing.momentAt ? 'public' : 'ahead';
}

/** Whether the result is public at this instant. */
export function isPublic(standing: Standing | null, at: Instant): boolean {
  return announcementState(standing, at) === 'public';
}

/** Says why this moment cannot be set, or nothing. */
export function whyNotSetMoment(
  facts: { calendar: Calendar; approved: boolean; standing: Standing | null },
  moment: Instant,
  at: Instant,
): Refusal | null {
  if (isPublic(facts.standing, at)) return refuse('announcement.public');
  if (!facts.approved) return refuse('announcement.unsigned');
  if (moment < at) return refuse('announcement.past');
  const stage = datesOf(facts.calendar, 'announcement');
  return moment >= stage.closesAt
    ? refuse('announcement.late', { closesAt: new Date(stage.closesAt) })
    : null;
}

/** Says why the moment cannot be taken back, or nothing. */
export function whyNotCancel(standing: Standing | null, at: Instant): Refusal | null {
  return isPublic(standing, at) ? refuse('announcement.public') : null;
}

/** Says why a citation cannot be written, or nothing: what will be public was fixed with the moment. */
export function whyNotCite(standing: Standing | null, at: Instant): Refusal | null {
  if (standing === null) return null;
  return refuse(isPublic(standing, at) ? 'announcement.citedPublic' : 'announcement.citedFixed');
}

/** Says why a public result cannot be corrected, or nothing. */
export function whyNotCorrect(standing: Standing | null, at: Instant): Refusal | null {
  return isPublic(standing, at) ? null : refuse('announcement.notPublic');
}

/** A letter of the result as it waits: whom it concerns and what it says. */
export type Letter = { withdrawn: boolean; nomination: string; saysAwarded: boolean };

/** Whether a letter leaves: never to a city that withdrew, and not while it differs from what is public. */
export function judgeLetter(letter: Letter, published: PublicResult | null): 'send' | 'wait' | 'stop' {
  if (letter.withdrawn) return 'stop';
  if (published === null) return 'wait';
  const isAwarded = published.awardees.some(({ nomination }) => nomination === letter.nomination);
  return isAwarded === letter.saysAwarded ? 'send' : 'wait';
}
