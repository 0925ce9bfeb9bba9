/**
 * The jury: people from all regions who read dossiers in the languages that they know. Each is invited by name, reads
 * the terms of confidentiality, and accepts or declines; acceptance is dated and names the version of the terms. Ties
 * to cities are derived from rules, suggested from affiliations, or declared; while one stands the two never meet.
 * Until the assignment reads a profile it may be corrected, from then on it stands. Names stay inside the office.
 */
import { REGIONS, type Region } from '../editions/definition.ts';
import type { Instant } from '../platform/clock.ts';
import { LANGS, type Lang } from '../platform/i18n/lang.ts';

/** What the assignment needs to know of a juror. */
export type Profile = {
  country: string;
  region: Region;
  /** The languages that the juror reads, the first one first. */
  languages: Lang[];
  /** Criteria that the juror knows best. */
  expertise: string[];
  affiliations: string[];
  maxLoad: number;
};

export type JurorState = 'invited' | 'accepted' | 'declined' | 'ended';

type Dated = { acceptedAt: Instant | null; declinedAt: Instant | null; endedAt: Instant | null };

/** The state that follows from the dated rows. */
export function jurorState({ acceptedAt, declinedAt, endedAt }: Dated): JurorState {
  if (endedAt !== null) return 'ended';
  if (declinedAt !== null) return 'declined';
  return acceptedAt === null ? 'invited' : 'accepted';
}

export type Balance = {
  /** By region also what its own jurors offer and its own dossiers need, for panels by region. */
  regions: { region: Region; accepted: number; invited: number; offered: number; needed: number }[];
  /** Readings that the accepted jurors offer, and readings that the dossiers need. */
  offered: number;
  needed: number;
  languages: { lang: Lang; readers: number; offered: number; needed: number }[];
};

type Seat = Dated & Pick<Profile, 'region' | 'languages' | 'maxLoad'>;

/** How a jury stands by region and by language against the dossiers, each of which needs so many readers. */
export function balanceOf(
  jurors: readonly Seat[],
  dossiers: readonly { lang: Lang; region: string }[],
  readersEach: number,
): Balance {
  const accepted = jurors.filter((one) => jurorState(one) === 'accepted');
  const invited = jurors.filter((one) => jurorState(one) === 'invited');
  const offer = (seats: readonly Seat[]) => seats.reduce((sum, one) => sum + one.maxLoad, 0);
  return {
    regions: REGIONS.map((region) => {
      const own = accepted.filter((one) => one.region === region);
      return {
        region,
        accepted: own.length,
        invited: invited.filter((one) => one.region === region).length,
        offered: offer(own),
        needed: dossiers.filter((one) => one.region === region).length * readersEach,
      };
    }),
    offered: offer(accepted),
    needed: dossiers.length * readersEach,
    languages: LANGS.map((lang) => {
      const readers = accepted.filter((one) => one.languages.includes(lang));
      const needed = dossiers.filter((one) => one.lang === lang).length * readersEach;
      return { lang, readers: readers.length, offered: offer(readers), needed };
    }),
  };
}

/** The languages of a profile from the form's two fields: the first one, then the others in fixed order. */
export function orderLanguages(first: Lang, others: readonly Lang[]): Lang[] {
  return [first, ...LANGS.filter((lang) => lang !== first && others.includes(lang))];
}

/** Affiliations as typed, one a line, without empty and repeated ones. */
export function readAffiliations(typed: string): string[] {
  const lines = typed.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** The profile alone of whatever bears one. */
export function profileOf(one: Profile): Profile {
  const { country, region, languages, expertise, affiliations, maxLoad } = one;
  return { country, region, languages, expertise, affiliations, maxLoad };
}

/** Whether two profiles say the same. */
export function isSameProfile(one: Profile, other: Profile): boolean {
  return profileText(one) === profileText(other);
}

/** A profile as one text, to compare and to mark. */
export function profileText({
  country,
  region,
  languages,
  expertise,
  affiliations,
  maxLoad,
}: Profile): string {
  return JSON.stringify([country, region, languages, [...expertise].sort(), affiliations, maxLoad]);
}
