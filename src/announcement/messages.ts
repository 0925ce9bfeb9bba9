import type { Edition } from '../editions/pages.ts';
import { membersOf, type Nomination } from '../nominations/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import type { Announcement } from './announcement.ts';

/** The letter of the result to everybody who wrote a dossier, due at the moment and not before. */
export function mailResult(
  tx: Tx,
  edition: Edition,
  announcement: Announcement,
  nomination: Nomination,
): void {
  const isAwarded = announcement.result.awardees.some((one) => one.nomination === nomination.id);
  for (const { account } of membersOf(tx.db, nomination.id)) {
    const recipient = recipientOf(tx, account);
    tx.send({
      key: `result-${announcement.id}-${nomination.id}-${account}`,
      template: isAwarded ? 'announcement.mail.awarded' : 'announcement.mail.thanked',
      ...recipient,
      facts: { city: nomination.cityName, edition: edition.definition.name[recipient.lang] },
      link: `/nominations/${nomination.id}/result`,
      edition: edition.id,
      dueAt: announcement.momentAt,
    });
  }
}
