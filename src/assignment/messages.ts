import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { formatInstant } from '../platform/i18n/formats.ts';

/** Tells a juror once how many dossiers wait and until when; the dossiers themselves stand behind the sign-in. */
export function mailDossiers(
  tx: Tx,
  edition: Edition,
  juror: { account: string; dossiers: number },
  batch: string,
): void {
  const recipient = recipientOf(tx, juror.account);
  const { closesAt } = datesOf(edition.calendar, 'scoring');
  const closes = formatInstant(recipient.lang, isoOf(closesAt), edition.definition.timeZone, 'dateTime');
  tx.send({
    key: `dossiers-${batch}-${juror.account}`,
    template: 'assignment.mail.dossiers',
    ...recipient,
    facts: { count: juror.dossiers, closes, edition: edition.definition.name[recipient.lang] },
    link: `/jury/${edition.slug}`,
    edition: edition.id,
  });
}
