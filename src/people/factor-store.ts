import { and, eq, isNull, lt, ne, or } from 'drizzle-orm';
import type { Tx } from '../platform/act.ts';
import { sha256 } from '../platform/digest.ts';
import type { Proof } from '../platform/http/viewer.ts';
import { newId, newSecret } from '../platform/ids.ts';
import { recipientOf } from './store.ts';
import { factors, sessions } from './tables.ts';

/** A factor as it is set up: the secret of an app, or the public key of a passkey. */
export type NewFactor =
  | { kind: 'totp'; secret: string; lastStep: number }
  | { kind: 'passkey'; credential: string; publicKey: string; counter: number };

/** Sets up a factor of the account and tells its owner by mail; an app replaces the one before. Returns its id. */
export function addFactor(tx: Tx, account: string, factor: NewFactor): string {
  if (factor.kind === 'totp') {
    const live = and(eq(factors.accountId, account), eq(factors.kind, 'totp'), isNull(factors.endedAt));
    tx.db.update(factors).set({ endedAt: tx.at, endedBy: tx.actor }).where(live).run();
  }
  const id = newId<'factor'>();
  tx.db
    .insert(factors)
    .values({ id, accountId: account, ...factor, since: tx.at, usedAt: tx.at })
    .run();
  tx.record({ edition: null, object: account, detail: { factor: id, kind: factor.kind } });
  mailAboutFactor(tx, account, `factor-${id}`, 'people.mail.factor-added', factor.kind);
  return id;
}

function mailAboutFactor(tx: Tx, account: string, key: string, template: string, kind: string): void {
  tx.send({
    key,
    template,
    ...recipientOf(tx, account),
    facts: { kind },
    link: '/my/account',
    edition: null,
  });
}

/** Ends a factor of the account and tells its owner; ending it twice is the same as once. */
export function endFactor(tx: Tx, account: string, factor: string): void {
  const own = and(eq(factors.id, factor), eq(factors.accountId, account), isNull(factors.endedAt));
  const found = tx.db.select({ kind: factors.kind }).from(factors).where(own).get();
  if (!found) return;
  tx.db.update(factors).set({ endedAt: tx.at, endedBy: tx.actor }).where(own).run();
  tx.record({ edition: null, object: account, detail: { endedFactor: factor } });
  mailAboutFactor(tx, account, `factor-ended-${factor}`, 'people.mail.factor-ended', found.kind);
}

/** Ends all factors and all sessions of an account, so that the next sign-in sets up a new factor. */
export function endFactors(tx: Tx, account: string): void {
  const live = and(eq(factors.accountId, account), isNull(factors.endedAt));
  const ended = tx.db.update(factors).set({ endedAt: tx.at, endedBy: tx.actor }).where(live).run();
  if (ended.changes > 0)
    tx.record({ edition: null, object: account, detail: { endedFactors: ended.changes } });
  endSessions(tx, account, null);
}

/** Ends the sessions of an account, all of them or all but one. */
export function endSessions(tx: Tx, account: string, but: string | null): void {
  const ended = tx.db
    .update(sessions)
    .set({ endedAt: tx.at })
    .where(
      and(
        eq(sessions.accountId, account),
        isNull(sessions.endedAt),
        but === null ? undefined : ne(sessions.id, but),
      ),
    )
    .run();
  if (ended.changes > 0)
    tx.record({ edition: null, object: account, detail: { endedSessions: ended.changes } });
}

/** Takes the half minute of a code for this app; returns false where it was taken already. */
export function takeStep(tx: Tx, factor: string, step: number): boolean {
  const unused = or(isNull(factors.lastStep), lt(factors.lastStep, step));
  const taken = tx.db
    .update(factors)
    .set({ lastStep: step, usedAt: tx.at, tries: 0, triedAt: null })
    .where(and(eq(factors.id, factor), isNull(factors.endedAt), unused))
    .run();
  return taken.changes === 1;
}

/** Notes the use of a passkey with its new count of signatures. */
export function noteUse(tx: Tx, factor: string, counter: number): void {
  tx.db.update(factors).set({ counter, usedAt: tx.at }).where(eq(factors.id, factor)).run();
}

/** Marks the session as proved just now and gives it a new secret, which is returned; the old cookie is dead. */
export function proveSession(tx: Tx, account: string, session: string, proof: Proof): string {
  const token = newSecret();
  tx.db
    .update(sessions)
    .set({ tokenHash: sha256(token), proof, provedAt: tx.at, seenAt: tx.at })
    .where(and(eq(sessions.id, session), eq(sessions.accountId, account), isNull(sessions.endedAt)))
    .run();
  tx.record({ edition: null, object: account, detail: { proved: session, proof } });
  return token;
}
