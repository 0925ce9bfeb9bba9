import { eq } from 'drizzle-orm';
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { invite, recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { DAY, type Instant, isoOf } from '../platform/clock.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { outbox } from '../platform/tables.ts';

const written = (lang: Lang, edition: Edition, at: Instant) =>
  formatInstant(lang, isoOf(at), edition.definition.timeZone, 'dateTime');

/** The invitation with its link, which works until scoring closes; at most one a day. Returns whether it was written. */
export function mailInvitation(
  tx: Tx,
  edition: Edition,
  juror: { id: string; account: string; maxLoad: number },
): boolean {
  const { opensAt, closesAt } = datesOf(edition.calendar, 'scoring');
  const key = `juror-invited-${juror.id}-${Math.floor(tx.at / DAY)}`;
  const recipient = recipientOf(tx, juror.account);
  // Looked for first, since each link is a row of its own.
  if (tx.db.select({ id: outbox.id }).from(outbox).where(eq(outbox.key, key)).get()) return false;
  const { lang } = recipient;
  return tx.send({
    key,
    template: 'jury.mail.invited',
    ...recipient,
    link: invite(tx, juror.account, 'juror', `/jury/${edition.slug}/accept`, closesAt),
    edition: edition.id,
    calendar: 'scoring',
    facts: {
      award: edition.definition.name[lang],
      opensAt: written(lang, edition, opensAt),
      closesAt: written(lang, edition, closesAt),
      most: juror.maxLoad,
    },
  });
}

/** What the juror accepted, word for word, for their own files. */
export function mailAcceptance(tx: Tx, edition: Edition, juror: { id: string; accountId: string }): void {
  const recipient = recipientOf(tx, juror.accountId);
  const { lang } = recipient;
  const { terms, termsVersion } = edition.definition.rules.jury;
  tx.send({
    key: `juror-accepted-${juror.id}-${tx.at}`,
    template: 'jury.mail.accepted',
    ...recipient,
    link: `/jury/${edition.slug}`,
    edition: edition.id,
    facts: {
      award: edition.definition.name[lang],
      at: written(lang, edition, tx.at),
      version: termsVersion,
      terms: terms[lang],
      opensAt: written(lang, edition, datesOf(edition.calendar, 'scoring').opensAt),
    },
  });
}
