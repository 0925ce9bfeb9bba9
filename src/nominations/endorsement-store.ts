import { and, eq, isNull } from 'drizzle-orm';
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { whyNotAppoint } from '../people/exclusion.ts';
import { ensureAccount, invite } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import type { StoredFile } from '../platform/files.ts';
import type { Gathered } from '../platform/http/route.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { newId } from '../platform/ids.ts';
import type { Refusal } from '../platform/result.ts';
import { files } from '../platform/tables.ts';
import { preferenceOf } from './commission-pages.ts';
import { mailCommission, mailEndorsement, mailObjection } from './messages.ts';
import { nominatedBeside, type Outcome } from './nomination.ts';
import { type Endorsement, liveNominations, type Nomination } from './pages.ts';
import { whyNotOneMore } from './policy.ts';
import { plainName } from './section-store.ts';
import { commissions, endorsementObjections, endorsements, preferenceOrders } from './tables.ts';

/** What lies on paper: who signed it for the commission, and the scan that was kept. */
export type Paper = { signedBy: string; name: string; file: StoredFile };

/**
 * Nominates a dossier for its country with the commission's statement. The nominations of the country are counted in
 * the same transaction, so twenty requests at once do not pass the limit together.
 */
export function nominate(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  statement: string,
  paper?: Paper,
): Refusal | null {
  const limit = edition.definition.rules.nomination.maxPerCountry;
  const ofCountry = liveNominations(tx.db, edition.id).filter((one) => one.country === nomination.country);
  const refusal = whyNotOneMore(limit, nominatedBeside(ofCountry, nomination.id));
  if (refusal) return refusal;
  endorse(tx, edition, nomination, { outcome: 'nominated', statement, paper });
  return null;
}

/** Declines a dossier for its country, with the reason that the city is told. */
export function decline(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  reason: string,
  paper?: Paper,
): void {
  endorse(tx, edition, nomination, { outcome: 'declined', statement: reason, paper });
}

function endorse(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  { outcome, statement, paper }: { outcome: Outcome; statement: string; paper: Paper | undefined },
): void {
  const stands = nomination.endorsement;
  const signedBy = paper?.signedBy ?? null;
  if (stands?.outcome === outcome && stands.statement === statement && stands.signedBy === signedBy) return;
  const id = newId<'endorsement'>();
  const scanId = paper === undefined ? null : keepScan(tx, paper);
  tx.db
    .insert(endorsements)
    .values({
      id,
      nominationId: nomination.id,
      outcome,
      statement,
      at: tx.at,
      by: tx.actor,
      signedBy,
      scanId,
    })
    .run();
  mailEndorsement(tx, edition, nomination, { id, outcome, statement, signedBy });
  const detail = { outcome, statement, ...(paper && { signedBy, scan: paper.file.sha256 }) };
  tx.record({ edition: edition.id, object: nomination.id, detail });
}

function keepScan(tx: Tx, { file, name }: Paper): string {
  const id = newId<'file'>();
  const row = { ...file, id, name: plainName(name), uploadedAt: tx.at, uploadedBy: tx.actor };
  tx.db.insert(files).values(row).run();
  return id;
}

/** The commission objects to an act that was recorded for it: it counts no more, and the office is told. */
export function objectToEndorsement(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  { endorsement, reason }: { endorsement: Endorsement; reason: string },
): void {
  const id = newId<'objection'>();
  tx.db
    .insert(endorsementObjections)
    .values({ id, endorsementId: endorsement.id, reason, at: tx.at, by: tx.actor })
    .onConflictDoNothing()
    .run();
  mailObjection(tx, edition, nomination, { id, recordedBy: endorsement.by, reason });
  tx.record({
    edition: edition.id,
    object: nomination.id,
    detail: { objection: id, to: endorsement.id, reason },
  });
}

/** Keeps the order in which a commission prefers its nominations; the same order again writes nothing. */
export function orderNominations(tx: Tx, edition: string, country: string, order: readonly string[]): void {
  if (JSON.stringify(preferenceOf(tx.db, edition, country)) === JSON.stringify(order)) return;
  const id = newId<'order'>();
  tx.db
    .insert(preferenceOrders)
    .values({ id, editionId: edition, country, nominations: order, at: tx.at, by: tx.actor })
    .run();
  tx.record({ edition, object: id, detail: { country, order } });
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
