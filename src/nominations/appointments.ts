import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, editionBySlug, wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Call } from '../platform/http/route.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { membersOf, type Nomination, nominationById } from './pages.ts';

export type DossierAt = { edition: Edition; nomination: Nomination };

/** The nomination of the address, where the viewer writes it; to everybody else it does not exist. */
export function ownNomination(call: Call): DossierAt | null {
  const id = call.params.id ?? '';
  const isOwn = appointmentsAs(call.viewer, ['owner', 'colleague']).some((held) => held.nomination === id);
  const nomination = isOwn ? nominationById(call.service.db, id) : null;
  return nomination && { edition: wholeEdition(call.service.db, nomination.editionId), nomination };
}

/** The nomination of the address, where the viewer owns it. */
export function ownedNomination(call: Call): DossierAt | null {
  const id = call.params.id ?? '';
  const isOwned = appointmentsAs(call.viewer, ['owner']).some((held) => held.nomination === id);
  return isOwned ? ownNomination(call) : null;
}

/** Reads a nomination inside an act, and judges anew that the account still writes it. */
export function writtenBy(tx: Tx, id: string, account: string): DossierAt | Refusal {
  const nomination = nominationById(tx.db, id);
  const isMember = membersOf(tx.db, id).some((member) => member.account === account);
  if (nomination === null || !isMember) return refuse('nominations.missing');
  return { edition: wholeEdition(tx.db, nomination.editionId), nomination };
}

export type CountriesAt = { edition: Edition; countries: string[] };

/** The edition of the address with the countries whose National Commission the viewer is. */
export function countriesOf(call: Call): CountriesAt | null {
  const edition = editionBySlug(call.service.db, call.params.edition ?? '');
  if (edition === null) return null;
  const countries = appointmentsAs(call.viewer, ['commission'], edition.id).flatMap(
    (held) => held.country ?? [],
  );
  return countries.length === 0 ? null : { edition, countries };
}

/** A submitted nomination of the viewer's own countries; another country's does not exist for them. */
export function countryNomination(call: Call): DossierAt | null {
  const at = countriesOf(call);
  const nomination = at && nominationById(call.service.db, call.params.id ?? '');
  if (at === null || nomination === null) return null;
  const isReadable =
    nomination.editionId === at.edition.id &&
    at.countries.includes(nomination.country) &&
    nomination.submission !== null;
  return isReadable ? { edition: at.edition, nomination } : null;
}

/** The nominations of an edition with which the viewer stands in conflict: in its office they do not exist for them. */
export function hiddenFrom(call: Call, edition: string): ReadonlySet<string> {
  const { account } = call.viewer;
  return account ? call.rooms.hiddenFromOffice(call.service.db, edition, account.id) : new Set();
}

/** Any nomination of the edition of the address, for its office, unless the viewer stands in conflict with it. */
export function officeNomination(call: Call, roles = OFFICE_READERS): DossierAt | null {
  const edition = editionAs(call, roles);
  const nomination = edition && nominationById(call.service.db, call.params.id ?? '');
  if (!edition || nomination?.editionId !== edition.id) return null;
  return hiddenFrom(call, edition.id).has(nomination.id) ? null : { edition, nomination };
}
