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
};

export type Account = { id: string; name: string; address: string; lang: string; timeZone: string | null };

export type Viewer = {
  account: Account | null;
  session: string | null;
  appointments: readonly Appointment[];
};

/** The appointments of this viewer in these roles, in one edition where it is given. */
export function appointmentsAs(viewer: Viewer, roles: readonly Role[], edition?: string): Appointment[] {
  return viewer.appointments.filter(
    (held) => roles.includes(held.role) && (edition === undefined || held.edition === edition),
  );
}
