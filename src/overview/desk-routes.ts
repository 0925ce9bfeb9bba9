import { standingSelection } from '../decision/pages.ts';
import { currentStage, datesOf, type StageDates, stateOf } from '../editions/calendar.ts';
import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { jurorsOf } from '../jury/pages.ts';
import { liveNominations } from '../nominations/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { type JurorProgress, jurorProgress } from '../scoring/tally-pages.ts';
import { screeningState } from '../screening/pages.ts';

/** Whether a juror has locked fewer cards than an even pace through the scoring stage would have by now. */
function isBehind({ opensAt, closesAt }: StageDates, at: number, { locked, total }: JurorProgress): boolean {
  const share = Math.min(1, Math.max(0, (at - opensAt) / (closesAt - opensAt)));
  return locked < Math.floor(total * share);
}

/** What stands in an edition, counted once for the whole desk. */
function countsOf(call: Call, edition: Edition) {
  const { db } = call.service;
  const all = liveNominations(db, edition.id);
  const submitted = all.filter(({ submission }) => submission !== null);
  const states = submitted.map(({ id }) => screeningState(db, id));
  const progress = jurorProgress(db, edition);
  const jurors = jurorsOf(db, edition.id);
  const scoring = datesOf(edition.calendar, 'scoring');
  return {
    started: all.length,
    submitted: submitted.length,
    nominated: all.filter(({ state }) => state === 'nominated').length,
    undecided: states.filter((state) => state === 'waiting').length,
    shortlisted: states.filter((state) => state === 'shortlisted').length,
    unanswered: jurors.filter(({ state }) => state === 'invited').length,
    accepted: jurors.filter(({ state }) => state === 'accepted').length,
    cards: progress.reduce((sum, one) => sum + one.total, 0),
    locked: progress.reduce((sum, one) => sum + one.locked, 0),
    late: progress.filter((one) => isBehind(scoring, call.at, one)),
  };
}

type Counts = ReturnType<typeof countsOf>;

function stageFact(call: Call, counts: Counts, dates: StageDates): string {
  const facts = {
    submitted: counts.submitted,
    nominated: counts.nominated,
    shortlisted: counts.shortlisted,
    locked: counts.locked,
    cards: counts.cards,
  };
  return call.t(`overview.desk.fact.${dates.stage}`, facts);
}

function dueOf(call: Call, edition: Edition, counts: Counts) {
  const base = `/${call.lang}/office/${edition.slug}`;
  const closing = edition.calendar
    .filter((dates) => stateOf(dates, call.at) === 'open')
    .sort((one, other) => one.closesAt - other.closesAt)
    .map((dates) => ({
      when: formatInstant(call.lang, isoOf(dates.closesAt), edition.definition.timeZone, 'day'),
      text: call.t('overview.desk.closes', { stage: call.t(`overview.stage.${dates.stage}`) }),
      href: `${base}/definition`,
      act: call.t('overview.desk.dates'),
    }));
  const now = call.t('overview.desk.now');
  const entry = (isDue: boolean, key: string, count: number, path: string) =>
    isDue
      ? [
          {
            when: now,
            text: call.t(`overview.desk.${key}`, { count }),
            href: `${base}/${path}`,
            act: call.t('overview.desk.look'),
          },
        ]
      : [];
  const open = counts.cards - counts.locked;
  const selection = standingSelection(call.service.db, edition.id);
  const waits = selection !== null && selection.proposedAt !== null && selection.approvedAt === null;
  return [
    ...entry(counts.undecided > 0, 'undecided', counts.undecided, 'screening'),
    ...entry(counts.unanswered > 0, 'unanswered', counts.unanswered, 'jury'),
    ...entry(open > 0, 'unlocked', open, 'scores'),
    ...entry(waits, 'unsigned', 1, 'decision'),
    ...closing,
  ];
}

const desk = route({
  method: 'get',
  path: '/office/:edition',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const counts = countsOf(call, edition);
    const current = currentStage(edition.calendar, call.at);
    return page('overview/desk', {
      title: call.t('overview.desk.title'),
      editionSlug: edition.slug,
      at: isoOf(call.at),
      stages: edition.calendar.map((dates) => ({
        state: dates.stage === current ? 'lit' : stateOf(dates, call.at) === 'ahead' ? 'open' : 'full',
        label: call.t(`overview.stage.${dates.stage}`),
        fact: stageFact(call, counts, dates),
        notes:
          dates.stage === 'scoring' ? [call.t('overview.desk.accepted', { count: counts.accepted })] : [],
      })),
      due: dueOf(call, edition, counts),
      behind: counts.late.map((one) => ({
        ...one,
        done: call.t('overview.desk.done', { locked: one.locked, total: one.total }),
      })),
      pages: ['definition', 'people', 'cities', 'messages', 'audit'].map((name) => ({
        href: `/${call.lang}/office/${edition.slug}/${name}`,
        label: call.t(`overview.desk.page.${name}`),
      })),
    });
  },
});

export const deskRoutes = [desk];
