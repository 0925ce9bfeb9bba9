import { whyNotAppoint } from '../people/exclusion.ts';
import { ensureAccount, invite, recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import type { Gathered } from '../platform/http/route.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { datesOf } from './calendar.ts';
import { type Edition, officersOf } from './pages.ts';
import { appointOfficer, type OfficeRole } from './store.ts';
import { inLangOf } from './words.ts';

/**
 * Appoints the person of an address to the office of an edition and writes to them; whoever holds the office already
 * gets no second mail, and whoever judges or writes a dossier in the edition gets no office. Returns the account.
 */
export function appointByMail(
  tx: Tx,
  { appointmentsOf }: Pick<Gathered, 'appointmentsOf'>,
  edition: Edition,
  who: { address: string; name: string; lang: 'en' | 'fr' | 'es' },
  role: OfficeRole,
): Refusal | string {
  const account = ensureAccount(tx, who);
  const refusal = whyNotAppoint(appointmentsOf(tx.db, account), role, edition.id);
  if (refusal) return refusal;
  const before = officersOf(tx.db, edition.id).map(({ id }) => id);
  const office = appointOfficer(tx, edition.id, account, role);
  if (isRefusal(office)) return office;
  if (before.includes(office)) return account;
  const { to, lang } = recipientOf(tx, account);
  const until = datesOf(edition.calendar, 'announcement').closesAt;
  const link = invite(tx, account, role, `/office/${edition.slug}`, until);
  tx.send({
    key: `office-${office}`,
    template: 'editions.mail.appointed',
    to,
    lang,
    facts: { role, edition: inLangOf(lang, edition.definition.name) },
    link,
    edition: edition.id,
  });
  return account;
}
