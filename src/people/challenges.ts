import { randomInt } from 'node:crypto';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { type Instant, MINUTE } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { sha256 } from '../platform/digest.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { newId, newSecret } from '../platform/ids.ts';
import { writeMessage } from '../platform/outbox.ts';
import { CHALLENGE_MS, type Challenge } from './sign-in.ts';
import { challenges, factors, passkeyChallenges } from './tables.ts';

/** Challenges are written outside `act`: asking for a link changes nothing of the award and anyone may do it. */
export function askForSignIn(
  db: Db,
  at: Instant,
  asked: { address: string; name: string; account: string | null; lang: Lang; browser: string; back: string },
): void {
  const token = newSecret();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const id = newId<'challenge'>();
  db.$client
    .transaction(() => {
      db.insert(challenges)
        .values({
          id,
          address: asked.address,
          lang: asked.lang,
          tokenHash: sha256(token),
          codeHash: sha256(`${id}:${code}`),
          browserHash: sha256(asked.browser),
          back: asked.back,
          createdAt: at,
          endsAt: at + CHALLENGE_MS,
        })
        .run();
      writeMessage(db.$client, at, {
        key: `sign-in-${id}`,
        template: 'people.mail.sign-in',
        to: { account: asked.account, name: asked.name || asked.address, address: asked.address },
        lang: asked.lang,
        facts: { code },
        link: `/sign-in/link/${token}`,
        edition: null,
      });
    })
    .immediate();
}

/** A link that signs in whoever opens it, once: printed at the start of a sample, outside production, never mailed. */
export function printSignInLink(
  db: Db,
  at: Instant,
  address: string,
  lang: Lang,
  back: string,
  endsAt: Instant,
): string {
  const token = newSecret();
  db.insert(challenges)
    .values({ id: newId(), address, lang, tokenHash: sha256(token), back, createdAt: at, endsAt })
    .run();
  return `/${lang}/sign-in/link/${token}`;
}

/** The challenge of a link, used or not. */
export function challengeOfLink(db: Db, token: string): Challenge | null {
  return (
    db
      .select()
      .from(challenges)
      .where(eq(challenges.tokenHash, sha256(token)))
      .get() ?? null
  );
}

/** The newest unused challenge that this browser asked for. */
export function challengeOfBrowser(db: Db, browser: string): Challenge | null {
  const found = db
    .select()
    .from(challenges)
    .where(and(eq(challenges.browserHash, sha256(browser)), isNull(challenges.usedAt)))
    .orderBy(desc(challenges.createdAt), desc(challenges.id))
    .get();
  return found ?? null;
}

/** Counts one try of a code and says whether it was the right one. */
export function tryCode(db: Db, challenge: Challenge, code: string): boolean {
  db.update(challenges)
    .set({ tries: sql`${challenges.tries} + 1` })
    .where(eq(challenges.id, challenge.id))
    .run();
  return challenge.codeHash === sha256(`${challenge.id}:${code}`);
}

const PASSKEY_MS = 5 * MINUTE;

/** Draws what a passkey is asked to sign, for one session and one purpose; returns it as base64url. */
export function drawPasskeyChallenge(
  db: Db,
  at: Instant,
  session: string,
  purpose: 'enrol' | 'prove',
): string {
  const challenge = newSecret();
  db.insert(passkeyChallenges)
    .values({ id: newId(), sessionId: session, purpose, challenge, createdAt: at, endsAt: at + PASSKEY_MS })
    .run();
  return challenge;
}

/** Takes the newest challenge of the session for this purpose, so that no answer counts twice; null where none waits. */
export function takePasskeyChallenge(
  db: Db,
  at: Instant,
  session: string,
  purpose: 'enrol' | 'prove',
): string | null {
  const newest = db
    .select()
    .from(passkeyChallenges)
    .where(and(eq(passkeyChallenges.sessionId, session), eq(passkeyChallenges.purpose, purpose)))
    .orderBy(desc(passkeyChallenges.createdAt), desc(sql`rowid`))
    .get();
  if (!newest || newest.usedAt !== null || newest.endsAt <= at) return null;
  const unused = and(eq(passkeyChallenges.id, newest.id), isNull(passkeyChallenges.usedAt));
  const taken = db.update(passkeyChallenges).set({ usedAt: at }).where(unused).run();
  return taken.changes === 1 ? newest.challenge : null;
}

/** Counts one wrong code against an app. */
export function countWrongCode(db: Db, factor: string, tries: number, at: Instant): void {
  db.update(factors).set({ tries, triedAt: at }).where(eq(factors.id, factor)).run();
}
