import { countryName } from '../cities/countries.ts';
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { officersOf, wholeEdition } from '../editions/pages.ts';
import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { commissionAccounts } from './commission-pages.ts';
import { deadlineOf, type Outcome } from './nomination.ts';
import { membersOf, type Nomination, type SubmissionHead } from './pages.ts';

type Letter = {
  /** Unique with the recipient: one mail for one cause. */
  cause: string;
  template: string;
  link: string;
  edition: string;
  facts: (lang: Lang) => Record<string, string | number>;
  /** The stage whose deadline comes along, or is taken back. */
  calendar?: 'call' | 'nomination';
};

function mail(tx: Tx, account: string, { cause, template, link, edition, facts, calendar }: Letter): void {
  const recipient = recipientOf(tx, account);
  const key = `${cause}-${account}`;
  tx.send({
    key,
    template: `nominations.mail.${template}`,
    ...recipient,
    link,
    edition,
    facts: facts(recipient.lang),
    ...(calendar ? { calendar } : {}),
  });
}

function mailMembers(tx: Tx, nomination: Nomination, letter: Omit<Letter, 'edition' | 'link'>): void {
  const link = `/nominations/${nomination.id}`;
  for (const { account } of membersOf(tx.db, nomination.id))
    mail(tx, account, { ...letter, link, edition: nomination.editionId });
}

const written = (lang: Lang, at: Instant, zone: string) => formatInstant(lang, isoOf(at), zone, 'dateTime');

/** The receipt to those who write; to the country's commission, at the first submission, that a dossier waits. */
export function mailSubmission(tx: Tx, edition: Edition, nomination: Nomination, head: SubmissionHead): void {
  const zone = edition.definition.timeZone;
  const closes = deadlineOf(edition.calendar, nomination.extendedTo);
  mailMembers(tx, nomination, {
    cause: `submission-${head.id}`,
    template: 'receipt',
    facts: (lang) => ({
      city: nomination.cityName,
      receipt: head.receipt,
      digest: head.digest,
      at: written(lang, head.at, zone),
      closesAt: written(lang, closes, zone),
    }),
  });
  if (head.number > 1) return;
  const stage = datesOf(edition.calendar, 'nomination');
  for (const account of commissionAccounts(tx.db, edition.id, nomination.country)) {
    mail(tx, account, {
      cause: `arrived-${nomination.id}`,
      template: 'arrived',
      link: `/commission/${edition.slug}/nominations/${nomination.id}`,
      edition: edition.id,
      facts: (lang) => ({
        city: nomination.cityName,
        country: countryName(lang, nomination.country),
        closesAt: written(lang, stage.closesAt, zone),
      }),
    });
  }
}

/** The invitation of a colleague. */
export function mailColleague(
  tx: Tx,
  nomination: Nomination,
  invited: { member: string; account: string; link: string; endsAt: Instant },
): void {
  const { definition } = wholeEdition(tx.db, nomination.editionId);
  mail(tx, invited.account, {
    cause: `colleague-${invited.member}`,
    template: 'colleague',
    calendar: 'call',
    link: invited.link,
    edition: nomination.editionId,
    facts: (lang) => ({
      city: nomination.cityName,
      award: definition.name[lang],
      closesAt: written(lang, invited.endsAt, definition.timeZone),
    }),
  });
}

/** To a juror whom a city asked in: that they cannot write here. The city is told nothing, since it must know no juror. */
export function mailBarredColleague(tx: Tx, nomination: Nomination, member: string, account: string): void {
  const { definition } = wholeEdition(tx.db, nomination.editionId);
  mail(tx, account, {
    cause: `colleague-${member}`,
    template: 'barred',
    link: '/my',
    edition: nomination.editionId,
    facts: (lang) => ({
      city: nomination.cityName,
      award: definition.name[lang],
      contact: definition.contact,
    }),
  });
}

