import { currentStage, type StageDates, stateOf } from '../editions/calendar.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { page } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { type Due, dueOf } from './due-pages.ts';
import { type Figure, figuresOf } from './figure-pages.ts';
import { countIn, type Standing, standingFor } from './standing-pages.ts';

const base = (call: Call, edition: Edition) => `/${call.lang}/office/${edition.slug}`;

const dayOf = (call: Call, edition: Edition, at: number) =>
  formatInstant(call.lang, isoOf(at), edition.definition.timeZone, 'day');

function stageFact(call: Call, standing: Standing, { stage }: StageDates): string {
  const { submitted, nominated, locked, readings } = standing;
  const shortlisted = countIn(standing, 'shortlisted');
  return call.t(`overview.desk.fact.${stage}`, {
    submitted,
    nominated,
    shortlisted,
    locked,
    cards: readings.length,
  });
}

function shownStages(call: Call, edition: Edition, standing: Standing) {
  const current = currentStage(edition.calendar, call.at);
  return edition.calendar.map((dates) => ({
    state: dates.stage === current ? 'lit' : stateOf(dates, call.at) === 'ahead' ? 'open' : 'full',
    label: call.t(`overview.stage.${dates.stage}`),
    fact: stageFact(call, standing, dates),
    notes: dates.stage === 'scoring' ? [call.t('overview.desk.accepted', { count: standing.accepted })] : [],
  }));
}

function shownDue(call: Call, edition: Edition, { key, facts, path, act, at }: Due) {
  const closes =
    at === null ? '' : formatInstant(call.lang, isoOf(at), edition.definition.timeZone, 'dateTime');
  return {
    when: at === null ? call.t('overview.desk.now') : dayOf(call, edition, at),
    text: call.t(`overview.due.${key}`, { ...facts, closes }),
    href: `${base(call, edition)}/${path}`,
    act: call.t(`overview.act.${act}`),
  };
}

function shownBehind(call: Call, edition: Edition, { late }: Standing) {
  return late.map(({ juror, name, states, locked, total, savedAt }) => ({
    juror,
    name,
    states,
    seen:
      savedAt === null
        ? call.t('overview.desk.unsaved')
        : call.t('overview.desk.saved', { day: dayOf(call, edition, savedAt) }),
    done: call.t('overview.desk.done', { locked, total }),
  }));
}

function standingOf(call: Call, edition: Edition): Standing {
  return standingFor(call.service.db, edition, accountOf(call).id, call.at);
}

const desk = route({
  method: 'get',
  path: '/office/:edition',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { db } = call.service;
    const standing = standingOf(call, edition);
    const milestones = call.rooms.milestones(db, edition.id);
    const due = dueOf({ db, edition, standing, at: call.at, milestones });
    // Who may not write to cities is not led to the page that does.
    const mayWrite = isOrganiser(call, edition);
    return page('overview/desk', {
      title: call.t('overview.desk.title'),
      editionSlug: edition.slug,
      at: isoOf(call.at),
      stages: shownStages(call, edition, standing),
      due: due.map((one) => shownDue(call, edition, mayWrite || one.act !== 'write' ? one : lookedAt(one))),
      mayWrite,
      behind: shownBehind(call, edition, standing),
      late: standing.late.length,
      hidden: standing.hidden,
      figures: figuresOf(call, edition, standing),
      table: `${base(call, edition)}/figures`,
      pages: ['search', 'definition', 'people', 'cities', 'messages', 'audit'].map((name) => ({
        href: `${base(call, edition)}/${name}`,
        label: call.t(`overview.desk.page.${name}`),
      })),
    });
  },
});

const lookedAt = (one: Due): Due => ({ ...one, act: 'look', path: 'nominations?state=started' });

const rowsOf = ({ bars }: Figure) => bars.map(({ label, value }) => ({ label, value }));

const figures = route({
  method: 'get',
  path: '/office/:edition/figures',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { kind, charts, regions } = figuresOf(call, edition, standingOf(call, edition));
    return page('overview/figures', {
      title: call.t(`overview.figures.${kind}`),
      editionSlug: edition.slug,
      desk: base(call, edition),
      tables: charts.map((one) => ({ id: one.id, title: one.title, heads: one.heads, rows: rowsOf(one) })),
      regions,
    });
  },
});

export const deskRoutes = [desk, figures];
