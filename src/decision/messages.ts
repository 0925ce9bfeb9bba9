import { type Edition, officersOf } from '../editions/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';

/** Tells everybody who may sign, except who proposed, that a selection waits for the second signature. */
export function mailProposed(tx: Tx, edition: Edition, selection: string): void {
  for (const officer of officersOf(tx.db, edition.id)) {
    if (officer.role === 'auditor' || officer.accountId === tx.actor) continue;
    const recipient = recipientOf(tx, officer.accountId);
    tx.send({
      key: `proposed-${selection}-${tx.at}-${officer.accountId}`,
      template: 'decision.mail.proposed',
      ...recipient,
      facts: { edition: edition.definition.name[recipient.lang] },
      link: `/office/${edition.slug}/decision`,
      edition: edition.id,
    });
  }
}
