import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';

/** What the mail about waiting dossiers states, in its language; the office reads the same before it is sent. */
export function dossiersFacts(edition: Edition, lang: Lang, count: number) {
  const { closesAt } = datesOf(edition.calendar, 'scoring');
  const closes = formatInstant(lang, isoOf(closesAt), edition.definition.timeZone, 'dateTime');
  return { count, closes, edition: edition.definition.name[lang] };
}

/** Tells a juror once how many dossiers wait and until when; the dossiers themselves stand behind the sign-in. */
export function mailDossiers(
  tx: Tx,
  edition: Edition,
  juror: { account: string; dossiers: number },
  batch: string,
): void {
  const recipient = recipientOf(tx, juror.account);
  tx.send({
    key: `dossiers-${batch}-${juror.account}`,
    template: 'assignment.mail.dossiers',
    ...recipient,
    facts: dossiersFacts(edition, recipient.lang, juror.dossiers),
    link: `/jury/${edition.slug}`,
    edition: edition.id,
    calendar: 'scoring',
  });
}
