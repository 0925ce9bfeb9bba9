import { countryName } from '../cities/countries.ts';
import { awardsOfCity } from '../cities/pages.ts';
import { datesOf, stateOf } from '../editions/calendar.ts';
import { nominationById } from '../nominations/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { isRefusal } from '../platform/result.ts';
import { type JuryAt, ownJury, ownReading, type ReadingAt, readInAct } from './appointments.ts';
import { ownPoints } from './card-pages.ts';
import { emptyForm } from './forms.ts';
import {
  amountWords,
  FILTERS,
  type Filter,
  filterOf,
  isListed,
  type ListedReading,
  leftWords,
  listReadings,
  nextReading,
  pathOf,
  spineOf,
  stateWord,
} from './list-page.ts';
import { isRead, scoringClosedAt } from './pages.ts';
import { whyNotOpen } from './policy.ts';
import { openScorecard } from './store.ts';

function rowsOf(call: Call, at: JuryAt, listed: ListedReading[], next: ListedReading | null) {
  const { rubric } = at.edition.definition;
  return listed.map((one) => ({
    href: `/${call.lang}${pathOf(at.edition.slug, one.reading)}`,
    city: one.reading.city,
    country: countryName(call.lang, one.reading.country),
    region: one.reading.region,
    language: call.t('scoring.language', { lang: one.reading.lang }),
    state: spineOf(one, next),
    word: stateWord(call, one, next),
    amount: amountWords(call, rubric, one),
    saved: isoOf(one.reading.lockedAt ?? one.reading.savedAt),
  }));
}

/** Sentences below the list: what was handed back, what was withdrawn, whose scores are seen. */
function notesOf(call: Call, { edition, readings }: JuryAt): string[] {
  const zone = call.viewer.account?.timeZone ?? edition.definition.timeZone;
  const day = (at: number) => formatInstant(call.lang, isoOf(at), zone, 'date');
  const handedBack = readings.flatMap(({ city, recusedAt, recusalReason }) =>
    recusedAt === null
      ? []
      : call.t('scoring.list.handedBack', { city, day: day(recusedAt), reason: recusalReason ?? '' }),
  );
  const withdrawn = readings.flatMap((one) =>
    isRead(one) && one.withdrawnAt !== null
      ? call.t('scoring.list.withdrawn', { city: one.city, day: day(one.withdrawnAt) })
      : [],
  );
  const { othersScores } = edition.definition.rules.jury;
  return [...handedBack, ...withdrawn, call.t(`scoring.list.others.${othersScores}`)];
}

/** The filter of the address, which the browser then keeps until it is closed; without one, what was chosen last. */
function keptFilter(call: Call): Filter {
  const chosen = call.query.get('show');
  if (chosen === null) return filterOf(call.cookies.read('show'));
  const filter = filterOf(chosen);
  call.cookies.set('show', filter);
  return filter;
}

function drawList(call: Call, at: JuryAt): Answer {
  const { edition, readings } = at;
  const { rubric } = edition.definition;
  const live = readings.filter((one) => isRead(one) && one.withdrawnAt === null);
  const points = ownPoints(call.service.db, live[0]?.juror ?? '');
  const listed = listReadings(call, rubric, live, points);
  const next = nextReading(listed);
  const filter = keptFilter(call);
  const base = `/${call.lang}/jury/${edition.slug}`;
  const dates = datesOf(edition.calendar, 'scoring');
  return page('scoring/list', {
    title: call.t('scoring.list.title', {
      done: listed.filter(({ state }) => state === 'locked').length,
      total: listed.length,
    }),
    editionSlug: edition.slug,
    who: call.t('scoring.list.who', { year: String(edition.year), name: call.viewer.account?.name ?? '' }),
    states: listed.map((one) => spineOf(one, next)),
    empty: listed.length === 0,
    left: leftWords(call, listed),
    stage: stateOf(dates, call.at),
    opensAt: isoOf(dates.opensAt),
    closesAt: isoOf(dates.closesAt),
    next: next && { href: `/${call.lang}${pathOf(edition.slug, next.reading)}`, city: next.reading.city },
    tabs: FILTERS.map((one) => ({
      href: `${base}?show=${one}`,
      label: call.t(`scoring.list.filter.${one}`),
      count: listed.filter((row) => isListed(one, row)).length,
      current: one === filter,
    })),
    sheets: { href: `${base}/sheets`, label: call.t('scoring.sheet.all') },
    rows: rowsOf(
      call,
      at,
      listed.filter((one) => isListed(filter, one)),
      next,
    ),
    notes: notesOf(call, at),
  });
}

