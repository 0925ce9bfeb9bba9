import { type Edition, officersOf } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import type { Lock } from './card-pages.ts';

type Letter = {
  key: string;
  template: string;
  link: string;
  facts: (lang: Lang) => Record<string, string | number>;
};

function mail(tx: Tx, edition: Edition, account: string, { key, template, link, facts }: Letter): void {
  const recipient = recipientOf(tx, account);
  tx.send({
    key: `${key}-${account}`,
    template: `scoring.mail.${template}`,
    ...recipient,
    link,
    edition: edition.id,
    facts: facts(recipient.lang),
  });
}

const written = (edition: Edition, lang: Lang, at: Instant) =>
  formatInstant(lang, isoOf(at), edition.definition.timeZone, 'dateTime');

/**
 * The receipt of a lock, to the juror: what was stored as a commitment and a count, never the scores, since the office
 * can read its messages and learns no score before the tally closes.
 */
export function mailReceipt(
  tx: Tx,
  edition: Edition,
  account: string,
  { lock, city, note }: { lock: Lock; city: string; note: string },
): void {
  mail(tx, edition, account, {
    key: `lock-${lock.id}`,
    template: 'receipt',
    link: `/jury/${edition.slug}/scorecards/${lock.scorecardId}/receipt`,
    facts: (lang) => ({
      city,
      receipt: lock.receipt,
      count: edition.definition.rubric.criteria.length,
      at: written(edition, lang, lock.at),
      commitment: lock.commitment,
      seq: lock.auditSeq,
      hash: lock.auditHash,
      note,
    }),
  });
}

/**
 * To every organiser without a conflict there: a juror handed a dossier back. Where each of them stands in conflict, to
 * the approver; else nobody would know of the gap.
 */
export function mailRecusal(
  tx: Tx,
  edition: Edition,
  handedBack: { assignment: string; nomination: string; juror: string; city: string; reason: string },
): void {
  const { assignment, nomination, juror, city, reason } = handedBack;
  const free = officersOf(tx.db, edition.id).filter(
    ({ accountId }) => !hiddenFromOffice(tx.db, edition.id, accountId).has(nomination),
  );
  const organisers = free.filter(({ role }) => role === 'organiser');
  const told = organisers.length > 0 ? organisers : free.filter(({ role }) => role === 'approver');
  for (const { accountId } of told) {
    mail(tx, edition, accountId, {
      key: `recusal-${assignment}`,
      template: 'recused',
      link: `/office/${edition.slug}/assignment`,
      facts: () => ({ juror, city, reason }),
    });
  }
}

/** To everybody who may give the second word and has no conflict: somebody asks for a locked card to be opened again. */
export function mailReopeningAsked(
  tx: Tx,
  edition: Edition,
  asked: {
    id: string;
    scorecard: string;
    nomination: string;
    juror: string;
    city: string;
    by: string;
    reason: string;
  },
): void {
  const { id, scorecard, nomination, juror, city, by, reason } = asked;
  for (const officer of officersOf(tx.db, edition.id)) {
    if (officer.role === 'auditor' || officer.accountId === tx.actor) continue;
    if (hiddenFromOffice(tx.db, edition.id, officer.accountId).has(nomination)) continue;
    mail(tx, edition, officer.accountId, {
      key: `reopening-${id}`,
      template: 'reopening-asked',
      link: `/office/${edition.slug}/scores/${scorecard}`,
      facts: () => ({ juror, city, by, reason }),
    });
  }
}

/** To the juror: two people opened the card again. */
export function mailReopened(
  tx: Tx,
  edition: Edition,
  account: string,
  reopened: { id: string; scorecard: string; city: string; reason: string; openUntil: Instant },
): void {
  const { id, scorecard, city, reason, openUntil } = reopened;
  mail(tx, edition, account, {
    key: `reopened-${id}`,
    template: 'reopened',
    link: `/jury/${edition.slug}/scorecards/${scorecard}`,
    facts: (lang) => ({ city, reason, until: written(edition, lang, openUntil) }),
  });
}
