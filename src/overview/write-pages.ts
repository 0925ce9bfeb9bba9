import { datesOf, stateOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { deadlineOf } from '../nominations/nomination.ts';
import { membersOf } from '../nominations/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { DAY, type Instant, isoOf } from '../platform/clock.ts';
import { statement } from '../platform/database.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Message } from '../platform/outbox.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { standingFor } from './standing-pages.ts';

/** Groups to whom the office writes of what they have still to do: jurors behind the pace, and cities in draft. */
export const GROUPS = ['jurors', 'drafts'] as const;
export type Group = (typeof GROUPS)[number];

/** One mail to one person as it would leave; `id` names it in the form. */
export type Reminder = { id: string; message: Message; isWritten: boolean };

type Reader = Pick<Tx, 'db'>;

/** Says why nobody of a group is written to now, or nothing: its stage has to be open. */
export function whyNotWrite({ calendar }: Edition, group: Group, at: Instant): Refusal | null {
  const stage = group === 'jurors' ? 'scoring' : 'call';
  return stateOf(datesOf(calendar, stage), at) === 'open' ? null : refuse('overview.stageClosed');
}

/** The mails to a group, one a person and day at most, as this account may know of them. */
export function remindersFor(
  reader: Reader,
  edition: Edition,
  group: Group,
  account: string,
  at: Instant,
): Reminder[] {
  const standing = standingFor(reader.db, edition, account, at);
  if (group === 'jurors')
    return standing.late.map((late) => {
      const { closesAt } = datesOf(edition.calendar, 'scoring');
      const link = `/jury/${edition.slug}`;
      return reminder(reader, edition, at, { group, id: late.juror, account: late.account, closesAt, link });
    });
  return standing.nominations
    .filter(({ submission }) => submission === null)
    .flatMap((one) =>
      membersOf(reader.db, one.id).map((member) => {
        const closesAt = deadlineOf(edition.calendar, one.extendedTo);
        const link = `/nominations/${one.id}`;
        const to = { group, id: member.id, account: member.account, closesAt, link };
        return reminder(reader, edition, at, to, { city: one.cityName });
      }),
    );
}

type To = { group: Group; id: string; account: string; closesAt: Instant; link: string };

function reminder(
  reader: Reader,
  edition: Edition,
  at: Instant,
  { group, id, account, closesAt, link }: To,
  more: Record<string, string> = {},
): Reminder {
  const key = `reminder-${group}-${id}-${Math.floor(at / DAY)}`;
  const { to, lang } = recipientOf(reader, account);
  const { name, timeZone } = edition.definition;
  const closes = formatInstant(lang, isoOf(closesAt), timeZone, 'weekdayTime');
  const facts = { award: name[lang], closes, ...more };
  const known = statement(reader.db.$client, 'SELECT id FROM outbox WHERE key = ?').get(key);
  return {
    id,
    isWritten: known !== undefined,
    message: { key, template: `overview.mail.${group}`, to, lang, facts, link, edition: edition.id },
  };
}
