/**
 * Who may be what in one edition: a juror has no office and writes no dossier, and whoever works in the office writes
 * none either, so that nobody judges or administers what they have a share in. Another edition is another matter.
 */
import type { Appointment, Role } from '../platform/http/viewer.ts';
import { type Refusal, refuse } from '../platform/result.ts';

type Part = 'office' | 'city' | 'commission' | 'jury';

const PART: Readonly<Record<Role, Part>> = {
  organiser: 'office',
  approver: 'office',
  auditor: 'office',
  owner: 'city',
  colleague: 'city',
  commission: 'commission',
  juror: 'jury',
};

/** The parts that exclude each part, in the order in which they are named. */
const EXCLUDED_BY: Readonly<Record<Part, readonly Part[]>> = {
  office: ['jury', 'city'],
  city: ['jury', 'office'],
  commission: ['jury'],
  jury: ['office', 'city', 'commission'],
};

const SENTENCE: Readonly<Record<Part, string>> = {
  office: 'people.inOffice',
  city: 'people.writesDossier',
  commission: 'people.inCommission',
  jury: 'people.inJury',
};

/** Says why an account that holds these appointments cannot take this role in this edition, or nothing. */
export function whyNotAppoint(held: readonly Appointment[], role: Role, edition: string): Refusal | null {
  const here = held.filter((one) => one.edition === edition).map((one) => one.role);
  if (![role, ...here].every((one) => Object.hasOwn(PART, one))) return refuse('people.unknownRole');
  const parts = here.map((one) => PART[one]);
  const excluding = EXCLUDED_BY[PART[role]].find((part) => parts.includes(part));
  return excluding === undefined ? null : refuse(SENTENCE[excluding]);
}

/**
 * The appointments that count: a juror whom a city of the same edition asked in as a colleague is not let in. The city
 * is not told why, since that would name a juror to it.
 */
export function withoutBarred(held: readonly Appointment[]): Appointment[] {
  const judged = new Set(held.filter(({ role }) => role === 'juror').map(({ edition }) => edition));
  return held.filter(({ role, edition }) => PART[role] !== 'city' || !judged.has(edition));
}
