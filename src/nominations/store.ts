import { and, eq, isNull } from 'drizzle-orm';
import type { City } from '../cities/pages.ts';
import type { Edition } from '../editions/pages.ts';
import { whyNotAppoint } from '../people/exclusion.ts';
import { ensureAccount, invite } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import type { Instant } from '../platform/clock.ts';
import type { Gathered } from '../platform/http/route.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { newId } from '../platform/ids.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import {
  mailBarredColleague,
  mailColleague,
  mailDecline,
  mailExtension,
  mailWithdrawal,
} from './messages.ts';
import { liveNominationOfCity, type Nomination } from './pages.ts';
import { nominationExtensions, nominationMembers, nominations } from './tables.ts';

/** Starts the dossier of a city in an edition; the account becomes its owner. A city has one live dossier at most. */
export function startNomination(
  tx: Tx,
  started: { edition: string; city: City; account: string; lang: Lang },
): string | Refusal {
  const { edition, city, account, lang } = started;
  if (liveNominationOfCity(tx.db, edition, city.id) !== null)
    return refuse('nominations.cityTaken', { city: city.name });
  const id = newId<'nomination'>();
  tx.db
    .insert(nominations)
    .values({
      id,
      editionId: edition,
      cityId: city.id,
      country: city.country,
      region: city.region,
      lang,
      startedAt: tx.at,
      startedBy: account,
    })
    .run();
  appointMember(tx, id, account, 'owner');
  tx.record({ edition, object: id, detail: { city: city.name, country: city.country, owner: account } });
  return id;
}

function appointMember(tx: Tx, nomination: string, account: string, role: 'owner' | 'colleague'): string {
  const id = newId<'member'>();
  tx.db
    .insert(nominationMembers)
    .values({ id, nominationId: nomination, accountId: account, role, since: tx.at, appointedBy: tx.actor })
    .run();
  return id;
}

/**
 * Asks a colleague in; somebody who writes already is not asked twice. Somebody of the office is refused; a juror is
 * told by mail and let in nowhere, while the city sees what it always sees. Returns the id of the membership.
 */
export function inviteColleague(
  tx: Tx,
  { appointmentsOf }: Pick<Gathered, 'appointmentsOf'>,
  nomination: Nomination,
  who: { name: string; address: string; lang: Lang },
  endsAt: Instant,
): string | Refusal {
  const account = ensureAccount(tx, who);
  const held = appointmentsOf(tx.db, account).filter((one) => one.edition === nomination.editionId);
  const isJuror = held.some(({ role }) => role === 'juror');
  const refusal = whyNotAppoint(held, 'colleague', nomination.editionId);
  if (refusal && !isJuror) return refusal;
  const known = tx.db
    .select({ id: nominationMembers.id })
    .from(nominationMembers)
    .where(
      and(
        eq(nominationMembers.nominationId, nomination.id),
        eq(nominationMembers.accountId, account),
        isNull(nominationMembers.endedAt),
      ),
    )
    .get();
  if (known) return known.id;
  const member = appointMember(tx, nomination.id, account, 'colleague');
  const link = invite(tx, account, 'colleague', `/nominations/${nomination.id}`, endsAt);
  if (isJuror) mailBarredColleague(tx, nomination, member, account);
  else mailColleague(tx, nomination, { member, account, link, endsAt });
  tx.record({ edition: nomination.editionId, object: nomination.id, detail: { colleague: account, member } });
  return member;
}

/** Ends a colleague's part in a dossier; the owner stays. Ending it twice is the same as once. */
export function endColleague(tx: Tx, nomination: Nomination, member: string): void {
  const ended = tx.db
    .update(nominationMembers)
    .set({ endedAt: tx.at })
    .where(
      and(
        eq(nominationMembers.id, member),
        eq(nominationMembers.nominationId, nomination.id),
        eq(nominationMembers.role, 'colleague'),
        isNull(nominationMembers.endedAt),
      ),
    )
    .run();
  if (ended.changes > 0)
    tx.record({ edition: nomination.editionId, object: nomination.id, detail: { ended: member } });
}

/**
 * Withdraws a nomination with its reason, and tells those who wrote and the commission that read it. Where it declines
 * a result that is signed off, the office is told too: a place may have become free.
 */
export function withdrawNomination(tx: Tx, nomination: Nomination, reason: string, declines = false): void {
  const done = tx.db
    .update(nominations)
    .set({ withdrawnAt: tx.at, withdrawnBy: tx.actor, withdrawalReason: reason })
    .where(and(eq(nominations.id, nomination.id), isNull(nominations.withdrawnAt)))
    .run();
  if (done.changes === 0) return;
  mailWithdrawal(tx, nomination, reason);
  if (declines) mailDecline(tx, nomination, reason);
  tx.record({ edition: nomination.editionId, object: nomination.id, detail: { reason, declines } });
}

/** Gives one nomination more time than the call, with the reason that the city is told. */
export function extendNomination(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  closesAt: Instant,
  reason: string,
): void {
  const id = newId<'extension'>();
  tx.db
    .insert(nominationExtensions)
    .values({ id, nominationId: nomination.id, closesAt, reason, at: tx.at, by: tx.actor })
    .run();
  mailExtension(tx, edition, nomination, { id, closesAt, reason });
  tx.record({ edition: edition.id, object: nomination.id, detail: { extension: id, closesAt, reason } });
}
