import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { ensureAccount } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { newId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { isSameProfile, type Profile } from './juror.ts';
import { mailAcceptance, mailInvitation } from './messages.ts';
import { type Juror, jurorOfAccount, whyNotSit } from './pages.ts';
import { whyNotInvite } from './policy.ts';
import { conflicts, jurors, officeConflicts } from './tables.ts';

export type Invited = { name: string; address: string; lang: Lang };

/**
 * Invites a juror and mails the link. Who was invited before keeps seat, conflicts and history: the same invitation
 * again changes nothing, and one that was declined or ended is opened anew. Returns the juror's id.
 */
export function inviteJuror(tx: Tx, edition: Edition, who: Invited, profile: Profile): string | Refusal {
  const account = ensureAccount(tx, { ...who, country: profile.country });
  const refusal = whyNotInvite(edition.calendar, whyNotSit(tx.db, edition.id, account), tx.at);
  if (refusal) return refusal;
  const known = jurorOfAccount(tx.db, edition.id, account);
  if (known?.state === 'accepted') return refuse('jury.known', { address: known.address });
  if (known?.state === 'invited' && !isSameProfile(known, profile))
    return refuse('jury.known', { address: known.address });
  if (known?.state === 'invited') return known.id;
  const id = known?.id ?? newId<'juror'>();
  const opened = { ...profile, invitedAt: tx.at, invitedBy: tx.actor };
  if (known)
    tx.db
      .update(jurors)
      .set({ ...opened, ...NEVER_ANSWERED })
      .where(eq(jurors.id, id))
      .run();
  else
    tx.db
      .insert(jurors)
      .values({ id, editionId: edition.id, accountId: account, ...opened })
      .run();
  mailInvitation(tx, edition, { id, account, maxLoad: profile.maxLoad });
  tx.record({ edition: edition.id, object: id, detail: { account, ...profile } });
  return id;
}

const NEVER_ANSWERED = {
  acceptedAt: null,
  termsVersion: null,
  declinedAt: null,
  endedAt: null,
  endedBy: null,
  endingReason: null,
  fixedAt: null,
};

/** Mails the invitation once more, at most once a day; returns whether a mail was written. */
export function remindInvited(tx: Tx, edition: Edition, juror: Juror): boolean {
  const sent = mailInvitation(tx, edition, {
    id: juror.id,
    account: juror.accountId,
    maxLoad: juror.maxLoad,
  });
  if (sent) tx.record({ edition: edition.id, object: juror.id, detail: { remindedAt: tx.at } });
  return sent;
}

/** Accepts for the juror, with the version of the terms that they read; twice is the same as once. */
export function acceptInvitation(tx: Tx, edition: Edition, juror: Juror): void {
  const { termsVersion } = edition.definition.rules.jury;
  const done = tx.db
    .update(jurors)
    .set({ acceptedAt: tx.at, termsVersion })
    .where(and(eq(jurors.id, juror.id), isNull(jurors.acceptedAt)))
    .run();
  if (done.changes === 0) return;
  mailAcceptance(tx, edition, juror);
  tx.record({ edition: edition.id, object: juror.id, detail: { termsVersion } });
}

/** Declines for the juror; twice is the same as once. */
export function declineInvitation(tx: Tx, juror: Pick<Juror, 'id' | 'editionId'>): void {
  const done = tx.db
    .update(jurors)
    .set({ declinedAt: tx.at })
    .where(and(eq(jurors.id, juror.id), isNull(jurors.declinedAt)))
    .run();
  if (done.changes > 0) tx.record({ edition: juror.editionId, object: juror.id, detail: { declined: true } });
}

/** Writes a juror's profile; the same one again writes nothing. */
export function describeJuror(tx: Tx, juror: Juror, profile: Profile): boolean {
  if (isSameProfile(juror, profile)) return false;
  tx.db.update(jurors).set(profile).where(eq(jurors.id, juror.id)).run();
  tx.record({ edition: juror.editionId, object: juror.id, detail: { profile } });
  return true;
}

/** Ends a juror's seat with the reason; later rooms read the row and count the juror out. */
export function endJuror(tx: Tx, juror: Pick<Juror, 'id' | 'editionId'>, reason: string): void {
  const done = tx.db
    .update(jurors)
    .set({ endedAt: tx.at, endedBy: tx.actor, endingReason: reason })
    .where(and(eq(jurors.id, juror.id), isNull(jurors.endedAt)))
    .run();
  if (done.changes > 0) tx.record({ edition: juror.editionId, object: juror.id, detail: { ended: reason } });
}

/** Fixes the profiles of all accepted jurors; the assignment calls this when it is applied. */
export function fixJurors(tx: Tx, edition: string): void {
  const done = tx.db
    .update(jurors)
    .set({ fixedAt: tx.at })
    .where(and(eq(jurors.editionId, edition), isNotNull(jurors.acceptedAt), isNull(jurors.fixedAt)))
    .run();
  if (done.changes > 0) tx.record({ edition, object: edition, detail: { profilesFixed: done.changes } });
}

/** Writes a declared conflict; the first declaration of a pair stands, and declaring twice is the same as once. */
export function declareConflict(
  tx: Tx,
  {
    edition,
    juror,
    nomination,
    reason,
  }: { edition: string; juror: string; nomination: string; reason: string },
): boolean {
  const id = newId<'conflict'>();
  const done = tx.db
    .insert(conflicts)
    .values({
      id,
      jurorId: juror,
      nominationId: nomination,
      kind: 'declared',
      reason,
      at: tx.at,
      by: tx.actor,
    })
    .onConflictDoNothing()
    .run();
  if (done.changes > 0) tx.record({ edition, object: id, detail: { juror, nomination, declared: reason } });
  return done.changes > 0;
}

/** Keeps what somebody of the office declares about themselves; declaring twice is the same as once. */
export function declareOfficeConflict(
  tx: Tx,
  { edition, nomination, reason }: { edition: string; nomination: string; reason: string },
): boolean {
  const id = newId<'conflict'>();
  const done = tx.db
    .insert(officeConflicts)
    .values({ id, accountId: tx.actor, nominationId: nomination, reason, at: tx.at })
    .onConflictDoNothing()
    .run();
  if (done.changes > 0) tx.record({ edition, object: id, detail: { nomination, declared: reason } });
  return done.changes > 0;
}

/** Confirms a suggestion, or refuses it for good; what was decided once stands. */
export function settleSuggestion(
  tx: Tx,
  settled: {
    edition: string;
    juror: string;
    nomination: string;
    reason: string;
    outcome: 'confirmed' | 'refused';
  },
): boolean {
  const { edition, juror, nomination, reason, outcome } = settled;
  const id = newId<'conflict'>();
  const mark =
    outcome === 'confirmed'
      ? { confirmedAt: tx.at, confirmedBy: tx.actor }
      : { refusedAt: tx.at, refusedBy: tx.actor };
  const done = tx.db
    .insert(conflicts)
    .values({
      id,
      jurorId: juror,
      nominationId: nomination,
      kind: 'suggested',
      reason,
      at: tx.at,
      by: tx.actor,
      ...mark,
    })
    .onConflictDoNothing()
    .run();
  if (done.changes > 0) tx.record({ edition, object: id, detail: { juror, nomination, reason, outcome } });
  return done.changes > 0;
}
