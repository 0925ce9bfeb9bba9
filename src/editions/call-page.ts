/**
 * The public page of an edition: the call with its question, the stages and where the edition stands, what the jury
 * looks at, how to nominate, and every rule. Of results it knows nothing.
 */
import { type Instant, isoOf } from '../platform/clock.ts';
import { formatInstant, type InstantStyle } from '../platform/i18n/formats.ts';
import { currentStage, datesOf, type StageDates, type StageState, stateOf } from './calendar.ts';
import type { StageName } from './definition.ts';
import type { Edition } from './pages.ts';
import { criteriaInWords, scaleInWords } from './rubric-in-words.ts';
import { rulesInWords } from './rules-in-words.ts';
import { type Fact, inLang, type Words } from './words.ts';

type Version = { version: number; reason: string; createdAt: Instant };

/** An instant of an edition in its own zone. */
export function inZone(edition: Edition, words: Words, at: Instant, style: InstantStyle): string {
  return formatInstant(words.lang, isoOf(at), edition.definition.timeZone, style);
}

/** The model of the public page at an instant. */
export function callPage(edition: Edition, versions: readonly Version[], at: Instant, words: Words) {
  const { definition } = edition;
  return {
    title: inLang(words, definition.name),
    name: inLang(words, definition.name),
    question: inLang(words, definition.question),
    lead: inLang(words, definition.lead),
    call: callState(edition, at, words),
    stages: stageLine(edition, at, words),
    criteria: criteriaInWords(definition, words).map(({ number, name, weight }) => ({
      number,
      name,
      weight,
    })),
    criteriaNote: scaleInWords(definition, words),
    steps: stepsInWords(edition, words),
    rules: [...rulesInWords(definition, words), ...publication(edition, versions, words)],
    slug: edition.slug,
    zone: definition.timeZone,
    contact: definition.contact,
  };
}

function callState(edition: Edition, at: Instant, words: Words) {
  const dates = datesOf(edition.calendar, 'call');
  const state = stateOf(dates, at);
  const when = state === 'ahead' ? dates.opensAt : dates.closesAt;
  return {
    label: words.t(`editions.call.${state}`),
    at: isoOf(when),
    zone: edition.definition.timeZone,
    open: state === 'open',
    extended: dates.extendedBecause ?? null,
  };
}

/** The stages in order, with state, dates and what a reader should know of each. */
export function stageLine(edition: Edition, at: Instant, words: Words) {
  const lit = litStage(edition, at);
  return edition.calendar.map((dates) => {
    const state = stateOf(dates, at);
    return {
      state: dates.stage === lit ? 'lit' : state === 'closed' ? 'full' : 'open',
      label: words.t(`editions.stage.${dates.stage}`),
      fact: stageFact(edition, dates, state, words),
      ...(state === 'open' ? { now: words.t('editions.stage.open') } : {}),
      notes: stageNotes(edition, dates, words),
    };
  });
}

/** Two stages may be open at once; the one that closes first is where the edition stands. */
function litStage(edition: Edition, at: Instant): StageName | null {
  const open = edition.calendar.filter((dates) => stateOf(dates, at) === 'open');
  const first = [...open].sort((one, other) => one.closesAt - other.closesAt)[0];
  return first?.stage ?? currentStage(edition.calendar, at);
}

function stageFact(edition: Edition, dates: StageDates, state: StageState, words: Words): string {
  const fact = (key: string, instant: Instant) =>
    words.t(`editions.stage.${key}`, { date: inZone(edition, words, instant, 'dateTime') });
  if (dates.stage === 'announcement') return fact('on', dates.opensAt);
  if (state === 'closed') return fact('closed', dates.closesAt);
  return state === 'open' ? fact('until', dates.closesAt) : fact('from', dates.opensAt);
}

function stageNotes(edition: Edition, dates: StageDates, words: Words): string[] {
  const { rules } = edition.definition;
  const extended =
    dates.extendedBecause === undefined
      ? []
      : [words.t('editions.stage.extended', { reason: dates.extendedBecause })];
  if (dates.stage === 'nomination' && rules.nomination.maxPerCountry !== null) {
    return [words.t('editions.stage.limit', { count: rules.nomination.maxPerCountry }), ...extended];
  }
  if (dates.stage === 'scoring') {
    return [words.t('editions.stage.readers', { count: rules.jury.readersPerNomination }), ...extended];
  }
  return extended;
}

function stepsInWords({ definition }: Edition, words: Words): { title: string; text: string }[] {
  const facts = {
    sections: definition.sections.length,
    files: definition.rules.eligibility.requiredFiles.length,
    limit: definition.rules.nomination.maxPerCountry ?? 0,
  };
  return ['signIn', 'write', 'attach', 'submit'].map((step) => ({
    title: words.t(`editions.steps.${step}.title`),
    text: words.t(`editions.steps.${step}.text`, facts),
  }));
}

/** When the rules were published, each change since with its reason, and each stage that was moved. */
function publication(edition: Edition, versions: readonly Version[], words: Words): Fact[] {
  const { publishedAt } = edition;
  if (publishedAt === null) return [];
  const changes = versions.filter((one) => one.createdAt > publishedAt);
  const published = words.t('editions.rules.published.at', {
    date: inZone(edition, words, publishedAt, 'dateTime'),
    version: edition.version,
  });
  const listed = changes.map((one) =>
    words.t('editions.rules.published.change', {
      date: inZone(edition, words, one.createdAt, 'date'),
      version: one.version,
      reason: one.reason,
    }),
  );
  const moved = edition.calendar.flatMap((dates) => movedInWords(edition, dates, words));
  const values =
    listed.length + moved.length > 0
      ? [published, ...listed, ...moved]
      : [published, words.t('editions.rules.published.unchanged')];
  return [{ term: words.t('editions.rules.published.term'), values }];
}

function movedInWords(edition: Edition, dates: StageDates, words: Words): string[] {
  if (dates.extendedBecause === undefined) return [];
  return [
    words.t('editions.rules.published.moved', {
      stage: words.t(`editions.stage.${dates.stage}`),
      date: inZone(edition, words, dates.closesAt, 'dateTime'),
      reason: dates.extendedBecause,
    }),
  ];
}
