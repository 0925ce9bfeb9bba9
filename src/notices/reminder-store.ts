import type { Tx } from '../platform/act.ts';
import type { Translate } from '../platform/i18n/catalogue.ts';
import { mailReminder } from './reminder-messages.ts';
import { reminderFacts } from './reminder-pages.ts';
import { type DueReminder, dueReminders } from './reminders.ts';
import { messageChoices, reminders } from './tables.ts';

/** Writes the reminders that are due at the instant of the act, as it reads them itself. */
export function writeReminders(tx: Tx, translate: Translate): void {
  for (const due of dueReminders(reminderFacts(tx.db, tx.at), tx.at)) writeReminder(tx, due, translate);
}

function writeReminder(tx: Tx, due: DueReminder, translate: Translate): void {
  const messageKey = mailReminder(tx, due, translate);
  if (messageKey === null) return;
  for (const { edition, kind, threshold, closesAt } of due.tasks) {
    tx.db
      .insert(reminders)
      .values({
        editionId: edition,
        accountId: due.account,
        kind,
        threshold,
        closesAt,
        at: tx.at,
        messageKey,
      })
      .run();
    tx.record({ edition, object: due.account, detail: { kind, threshold, closesAt } });
  }
}

/** Writes whether an account wants reminders. */
export function chooseReminders(tx: Tx, account: string, wanted: boolean): void {
  tx.db
    .insert(messageChoices)
    .values({ accountId: account, reminders: wanted, at: tx.at })
    .onConflictDoUpdate({ target: messageChoices.accountId, set: { reminders: wanted, at: tx.at } })
    .run();
  tx.record({ edition: null, object: account, detail: { reminders: wanted } });
}
