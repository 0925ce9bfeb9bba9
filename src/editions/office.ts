import type { Call } from '../platform/http/route.ts';
import { appointmentsAs, type Role } from '../platform/http/viewer.ts';
import { type Edition, editionBySlug } from './pages.ts';

/** Roles that read the office pages of an edition; only an organiser writes there. */
export const OFFICE_READERS: readonly Role[] = ['organiser', 'approver', 'auditor'];

/**
 * The edition of the address, where the viewer holds one of these roles in it; to everybody else it does not exist.
 * Every office route begins its look-up here.
 */
export function editionAs(call: Call, roles: readonly Role[]): Edition | null {
  const edition = editionBySlug(call.service.db, call.params.edition ?? '');
  if (edition === null) return null;
  return appointmentsAs(call.viewer, roles, edition.id).length > 0 ? edition : null;
}

/** The published edition of a public address. */
export function publishedEdition(call: Call): Edition | null {
  const edition = editionBySlug(call.service.db, call.params.edition ?? '');
  return edition?.publishedAt == null ? null : edition;
}

/** Whether the viewer may write in the office of this edition. */
export function isOrganiser(call: Call, edition: { id: string }): boolean {
  return appointmentsAs(call.viewer, ['organiser'], edition.id).length > 0;
}
