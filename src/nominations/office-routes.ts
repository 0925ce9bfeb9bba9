import { countryName } from '../cities/countries.ts';
import { REGIONS } from '../editions/definition.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, download, type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { type DossierAt, hiddenFrom, officeNomination } from './appointments.ts';
import { commissionOfficeRoutes } from './commission-office-routes.ts';
import { dossierOf, submittedFile } from './dossier-pages.ts';
import { extensionForm } from './forms.ts';
import { type Event, historyOf } from './history-pages.ts';
import { deadlineOf, NOMINATION_STATES } from './nomination.ts';
import { isFiltered, type OfficeFilter, officeFilter, officeQuery } from './office-filter.ts';
import { allNominations, membersOf, type Nomination, nominationById } from './pages.ts';
import { paperRoutes } from './paper-routes.ts';
import { whyNotExtend, whyNotRecord } from './policy.ts';
import { STATE_MARKS } from './state-marks.ts';
import { extendNomination } from './store.ts';
import { groupTasks } from './task-list.ts';
import { instantIn } from './zoned.ts';

/** Filters are links that carry each other, each with the number that it leads to. */
function filterLinks(call: Call, base: string, all: readonly Nomination[], now: OfficeFilter) {
  const link = (label: string, filter: OfficeFilter) => {
    return {
      label,
      href: `${base}${officeQuery(filter)}`,
      count: all.filter((one) => isFiltered(one, filter)).length,
      current: filter.state === now.state && filter.region === now.region,
    };
  };
  return {
    states: ['', ...NOMINATION_STATES].map((state) =>
      link(call.t(`nominations.state.${state || 'all'}`), { ...now, state }),
    ),
    regions: ['', ...REGIONS].map((region) =>
      link(region === '' ? call.t('nominations.office.allRegions') : call.t(`platform.region.${region}`), {
        ...now,
        region,
      }),
    ),
  };
}

const list = route({
  method: 'get',
  path: '/office/:edition/nominations',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition): Answer => {
    const base = `/${call.lang}/office/${edition.slug}/nominations`;
    const hidden = hiddenFrom(call, edition.id);
    const all = allNominations(call.service.db, edition.id).filter(({ id }) => !hidden.has(id));
    const now = officeFilter(call.query);
    const shown = all.filter((one) => isFiltered(one, now));
    return page('nominations/office-list', {
      title: call.t('nominations.office.title'),
      editionSlug: edition.slug,
      progress: call.t('nominations.office.count', { shown: shown.length, total: all.length }),
      ...filterLinks(call, base, all, now),
      commissions: `${base}/commissions`,
      exportAs: shown.length === 0 ? null : { base: `${base}/export`, query: officeQuery(now) },
      rows: shown.map((one) => officeRow(call, edition, one, base)),
    });
  },
});

function officeRow(call: Call, edition: Edition, nomination: Nomination, base: string) {
  const last =
    nomination.withdrawnAt ?? nomination.endorsement?.at ?? nomination.submission?.at ?? nomination.startedAt;
  return {
    city: nomination.cityName,
    href: `${base}/${nomination.id}`,
    country: countryName(call.lang, nomination.country),
    region: nomination.region,
    language: call.t(`platform.language.${nomination.lang}`),
    mark: STATE_MARKS[nomination.state],
    word: call.t(`nominations.state.${nomination.state}`),
    since: formatInstant(call.lang, isoOf(last), edition.definition.timeZone, 'day'),
  };
}

function eventWords(call: Call, zone: string, event: Event & { name: string }) {
  const until =
    event.kind === 'extended' ? formatInstant(call.lang, isoOf(event.until), zone, 'dateTime') : '';
  return {
    at: isoOf(event.at),
    text: call.t(`nominations.event.${event.kind}`, {
      name: event.name || call.t('nominations.event.service'),
      receipt: event.kind === 'submitted' ? event.receipt : '',
      signedBy: 'signedBy' in event ? event.signedBy : '',
      until,
    }),
    reason: 'reason' in event ? event.reason : '',
  };
}

