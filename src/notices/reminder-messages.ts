import { editionById } from '../editions/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import type { Translate } from '../platform/i18n/catalogue.ts';
import { formatInstant, formatList } from '../platform/i18n/formats.ts';
import type { CalendarStage } from '../platform/outbox.ts';
import { type DueReminder, type Kind, localDay } from './reminders.ts';

const STAGE_OF: Readonly<Record<Kind, CalendarStage>> = {
  draft: 'call',
  endorse: 'nomination',
  cards: 'scoring',
};

/** Writes the one reminder of a person and day; returns its key, or null where today's was written already. */
export function mailReminder(
  tx: Tx,
  { account, timeZone, tasks }: DueReminder,
  translate: Translate,
): string | null {
  const [nearest] = tasks;
  if (nearest === undefined) return null;
  const { to, lang } = recipientOf(tx, account);
  const key = `reminder-${account}-${localDay(timeZone, tx.at)}`;
  const lines = tasks.map(({ edition, kind, about, count, closesAt }) =>
    translate(lang, `notices.reminder.${kind}`, {
      year: String(editionById(tx.db, edition)?.year ?? ''),
      cities: formatList(lang, about),
      count,
      closes: formatInstant(lang, isoOf(closesAt), timeZone, 'weekdayTime'),
    }),
  );
  const written = tx.send({
    key,
    template: 'notices.mail.reminder',
    to,
    lang,
    facts: {
      count: tasks.length,
      lines: lines.join('\n\n'),
      closes: formatInstant(lang, isoOf(nearest.closesAt), timeZone, 'weekdayTime'),
    },
    link: tasks.length === 1 ? nearest.link : '/my',
    edition: nearest.edition,
    calendar: STAGE_OF[nearest.kind],
  });
  return written ? key : null;
}
