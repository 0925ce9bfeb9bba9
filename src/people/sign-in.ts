/**
 * Signing in: a mail brings a link for the asking browser and a six-digit code to type there. Both live ten minutes
 * and work once; looking at the link uses nothing up, so that mail scanners do no harm. Whoever can read the mails
 * of an address is that account; an address seen for the first time becomes a new one.
 */
import { HOUR, type Instant, MINUTE } from '../platform/clock.ts';
import type { Role } from '../platform/http/viewer.ts';
import { type Refusal, refuse } from '../platform/result.ts';

export const CHALLENGE_MS = 10 * MINUTE;
/** How long the cookie of the asking browser lives: a little longer than what it was set for. */
export const BROWSER_MS = CHALLENGE_MS + MINUTE;
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

/** Whether this link was printed for a sample: it is bound to no browser and stands for a second factor too. */
export function isPrinted(challenge: Challenge): boolean {
  return challenge.browserHash === null;
}

/** Says why this challenge cannot be met by its link from this browser, or nothing; in production none is unbound. */
export function whyNotByLink(
  challenge: Challenge | null,
  browserHash: string | null,
  at: Instant,
  production = false,
): Refusal | null {
  if (challenge === null || challenge.usedAt !== null || challenge.endsAt <= at)
    return refuse('people.expired');
  if (production && isPrinted(challenge)) return refuse('people.expired');
  if (!isPrinted(challenge) && challenge.browserHash !== browserHash) return refuse('people.otherBrowser');
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

const OWN_PATH = /^\/[a-z0-9][a-z0-9/._-]*(\?[a-z0-9=&%._-]*)?$/i;

/** Where to go after signing in: a path of our own, or the page of what waits. */
export function safeBack(back: string | null | undefined): string {
  if (!back || back.length > 500 || back.includes('//') || !OWN_PATH.test(back)) return '/my';
  return /^\/(sign-in|factor)\b/.test(back) ? '/my' : back;
}