function drawOne(
  call: Call,
  { edition, nomination }: DossierAt,
  typed: Typed,
  errors: readonly FieldError[],
): Answer {
  const { db } = call.service;
  const zone = edition.definition.timeZone;
  const base = `/${call.lang}/office/${edition.slug}/nominations`;
  const dossier = dossierOf(db, nomination.id, call.lang);
  const { submission, endorsement } = nomination;
  return page('nominations/office-dossier', {
    title: nomination.cityName,
    editionSlug: edition.slug,
    back: base,
    base: `${base}/${nomination.id}`,
    fileBase: `${base}/${nomination.id}/files`,
    country: countryName(call.lang, nomination.country),
    region: nomination.region,
    language: call.t(`platform.language.${nomination.lang}`),
    state: STATE_MARKS[nomination.state],
    word: call.t(`nominations.state.${nomination.state}`),
    submission: submission && { ...submission, at: isoOf(submission.at) },
    endorsement: endorsement && { ...endorsement, at: isoOf(endorsement.at) },
    zone,
    groups: groupTasks(call, edition.definition, dossier?.sections ?? []),
    history: historyOf(db, nomination).map((event) => eventWords(call, zone, event)),
    members: membersOf(db, nomination.id).map((one) => ({
      ...one,
      role: call.t(`nominations.role.${one.role}`),
    })),
    closesAt: isoOf(deadlineOf(edition.calendar, nomination.extendedTo)),
    scan: endorsement?.signedBy == null ? null : `${base}/${nomination.id}/scans/${endorsement.id}`,
    mayRecord: isOrganiser(call, edition) && whyNotRecord(edition.calendar, nomination, call.at) === null,
    mayExtend: isOrganiser(call, edition) && nomination.withdrawnAt === null,
    typed,
    errors: errorTexts(call, errors),
  });
}

const one = route({
  method: 'get',
  path: '/office/:edition/nominations/:id',
  audience: OFFICE_READERS,
  find: (call) => officeNomination(call),
  handle: (call, at) => drawOne(call, at, {}, []),
});

const extend = route({
  method: 'post',
  path: '/office/:edition/nominations/:id/extension',
  audience: ['organiser'],
  find: (call) => officeNomination(call, ['organiser']),
  form: extensionForm,
  handle: async (call, at, { day, clock, reason }) => {
    const until = instantIn(at.edition.definition.timeZone, day, clock);
    if (until === null) return invalid({ field: 'day', code: 'nominations.field.day' });
    const outcome = await call.service.act(accountOf(call).id, 'nomination.extended', (tx) => {
      const nomination = nominationById(tx.db, at.nomination.id);
      if (nomination === null) return refuse('nominations.missing');
      // The same form sent twice gives the same time once.
      if (nomination.extendedTo === until) return;
      const refusal = whyNotExtend(at.edition.calendar, nomination, until, tx.at);
      if (refusal) return refusal;
      extendNomination(tx, at.edition, nomination, until, reason);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${at.edition.slug}/nominations/${at.nomination.id}`, {
      key: 'nominations.notice.extended',
    });
  },
  redraw: drawOne,
});

/** A redrawn form stands at the address of its verb; its language links lead back to the dossier. */
const extensionPage = route({
  method: 'get',
  path: '/office/:edition/nominations/:id/extension',
  audience: OFFICE_READERS,
  find: (call) => officeNomination(call),
  handle: (_call, { edition, nomination }) =>
    seeOther(`/office/${edition.slug}/nominations/${nomination.id}`),
});

const readFile = route({
  method: 'get',
  path: '/office/:edition/nominations/:id/files/:file',
  audience: OFFICE_READERS,
  find: (call) => {
    const at = officeNomination(call);
    return at && submittedFile(call.service.db, at.nomination.id, call.params.file ?? '');
  },
  handle: (call, file) => download(call.service.files.pathOf(file.storedName), file.name, file.mediaType),
});

// The commissions' page stands before the one of a dossier: its word is no dossier's id.
export const officeRoutes = [
  list,
  ...commissionOfficeRoutes,
  ...paperRoutes,
  one,
  extend,
  extensionPage,
  readFile,
];