const list = route({
  method: 'get',
  path: '/jury/:edition',
  audience: ['juror'],
  find: ownJury,
  handle: drawList,
});

/** Whether the dossier may be opened now, judged for the page and for the act alike. */
function whyNot(call: Call, { edition, reading }: ReadingAt) {
  const tallyClosedAt = scoringClosedAt(call.service.db, edition.id);
  return whyNotOpen(edition.calendar, { withdrawnAt: reading.withdrawnAt, tallyClosedAt }, call.at);
}

/** The page before the first reading: what the city is, and the question about conflicts; not a word of its dossier. */
export function drawGate(call: Call, at: ReadingAt, typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, reading, place, total } = at;
  const { db } = call.service;
  const refusal = whyNot(call, at);
  const submission = nominationById(db, reading.nomination)?.submission;
  const years = awardsOfCity(db, reading.cityId).map(({ year }) => String(year));
  return page('scoring/gate', {
    title: reading.city,
    editionSlug: edition.slug,
    place: call.t('scoring.place', { place, total }),
    localName: reading.localName,
    languageTag: reading.languageTag,
    items: [
      { term: call.t('scoring.gate.country'), value: countryName(call.lang, reading.country) },
      { term: call.t('scoring.gate.region'), value: call.t(`platform.region.${reading.region}`) },
      { term: call.t('scoring.gate.language'), value: call.t('scoring.language', { lang: reading.lang }) },
      {
        term: call.t('scoring.gate.submitted'),
        value: submission
          ? formatInstant(call.lang, isoOf(submission.at), 'UTC', 'date')
          : call.t('scoring.gate.notSubmitted'),
      },
      { term: call.t('scoring.gate.awards'), value: years.join(', ') || call.t('scoring.gate.neverAwarded') },
    ],
    base: `/${call.lang}/jury/${edition.slug}/assignments/${reading.assignment}`,
    back: `/${call.lang}/jury/${edition.slug}`,
    closed: refusal && call.t(refusal.code, refusal.facts),
    typed,
    errors: errorTexts(call, errors),
  });
}

const gate = route({
  method: 'get',
  path: '/jury/:edition/assignments/:assignment',
  audience: ['juror'],
  find: ownReading,
  handle: (call, at) =>
    at.reading.scorecard === null
      ? drawGate(call, at, {}, [])
      : seeOther(pathOf(at.edition.slug, at.reading)),
});

const open = route({
  method: 'post',
  path: '/jury/:edition/assignments/:assignment/open',
  audience: ['juror'],
  find: ownReading,
  form: emptyForm,
  handle: async (call, at) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'scorecard.opened', (tx) => {
      const now = readInAct(tx, at, account);
      if (isRefusal(now)) return now;
      const { edition, reading } = now;
      if (reading.scorecard !== null) return reading.scorecard;
      const tallyClosedAt = scoringClosedAt(tx.db, edition.id);
      const { withdrawnAt } = reading;
      const refusal = whyNotOpen(edition.calendar, { withdrawnAt, tallyClosedAt }, tx.at);
      return refusal ?? openScorecard(tx, reading);
    });
    return isRefusal(outcome) ? outcome : seeOther(`/jury/${at.edition.slug}/scorecards/${outcome}`);
  },
  redraw: drawGate,
});

export const listRoutes = [list, gate, open];
