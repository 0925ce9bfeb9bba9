/**
 * Signing in: a mail brings a link for the asking browser and a six-digit code to type there. Both live ten minutes
 * and work once; looking at the link uses nothing up, so that mail scanners do no harm. Whoever can read the mails
 * of an address is that account; an address seen for the first time becomes a new one.
 */
import { HOUR, type Instant, MINUTE } from '../platform/clock.ts';
import type { Role } from '../platform/http/viewer.ts';
import { type Refusal, refuse } from '../platform/result.ts';

export const CHALLENGE_MS = 10 * MINUTE;
export const MAX_TRIES = 6;
export const SESSION_MS = 12 * HOUR;

export type Challenge = {
  id: string;
  address: string;
  lang: 'en' | 'fr' | 'es';
  codeHash: string | null;
  browserHash: string | null;
  back: string | null;
  endsAt: Instant;
  tries: number;
  usedAt: Instant | null;
};

/** Says why this challenge cannot be met by its link from this browser, or nothing. */
export function whyNotByLink(
  challenge: Challenge | null,
  browserHash: string | null,
  at: Instant,
): Refusal | null {
  if (challenge === null || challenge.usedAt !== null || challenge.endsAt <= at)
    return refuse('people.expired');
  if (challenge.browserHash !== null && challenge.browserHash !== browserHash)
    return refuse('people.otherBrowser');
  return null;
}

/** Says why this challenge cannot be met by a code any more, or nothing. */
export function whyNotByCode(challenge: Challenge | null, at: Instant): Refusal | null {
  if (challenge === null || challenge.usedAt !== null || challenge.endsAt <= at)
    return refuse('people.expired');
  if (challenge.tries >= MAX_TRIES) return refuse('people.tooMany');
  return null;
}

const OFFICE: readonly Role[] = ['organiser', 'approver', 'auditor'];

/** How long a session may lie idle: half an hour with an office, two hours without. */
export function idleLimit(roles: readonly Role[]): number {
  return roles.some((role) => OFFICE.includes(role)) ? 30 * MINUTE : 2 * HOUR;
}

/** Where to go after signing in: a path of our own, or the page of what waits. */
export function safeBack(back: string | null | undefined): string {
  if (!back || back.length > 500 || !/^\/[a-z0-9][a-z0-9/_-]*$/i.test(back)) return '/my';
  return back.startsWith('/sign-in') ? '/my' : back;
}
