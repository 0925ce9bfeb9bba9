/**
 * The second factor: who carries the award (its office and its jury) proves more than a mailbox, by an authenticator
 * app or by a passkey that asks for finger, face or PIN. It is set up at the first visit and asked for at each
 * sign-in; what is weighty asks again unless it was given in the last five minutes. Cities and commissions come by
 * the mailed link alone, and so does a jury whose published rules say it.
 */
import { type Instant, MINUTE } from '../platform/clock.ts';
import type { Appointment, Proof, Role } from '../platform/http/viewer.ts';
import { type Refusal, refuse } from '../platform/result.ts';

export const FRESH_MS = 5 * MINUTE;
const MAX_TRIES = 6;
const TRIES_MS = 10 * MINUTE;

const OFFICE: readonly Role[] = ['organiser', 'approver', 'auditor'];

/** Whether these appointments ask for a second factor; only a juror's edition may do without. */
export function asksForFactor(held: readonly Appointment[]): boolean {
  return held.some(
    ({ role, linkAlone }) => OFFICE.includes(role) || (role === 'juror' && linkAlone !== true),
  );
}

export type Session = {
  proof: Proof;
  provedAt: Instant;
  /** Whether the account has set up a factor; whoever has one is asked for it. */
  hasFactor: boolean;
};

/** How a session stands: whether it still owes the factor, and whether its proof is of the last five minutes. */
export function standingOf(
  { proof, provedAt, hasFactor }: Session,
  held: readonly Appointment[],
  at: Instant,
): { owesFactor: boolean; isFresh: boolean } {
  const owesFactor = proof === 'link' && (hasFactor || asksForFactor(held));
  return { owesFactor, isFresh: !owesFactor && at - provedAt < FRESH_MS };
}

export type ProofWay = 'factor' | 'mail' | 'enrol';

/**
 * How a session proves itself again: by the factor of its account; by a code in the mail where none is asked for, or
 * where a link of the sample led in; else a factor has to be set up first.
 */
export function wayOf({ proof, hasFactor }: Session, held: readonly Appointment[]): ProofWay {
  if (hasFactor) return 'factor';
  return proof === 'sample' || !asksForFactor(held) ? 'mail' : 'enrol';
}

/** Says why this account cannot set up a factor now, or nothing: beside another one only right after that was given. */
export function whyNotEnrol(hasFactor: boolean, isFresh: boolean): Refusal | null {
  return hasFactor && !isFresh ? refuse('people.notFresh') : null;
}

/** Says why no further code can be tried now, or nothing. */
export function whyNotTry(factor: { tries: number; triedAt: Instant | null }, at: Instant): Refusal | null {
  const isRecent = factor.triedAt !== null && at - factor.triedAt < TRIES_MS;
  return factor.tries >= MAX_TRIES && isRecent ? refuse('people.factor.tooMany') : null;
}

/** The tries counted after one more wrong code: after a pause the count begins anew. */
export function triesAfter(factor: { tries: number; triedAt: Instant | null }, at: Instant): number {
  const isRecent = factor.triedAt !== null && at - factor.triedAt < TRIES_MS;
  return isRecent ? factor.tries + 1 : 1;
}

/** Says why this factor cannot be given up, or nothing: the last one stays where a role asks for it. */
export function whyNotEnd(count: number, held: readonly Appointment[]): Refusal | null {
  return count <= 1 && asksForFactor(held) ? refuse('people.lastFactor') : null;
}

type Recovery = {
  accountId: string;
  confirmedAt: Instant | null;
  refusedAt: Instant | null;
};

/** Says why this account cannot answer a recovery, or nothing: never one's own, and each once. */
export function whyNotAnswer(recovery: Recovery, account: string): Refusal | null {
  if (recovery.accountId === account) return refuse('people.ownRecovery');
  if (recovery.confirmedAt !== null || recovery.refusedAt !== null) return refuse('people.recoveryGone');
  return null;
}
