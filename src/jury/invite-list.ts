/**
 * A list of jurors to invite, as CSV: looked at as a whole before anybody is written to. One line a juror; several
 * languages, criteria or affiliations of a juror stand in one cell, parted by `|`.
 */
import { z } from 'zod';
import { type Definition, REGIONS } from '../editions/definition.ts';
import { address } from '../people/address.ts';
import { LANGS, type Lang } from '../platform/i18n/lang.ts';
import { isSameProfile, orderLanguages, type Profile } from './juror.ts';

/** One line of the list: who is invited, and their profile. */
export type InviteRow = { name: string; address: string; lang: Lang; profile: Profile };

const parts = z.string().transform((cell) => [
  ...new Set(
    cell
      .split('|')
      .map((part) => part.replace(/\s+/g, ' ').trim())
      .filter((part) => part !== ''),
  ),
]);

const languages = parts.transform((given, context): [Lang, ...Lang[]] => {
  const known = given.filter((one): one is Lang => LANGS.some((lang) => lang === one));
  const [first, ...others] = known;
  if (first !== undefined && known.length === given.length) return [first, ...others];
  context.addIssue({ code: 'custom', message: 'jury.import.languages' });
  return z.NEVER;
});

/** The columns of the list, in the order of the template. */
export const INVITE_COLUMNS = [
  'name',
  'address',
  'country_iso2',
  'region',
  'languages',
  'expertise',
  'affiliations',
  'max_load',
] as const;

/** The schema of a line, by the criteria of the edition. */
export function inviteRow({ rubric }: Definition) {
  const ids = rubric.criteria.map(({ id }) => id);
  return z
    .object({
      name: z.string().min(1, 'jury.import.name').max(120, 'jury.import.name'),
      address,
      country_iso2: z.string().regex(/^[A-Z]{2}$/, 'jury.import.country'),
      region: z.enum(REGIONS, 'jury.import.region'),
      languages,
      expertise: parts.refine((given) => given.every((id) => ids.includes(id)), 'jury.import.expertise'),
      affiliations: parts,
      max_load: z
        .string()
        .regex(/^\d{1,4}$/, 'jury.import.maxLoad')
        .transform(Number)
        .refine((most) => most <= 1_000, 'jury.import.maxLoad'),
    })
    .transform(
      ({ name, address, languages: [first, ...others], ...row }): InviteRow => ({
        name,
        address,
        lang: first,
        profile: {
          country: row.country_iso2,
          region: row.region,
          languages: orderLanguages(first, others),
          expertise: row.expertise,
          affiliations: row.affiliations,
          maxLoad: row.max_load,
        },
      }),
    );
}

export type KnownSeat = Profile & { address: string; state: 'invited' | 'accepted' | 'declined' | 'ended' };

/** Whether inviting this line again would change nothing: the same person is invited with the same profile. */
export function isInvitedAlready(known: KnownSeat | undefined, { profile }: InviteRow): boolean {
  return known?.state === 'invited' && isSameProfile(known, profile);
}

/** Whether somebody sits or is invited already, with another profile or as a juror: a line cannot change a seat. */
export function isTaken(known: KnownSeat | undefined, row: InviteRow): boolean {
  if (known === undefined || isInvitedAlready(known, row)) return false;
  return known.state === 'accepted' || known.state === 'invited';
}
