import { recipientOf } from '../people/store.ts';
import type { Tx } from '../platform/act.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import type { Call } from '../platform/http/route.ts';
import type { Translate } from '../platform/i18n/catalogue.ts';
import { formatInstant, formatList } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { datesOf } from './calendar.ts';
import { changedParts } from './changes.ts';
import type { Definition, StageName } from './definition.ts';
import { type Edition, wholeEdition } from './pages.ts';
import { inLangOf } from './words.ts';

/** Who writes a dossier of an edition, asked inside the act, and the words for the mails to them. */
export type Writers = { of: (tx: Tx, edition: string) => string[]; translate: Translate };

/** The writers of started dossiers, as the rooms that know them tell. */
export function writersOf(call: Pick<Call, 'rooms' | 'service'>): Writers {
  return {
    of: (tx, edition) => call.rooms.addressees(tx.db, edition, 'startedDossiers'),
    translate: call.service.translate,
  };
}

/** How many people a change of a published edition is mailed to. */
export function countWriters(call: Pick<Call, 'rooms' | 'service'>, edition: string): number {
  return call.rooms.addressees(call.service.db, edition, 'startedDossiers').length;
}

type Letter = {
  /** Unique with the recipient: one mail for one cause. */
  cause: string;
  template: string;
  facts: (lang: Lang, written: (at: Instant) => string) => Record<string, string | number>;
  /** The stage whose date it moves. */
  calendar?: StageName;
};

function mailWriters(
  tx: Tx,
  edition: Edition,
  writers: Writers,
  { cause, template, facts, calendar }: Letter,
): void {
  const { name, timeZone } = edition.definition;
  for (const account of writers.of(tx, edition.id)) {
    const { to, lang } = recipientOf(tx, account);
    const written = (at: Instant) => formatInstant(lang, isoOf(at), timeZone, 'dateTime');
    tx.send({
      key: `${cause}-${account}`,
      template: `editions.mail.${template}`,
      to,
      lang,
      facts: { edition: inLangOf(lang, name), ...facts(lang, written) },
      link: `/${edition.slug}`,
      edition: edition.id,
      ...(calendar ? { calendar } : {}),
    });
  }
}

/** Tells everybody who writes a dossier what a new version of a published call changed, why, and until when they may act. */
export function mailRules(
  tx: Tx,
  before: Definition,
  changed: { edition: string; version: number; reason: string },
  writers: Writers,
): void {
  const edition = wholeEdition(tx.db, changed.edition);
  if (edition.publishedAt === null) return;
  const parts = changedParts(before, edition.definition);
  const { version, reason } = changed;
  mailWriters(tx, edition, writers, {
    cause: `rules-${edition.id}-${version}`,
    template: 'rules',
    facts: (lang, written) => ({
      version,
      parts: formatList(
        lang,
        parts.map((part) => writers.translate(lang, `editions.proposal.part.${part}`)),
      ),
      reason,
      date: written(tx.at),
      closesAt: written(datesOf(edition.calendar, 'call').closesAt),
    }),
  });
}

/** Tells everybody who writes a dossier that a stage closes later: from when, to when, and why. */
export function mailStageExtension(
  tx: Tx,
  edition: Edition,
  moved: { id: string; stage: StageName; closesAt: Instant; reason: string },
  writers: Writers,
): void {
  mailWriters(tx, edition, writers, {
    cause: `stage-${moved.id}`,
    template: 'stage',
    ...(moved.stage === 'call' ? { calendar: 'call' as const } : {}),
    facts: (lang, written) => ({
      stage: writers.translate(lang, `editions.stage.${moved.stage}`),
      before: written(datesOf(edition.calendar, moved.stage).closesAt),
      closesAt: written(moved.closesAt),
      reason: moved.reason,
    }),
  });
}
