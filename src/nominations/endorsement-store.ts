import { and, eq, isNull } from 'drizzle-orm';
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { whyNotAppoint } from '../people/exclusion.ts';
import { ensureAccount, invite } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import type { Gathered } from '../platform/http/route.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { newId } from '../platform/ids.ts';
import type { Refusal } from '../platform/result.ts';
import { mailCommission, mailEndorsement } from './messages.ts';
import { nominatedBeside, type Outcome } from './nomination.ts';
import { liveNominations, type Nomination } from './pages.ts';
import { whyNotOneMore } from './policy.ts';
import { commissions, endorsements } from './tables.ts';

/**
 * Nominates a dossier for its country with the commission's statement. The nominations of the country are counted in
 * the same transaction, so twenty requests at once do not pass the limit together.
 */
export function nominate(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  statement: string,
): Refusal | null {
  const limit = edition.definition.rules.nomination.maxPerCountry;
  const ofCountry = liveNominations(tx.db, edition.id).filter((one) => one.country === nomination.country);
  const refusal = whyNotOneMore(limit, nominatedBeside(ofCountry, nomination.id));
  if (refusal) return refusal;
  endorse(tx, edition, nomination, 'nominated', statement);
  return null;
}

/** Declines a dossier for its country, with the reason that the city is told. */
export function decline(tx: Tx, edition: Edition, nomination: Nomination, reason: string): void {
  endorse(tx, edition, nomination, 'declined', reason);
}

function endorse(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  outcome: Outcome,
  statement: string,
): void {
  const stands = nomination.endorsement;
  if (stands?.outcome === outcome && stands.statement === statement) return;
  const id = newId<'endorsement'>();
  tx.db
    .insert(endorsements)
    .values({ id, nominationId: nomination.id, outcome, statement, at: tx.at, by: tx.actor })
    .run();
  mailEndorsement(tx, edition, nomination, { id, outcome, statement });
  tx.record({ edition: edition.id, object: nomination.id, detail: { outcome, statement } });
}

/** Appoints a person of a National Commission for its country and mails the invitation; twice is the same as once. */
export function appointCommission(
  tx: Tx,
  edition: Edition,
  who: { country: string; name: string; address: string; lang: Lang },
  { appointmentsOf }: Pick<Gathered, 'appointmentsOf'>,
): string | Refusal {
  const account = ensureAccount(tx, who);
  const refusal = whyNotAppoint(appointmentsOf(tx.db, account), 'commission', edition.id);
  if (refusal) return refusal;
  const known = tx.db
    .select({ id: commissions.id })
    .from(commissions)
    .where(
      and(
        eq(commissions.editionId, edition.id),
        eq(commissions.country, who.country),
        eq(commissions.accountId, account),
        isNull(commissions.endedAt),
      ),
    )
    .get();
  if (known) return known.id;
  const id = newId<'commission'>();
  tx.db
    .insert(commissions)
    .values({
      id,
      editionId: edition.id,
      country: who.country,
      accountId: account,
      since: tx.at,
      appointedBy: tx.actor,
    })
    .run();
  const { closesAt } = datesOf(edition.calendar, 'nomination');
  const link = invite(tx, account, 'commission', `/commission/${edition.slug}`, closesAt);
  mailCommission(tx, edition, { id, account, country: who.country, link, closesAt });
  tx.record({ edition: edition.id, object: id, detail: { account, country: who.country } });
  return id;
}

/** Ends a commission's appointment; what it nominated stands. */
export function endCommission(tx: Tx, edition: string, id: string): void {
  const ended = tx.db
    .update(commissions)
    .set({ endedAt: tx.at })
    .where(and(eq(commissions.id, id), eq(commissions.editionId, edition), isNull(commissions.endedAt)))
    .run();
  if (ended.changes > 0) tx.record({ edition, object: id, detail: { ended: true } });
}
