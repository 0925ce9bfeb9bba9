import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { type Edition, officersOf } from './pages.ts';
import { signersOf } from './readiness.ts';
import { inLangOf } from './words.ts';

/** To all others who can sign in an edition: somebody has lost a second factor, and one of them has to say who it is. */
export function mailRecoveryAsked(
  tx: Tx,
  edition: Edition,
  asked: { id: string; account: string; reason: string },
): void {
  const who = recipientOf(tx, asked.account).to;
  for (const { accountId } of signersOf(officersOf(tx.db, edition.id))) {
    if (accountId === asked.account) continue;
    const recipient = recipientOf(tx, accountId);
    tx.send({
      key: `recovery-${asked.id}-${edition.id}-${accountId}`,
      template: 'editions.mail.recovery',
      ...recipient,
      facts: {
        who: who.name,
        address: who.address,
        reason: asked.reason,
        edition: inLangOf(recipient.lang, edition.definition.name),
      },
      link: `/office/${edition.slug}/people`,
      edition: edition.id,
    });
  }
}

/** To the office of an edition: a factor was ended on the server itself, without a second person. */
export function mailRecoveredOnServer(tx: Tx, edition: Edition, account: string): void {
  const who = recipientOf(tx, account).to;
  for (const { accountId, role } of officersOf(tx.db, edition.id)) {
    if (role === 'approver' || accountId === account) continue;
    const recipient = recipientOf(tx, accountId);
    tx.send({
      key: `recovered-on-server-${account}-${edition.id}-${accountId}-${tx.at}`,
      template: 'editions.mail.recovered-on-server',
      ...recipient,
      facts: {
        who: who.name,
        address: who.address,
        edition: inLangOf(recipient.lang, edition.definition.name),
      },
      link: `/office/${edition.slug}/people`,
      edition: edition.id,
    });
  }
}
