/** The definition of an edition as its office reads it: state, dates, rules, rubric, question set, versions. */
import type { Instant } from '../platform/clock.ts';
import { formatList } from '../platform/i18n/formats.ts';
import { stateOf } from './calendar.ts';
import { inZone } from './call-page.ts';
import { changedParts } from './changes.ts';
import { whatIsCopied } from './copy.ts';
import type { Edition } from './pages.ts';
import { whyNotConfirm, whyNotPublish, whyNotRedate, whyNotRedefine } from './policy.ts';
import type { Proposal } from './proposal-pages.ts';
import { type Officer, readiness } from './readiness.ts';
import { criteriaInWords, questionSetInWords, scaleInWords } from './rubric-in-words.ts';
import { rulesInWords } from './rules-in-words.ts';
import { PARTS } from './settings.ts';
import { type Fact, inLang, type Words } from './words.ts';

type Version = { version: number; reason: string; createdAt: Instant; digest: string };
type Seen = {
  edition: Edition;
  versions: readonly Version[];
  officers: readonly Officer[];
  /** The slug of the edition that this one was copied from. */
  copiedFrom: string | null;
  mayWrite: boolean;
  /** Whether the viewer is one of those who can sign. */
  maySign: boolean;
  account: string;
  proposal: Proposal | null;
  proposer: string;
};

/** The model of the office's page of a definition at an instant. */
export function definitionPage(seen: Seen, at: Instant, words: Words) {
  const { edition, officers, mayWrite } = seen;
  const { definition } = edition;
  return {
    title: words.t('editions.definition.title'),
    name: inLang(words, definition.name),
    base: `/office/${edition.slug}`,
    slug: edition.slug,
    state: stateFacts(edition, words),
    published: edition.publishedAt !== null,
    ready: edition.publishedAt === null ? readyRows(edition, officers, at, words) : [],
    mayPublish: mayWrite && edition.publishedAt === null && whyNotPublish(edition, officers, at) === null,
    mayRedefine: mayWrite && whyNotRedefine(edition) === null,
    mayRedate: mayWrite && whyNotRedate(edition) === null,
    mayWrite,
    version: edition.version,
    parts: PARTS.map((part) => ({ part, label: words.t(`editions.part.${part}`) })),
    copied: seen.copiedFrom === null ? null : copiedRows(seen.copiedFrom, edition, words),
    zone: definition.timeZone,
    calendar: calendarRows(edition, at, words),
    rules: rulesInWords(definition, words),
    criteria: criteriaInWords(definition, words).map((one, at, { length }) => ({
      ...one,
      isFirst: at === 0,
      isOnly: length === 1,
    })),
    criteriaNote: scaleInWords(definition, words),
    sections: questionSetInWords(definition, words),
    proposal: seen.proposal === null ? null : proposalModel(seen.proposal, seen, words),
    versions: seen.versions.map((one) => ({
      version: one.version,
      date: inZone(edition, words, one.createdAt, 'dateTime'),
      reason: one.reason || words.t('editions.versions.draft'),
      digest: one.digest.slice(0, 12),
    })),
  };
}

function proposalModel(proposal: Proposal, seen: Seen, words: Words) {
  const { edition, proposer, mayWrite, maySign, account } = seen;
  const parts = changedParts(edition.definition, proposal.definition);
  const date = inZone(edition, words, proposal.proposedAt, 'dateTime');
  const listed = parts.map((part) => words.t(`editions.proposal.part.${part}`));
  return {
    lead: words.t('editions.proposal.lead', { name: proposer, date }),
    path: `/office/${edition.slug}/definition/proposals/${proposal.id}`,
    facts: [
      { term: words.t('editions.proposal.parts'), value: formatList(words.lang, listed) },
      { term: words.t('editions.proposal.reason'), value: proposal.reason },
    ],
    mayConfirm: maySign && whyNotConfirm(edition, proposal, account) === null,
    mayWithdraw: mayWrite,
  };
}

function stateFacts(edition: Edition, words: Words): Fact[] {
  const dated = (key: string, at: Instant | null): Fact => ({
    term: words.t(`editions.state.${key}`),
    value: at === null ? words.t(`editions.state.${key}.not`) : inZone(edition, words, at, 'dateTime'),
  });
  return [
    dated('drafted', edition.draftedAt),
    dated('published', edition.publishedAt),
    dated('frozen', edition.frozenAt),
  ];
}

function readyRows(edition: Edition, officers: readonly Officer[], at: Instant, words: Words) {
  return readiness(edition, officers, at).map(({ point, done, needed }) => ({
    label: words.t(`editions.ready.${point}`),
    fact: words.t(`editions.ready.${point}.${done ? 'done' : 'open'}`),
    state: done ? 'full' : needed ? 'need' : 'open',
    word: words.t(
      done
        ? 'editions.ready.word.done'
        : needed
          ? 'editions.ready.word.needed'
          : 'editions.ready.word.advice',
    ),
  }));
}

function copiedRows(
  from: string,
  edition: Edition,
  words: Words,
): { from: string; was: string[]; not: string[] } {
  const facts = whatIsCopied(edition.definition);
  const listed = (keys: readonly string[]) => keys.map((key) => words.t(`editions.copied.${key}`, facts));
  return {
    from,
    was: listed(['questions', 'rubric', 'rules', 'texts', 'dates', 'terms']),
    not: listed(['host', 'people', 'dossiers', 'results']),
  };
}

function calendarRows(edition: Edition, at: Instant, words: Words) {
  return edition.calendar.map((dates) => ({
    stage: words.t(`editions.stage.${dates.stage}`),
    opens: inZone(edition, words, dates.opensAt, 'dateTime'),
    closes: inZone(edition, words, dates.closesAt, 'dateTime'),
    state: words.t(`editions.calendar.${stateOf(dates, at)}`),
    reason: dates.extendedBecause ?? '',
  }));
}
