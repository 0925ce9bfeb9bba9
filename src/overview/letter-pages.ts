import { and, desc, eq } from 'drizzle-orm';
import { publishedAnnouncement } from '../announcement/pages.ts';
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { deadlineOf } from '../nominations/nomination.ts';
import { membersOf, nominationById } from '../nominations/pages.ts';
import { fillIn } from '../notices/marks.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { type Instant, isoOf, SECOND } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Message } from '../platform/outbox.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import type { Addressees, LetterTexts } from './letter.ts';
import { standingFor } from './standing-pages.ts';
import { letters } from './tables.ts';
import { whyNotWrite } from './write-pages.ts';

export type Letter = Omit<typeof letters.$inferSelect, 'texts'> & { texts: LetterTexts };

/** The beginning of the keys of a letter's mails, by which all of them are stopped. */
export function keyOfLetter(id: string): string {
  return `letter-${id}-`;
}

/** One letter of an edition. */
export function letterById(db: Db, edition: string, id: string): Letter | null {
  const row = db
    .select()
    .from(letters)
    .where(and(eq(letters.editionId, edition), eq(letters.id, id)))
    .get();
  return row ? { ...row, texts: row.texts as LetterTexts } : null;
}

/** The letters of an edition, the newest first. */
export function lettersOf(db: Db, edition: string): Letter[] {
  const rows = db
    .select()
    .from(letters)
    .where(eq(letters.editionId, edition))
    .orderBy(desc(letters.writtenAt), desc(letters.id))
    .all();
  return rows.map((row) => ({ ...row, texts: row.texts as LetterTexts }));
}

/** How many mails of a letter wait, and how many of them were delivered. */
export function progressOf(db: Db, letter: string): { waiting: number; delivered: number } {
  return statement(
    db.$client,
    `SELECT count(*) FILTER (WHERE delivered_at IS NULL AND refused_at IS NULL AND stopped_at IS NULL) AS waiting,
       count(*) FILTER (WHERE delivered_at IS NOT NULL AND refused_at IS NULL) AS delivered
     FROM outbox WHERE substr(key, 1, length(@key)) = @key`,
  ).get({ key: keyOfLetter(letter) }) as { waiting: number; delivered: number };
}

/** Says why nobody of a group is written to now, or nothing. */
export function whyNotSendTo(db: Db, edition: Edition, group: Addressees, at: Instant): Refusal | null {
  if (group !== 'awardees') return whyNotWrite(edition, group, at);
  return publishedAnnouncement(db, edition.id, at) === null ? refuse('overview.notPublicYet') : null;
}

type Reader = Pick<Tx, 'db'>;
type Addressee = { id: string; account: string; city: string; closesAt: Instant | null; path: string };

function addresseesOf(
  { db }: Reader,
  edition: Edition,
  group: Addressees,
  reader: string,
  at: Instant,
): Addressee[] {
  const membersWith = (nomination: string, rest: Omit<Addressee, 'id' | 'account'>) =>
    membersOf(db, nomination).map(({ id, account }) => ({ id, account, ...rest }));
  if (group === 'awardees') {
    const awardees = publishedAnnouncement(db, edition.id, at)?.result.awardees ?? [];
    return awardees.flatMap(({ nomination }) => {
      const city = nominationById(db, nomination)?.cityName ?? '';
      return membersWith(nomination, { city, closesAt: null, path: `/nominations/${nomination}/result` });
    });
  }
  const standing = standingFor(db, edition, reader, at);
  if (group === 'jurors') {
    const { closesAt } = datesOf(edition.calendar, 'scoring');
    const path = `/jury/${edition.slug}`;
    return standing.late.map(({ juror, account }) => ({ id: juror, account, city: '', closesAt, path }));
  }
  return standing.nominations
    .filter(({ submission }) => submission === null)
    .flatMap(({ id, cityName, extendedTo }) => {
      const closesAt = deadlineOf(edition.calendar, extendedTo);
      return membersWith(id, { city: cityName, closesAt, path: `/nominations/${id}` });
    });
}

/** How long a letter waits before its first mail leaves, so that who sent it in error can still stop all of it. */
export const HOLD_MS = 10 * SECOND;

/** The mails of a letter as they would leave: one to each person of its group, with that person's own values. */
export function mailsOfLetter(
  reader: Reader & { origin: string },
  edition: Edition,
  { id, addressees, texts }: Letter,
  account: string,
  at: Instant,
): Message[] {
  return addresseesOf(reader, edition, addressees, account, at).map((one) => {
    const { to, lang } = recipientOf(reader, one.account);
    const closesAt = one.closesAt === null ? '' : isoOf(one.closesAt);
    const zone = zoneOf(reader.db, one.account) ?? edition.definition.timeZone;
    const values = {
      name: to.name,
      city: one.city,
      deadline: closesAt && formatInstant(lang, closesAt, zone, 'weekdayTime'),
      link: `${reader.origin}/${lang}${one.path}`,
    };
    const { subject, text } = texts[lang];
    return {
      key: `${keyOfLetter(id)}${one.id}`,
      template: 'overview.mail.letter',
      to,
      lang,
      facts: { subject: fillIn(subject, values), text: fillIn(text, values) },
      link: one.path,
      edition: edition.id,
      dueAt: at + HOLD_MS,
    };
  });
}

function zoneOf(db: Db, account: string): string | null {
  const row = statement(db.$client, 'SELECT time_zone AS zone FROM accounts WHERE id = ?').get(account);
  return (row as { zone: string | null }).zone;
}