/** The withdrawal, to those who write and, where the dossier was submitted, to the country's commission. */
export function mailWithdrawal(tx: Tx, nomination: Nomination, reason: string): void {
  const facts = () => ({ city: nomination.cityName, reason });
  mailMembers(tx, nomination, {
    cause: `withdrawn-${nomination.id}`,
    template: 'withdrawn',
    facts,
    calendar: 'call',
  });
  if (nomination.submission === null) return;
  const edition = wholeEdition(tx.db, nomination.editionId);
  for (const account of commissionAccounts(tx.db, edition.id, nomination.country)) {
    mail(tx, account, {
      cause: `withdrawn-${nomination.id}`,
      template: 'withdrawn-commission',
      link: `/commission/${edition.slug}`,
      edition: edition.id,
      facts,
    });
  }
}

/** A withdrawal after the sign-off, to the organisers and approvers of the edition. */
export function mailDecline(tx: Tx, nomination: Nomination, reason: string): void {
  const edition = wholeEdition(tx.db, nomination.editionId);
  for (const { accountId, role } of officersOf(tx.db, edition.id)) {
    if (role === 'auditor') continue;
    mail(tx, accountId, {
      cause: `declined-${nomination.id}`,
      template: 'declined-office',
      link: `/office/${edition.slug}/decision`,
      edition: edition.id,
      facts: () => ({ city: nomination.cityName, reason }),
    });
  }
}

/** More time for one city. */
export function mailExtension(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  given: { id: string; closesAt: Instant; reason: string },
): void {
  mailMembers(tx, nomination, {
    cause: `extension-${given.id}`,
    template: 'extended',
    calendar: 'call',
    facts: (lang) => ({
      city: nomination.cityName,
      closesAt: written(lang, given.closesAt, edition.definition.timeZone),
      reason: given.reason,
    }),
  });
}

/** The commission's word, to the city; and to the commission itself, that it is recorded. */
export function mailEndorsement(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  {
    id,
    outcome,
    statement,
    signedBy,
  }: { id: string; outcome: Outcome; statement: string; signedBy: string | null },
): void {
  const { closesAt } = datesOf(edition.calendar, 'nomination');
  const facts = (lang: Lang) => ({
    city: nomination.cityName,
    country: countryName(lang, nomination.country),
    statement,
    signedBy: signedBy ?? '',
    closesAt: written(lang, closesAt, edition.definition.timeZone),
  });
  mailMembers(tx, nomination, { cause: `endorsement-${id}`, template: outcome, facts });
  for (const account of commissionAccounts(tx.db, edition.id, nomination.country)) {
    mail(tx, account, {
      cause: `endorsement-${id}`,
      template: signedBy === null ? `${outcome}-commission` : 'paper-commission',
      link:
        signedBy === null
          ? `/commission/${edition.slug}`
          : `/commission/${edition.slug}/nominations/${nomination.id}`,
      edition: edition.id,
      facts,
    });
  }
}

/** The commission's objection to an act on paper, to the organisers and to whoever recorded it. */
export function mailObjection(
  tx: Tx,
  edition: Edition,
  nomination: Nomination,
  { id, recordedBy, reason }: { id: string; recordedBy: string; reason: string },
): void {
  const organisers = officersOf(tx.db, edition.id).filter(({ role }) => role === 'organiser');
  for (const account of new Set([recordedBy, ...organisers.map(({ accountId }) => accountId)])) {
    mail(tx, account, {
      cause: `objection-${id}`,
      template: 'objection',
      link: `/office/${edition.slug}/nominations/${nomination.id}`,
      edition: edition.id,
      facts: (lang) => ({
        city: nomination.cityName,
        country: countryName(lang, nomination.country),
        reason,
      }),
    });
  }
}

/** The invitation of a National Commission. */
export function mailCommission(
  tx: Tx,
  edition: Edition,
  invited: { id: string; account: string; country: string; link: string; closesAt: Instant },
): void {
  mail(tx, invited.account, {
    cause: `commission-${invited.id}`,
    template: 'commission',
    calendar: 'nomination',
    link: invited.link,
    edition: edition.id,
    facts: (lang) => ({
      award: edition.definition.name[lang],
      country: countryName(lang, invited.country),
      closesAt: written(lang, invited.closesAt, edition.definition.timeZone),
    }),
  });
}
