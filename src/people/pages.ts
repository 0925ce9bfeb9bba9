import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { type Instant, MINUTE } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { sha256 } from '../platform/digest.ts';
import { type Account, type Appointment, NOBODY, type Viewer } from '../platform/http/viewer.ts';
import { leaveOutWhereStopped, type WriteWatch } from '../platform/write-stop.ts';
import { withoutBarred } from './exclusion.ts';
import { type Session, standingOf } from './factor.ts';
import { idleLimit } from './sign-in.ts';
import { accounts, addresses, factors, invitations, sessions } from './tables.ts';

const sessionByHash = prepared((db) =>
  db
    .select({
      session: sessions.id,
      seenAt: sessions.seenAt,
      endsAt: sessions.endsAt,
      proof: sessions.proof,
      provedAt: sessions.provedAt,
      hasFactor: sql<number>`EXISTS (SELECT 1 FROM ${factors} WHERE ${factors.accountId} = ${accounts.id} AND ${factors.endedAt} IS NULL)`,
      id: accounts.id,
      name: accounts.name,
      lang: accounts.lang,
      timeZone: accounts.timeZone,
      address: addresses.address,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .innerJoin(addresses, and(eq(addresses.accountId, accounts.id), isNull(addresses.until)))
    .where(
      and(
        eq(sessions.tokenHash, sql.placeholder('hash')),
        isNull(sessions.endedAt),
        gt(sessions.endsAt, sql.placeholder('at')),
      ),
    )
    .prepare(),
);

export type LiveSession = Session & { session: string; seenAt: Instant; endsAt: Instant; account: Account };

/** The session of a cookie and its account, unless it has ended. */
export function liveSession(db: Db, token: string, at: Instant): LiveSession | null {
  const row = sessionByHash(db).get({ hash: sha256(token), at });
  if (!row) return null;
  const { session, seenAt, endsAt, proof, provedAt, hasFactor, ...account } = row;
  return { session, seenAt, endsAt, proof, provedAt, hasFactor: hasFactor === 1, account };
}

/**
 * The viewer of a cookie's secret; nobody where the session has ended or lain idle. A session that still owes its
 * factor has none of its appointments, and a proof of the sample counts outside production alone.
 */
export function viewerOf(
  db: Db,
  token: string,
  at: Instant,
  known: {
    appointmentsOf(account: string): readonly Appointment[];
    production: boolean;
    writes: WriteWatch;
  },
): Viewer {
  const live = liveSession(db, token, at);
  if (live === null) return NOBODY;
  const held = withoutBarred(known.appointmentsOf(live.account.id));
  const idleAt = idleLimit(held.map(({ role }) => role));
  if (at - live.seenAt > idleAt) return NOBODY;
  leaveOutWhereStopped(known.writes, at, () => noteSeen(db, live, at));
  const proof = known.production && live.proof === 'sample' ? 'link' : live.proof;
  const standing = standingOf({ ...live, proof }, held, at);
  return {
    account: live.account,
    session: live.session,
    appointments: standing.owesFactor ? [] : held,
    ...standing,
    proof,
    endsAt: Math.min(live.endsAt, at + idleAt),
  };
}

/** Marks the session as used, at most once a minute: the one write that a GET may cause. */
export function noteSeen(db: Db, live: LiveSession, at: Instant): void {
  if (at - live.seenAt < MINUTE) return;
  db.update(sessions).set({ seenAt: at }).where(eq(sessions.id, live.session)).run();
}

/** The account of an address with its name. */
export function accountOfAddress(
  db: Db,
  address: string,
): { id: string; name: string; lang: 'en' | 'fr' | 'es' } | null {
  const row = db
    .select({ id: accounts.id, name: accounts.name, lang: accounts.lang })
    .from(addresses)
    .innerJoin(accounts, eq(accounts.id, addresses.accountId))
    .where(and(eq(addresses.address, address), isNull(addresses.until)))
    .get();
  return row ?? null;
}

/** The address that a standing invitation fills in, and the page that it leads to. */
export function standingInvitation(
  db: Db,
  token: string,
  at: Instant,
): { address: string; path: string; name: string } | null {
  const row = db
    .select({ address: addresses.address, path: invitations.path, name: accounts.name })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .innerJoin(addresses, and(eq(addresses.accountId, accounts.id), isNull(addresses.until)))
    .where(
      and(
        eq(invitations.tokenHash, sha256(token)),
        gt(invitations.endsAt, at),
        isNull(invitations.withdrawnAt),
      ),
    )
    .get();
  return row ?? null;
}

/** Whether an account that has had sessions had none in this browser. */
export function isNewBrowser(db: Db, account: string, browserHash: string): boolean {
  const own = db
    .select({ browserHash: sessions.browserHash })
    .from(sessions)
    .where(eq(sessions.accountId, account))
    .all();
  return own.length > 0 && own.every((one) => one.browserHash !== browserHash);
}

/** The live sessions of an account, the newest first. */
export function sessionsOf(db: Db, account: string, at: Instant) {
  return db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      device: sessions.device,
    })
    .from(sessions)
    .where(and(eq(sessions.accountId, account), isNull(sessions.endedAt), gt(sessions.endsAt, at)))
    .orderBy(desc(sessions.seenAt))
    .all();
}

/** Name and address of some accounts, by id. */
export function namesOf(db: Db, ids: readonly string[]): Map<string, { name: string; address: string }> {
  const wanted = new Set(ids);
  const named = new Map<string, { name: string; address: string }>();
  const one = accountById(db);
  for (const id of wanted) {
    const row = one.get({ id });
    if (row) named.set(id, { name: row.name || row.address, address: row.address });
  }
  return named;
}

const accountById = prepared((db) =>
  db
    .select({ name: accounts.name, address: addresses.address })
    .from(accounts)
    .innerJoin(addresses, and(eq(addresses.accountId, accounts.id), isNull(addresses.until)))
    .where(eq(accounts.id, sql.placeholder('id')))
    .prepare(),
);

const erasedById = prepared((db) =>
  db
    .select({ erasedAt: accounts.erasedAt })
    .from(accounts)
    .where(eq(accounts.id, sql.placeholder('id')))
    .prepare(),
);

/** Whether the person of this account was erased: nobody writes to them any more. */
export function isErased(db: Db, account: string): boolean {
  return (erasedById(db).get({ id: account })?.erasedAt ?? null) !== null;
}
