import type { Tx } from '../platform/act.ts';
import { isoOf } from '../platform/clock.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { deviceName } from './devices.ts';
import { recipientOf } from './store.ts';
import type { addressChanges } from './tables.ts';

/** To the owner of an account that was entered from a browser seen for the first time. */
export function mailNewBrowser(tx: Tx, account: string, challenge: string, userAgent: string): void {
  const recipient = recipientOf(tx, account);
  const at = formatInstant(recipient.lang, isoOf(tx.at), 'UTC', 'dateTime');
  tx.send({
    key: `new-browser-${challenge}`,
    template: 'people.mail.new-browser',
    ...recipient,
    facts: { at, device: deviceName(userAgent) ?? '—' },
    link: '/my/account',
    edition: null,
  });
}

type Change = typeof addressChanges.$inferSelect;

/** To both mailboxes of a change of address, each with its own link. */
export function mailAddressChange(tx: Tx, change: Change, tokens: { old: string; new: string }): void {
  const { to, lang } = recipientOf(tx, change.accountId);
  const ask = (which: 'old' | 'new', account: string | null, address: string) =>
    tx.send({
      key: `address-${change.id}-${which}`,
      template: `people.mail.address-${which}`,
      to: { account, name: to.name, address },
      lang,
      facts: { from: to.address, address: change.address },
      link: `/address/${tokens[which]}`,
      edition: null,
    });
  ask('old', to.account, to.address);
  // The new mailbox is nobody's yet.
  ask('new', null, change.address);
}

/** To the old mailbox, once the new address stands. */
export function mailAddressChanged(
  tx: Tx,
  change: Change,
  old: { name: string; address: string; lang: 'en' | 'fr' | 'es' },
): void {
  tx.send({
    key: `address-${change.id}-done`,
    template: 'people.mail.address-done',
    to: { account: change.accountId, name: old.name, address: old.address },
    lang: old.lang,
    facts: { from: old.address, address: change.address },
    edition: null,
  });
}
