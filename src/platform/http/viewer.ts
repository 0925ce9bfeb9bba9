import type { Instant } from '../clock.ts';

/** Who looks at a page: the account of the session, if any, and the appointments that the rooms know of it. */
export type Role = 'organiser' | 'approver' | 'auditor' | 'owner' | 'colleague' | 'commission' | 'juror';

export type Appointment = {
  role: Role;
  edition: string;
  /** The nomination of an owner or colleague. */
  nomination?: string;
  /** The country (ISO 3166 alpha-2) of a National Commission. */
  country?: string;
  /** The juror's own id. */
  juror?: string;
  /** A juror whose edition asks for no second factor. */
  linkAlone?: boolean;
};

export type Account = { id: string; name: string; address: string; lang: string; timeZone: string | null };

/** How a session was last proved: by the mailed link, by a factor, or by a link printed for the sample. */
export type Proof = 'link' | 'totp' | 'passkey' | 'sample';

export type Viewer = {
  account: Account | null;
  session: string | null;
  /** None while the session still owes its second factor. */
  appointments: readonly Appointment[];
  /** Whether a second factor is still asked for before anything but its own pages is shown. */
  owesFactor: boolean;
  /** Whether the session was proved in the last minutes, as weighty acts ask for. */
  isFresh: boolean;
  proof: Proof | null;
  /** When the session ends by itself unless it is used: idle or absolute, whichever comes first. */
  endsAt: Instant | null;
};

/** A viewer without a session. */
export const NOBODY: Viewer = {
  account: null,
  session: null,
  appointments: [],
  owesFactor: false,
  isFresh: false,
  proof: null,
  endsAt: null,
};

/** The appointments of this viewer in these roles, in one edition where it is given. */
export function appointmentsAs(viewer: Viewer, roles: readonly Role[], edition?: string): Appointment[] {
  return viewer.appointments.filter(
    (held) => roles.includes(held.role) && (edition === undefined || held.edition === edition),
  );
}
