import { datesOf } from '../editions/calendar.ts';
import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { namesOf } from '../people/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { page } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { type OfficeReading, readingsOfEdition, scoringClosedAt } from './pages.ts';
import { heldRemarks } from './remark-pages.ts';
import { waitingReopenings } from './reopening-pages.ts';
import { cardState } from './scorecard.ts';
import { jurorProgress } from './tally-pages.ts';

/** The state of a card in the office's words: progress alone, never a score. */
export function stateOf(call: Call, one: OfficeReading) {
  if (one.withdrawnAt !== null) return { state: 'open', word: call.t('scoring.state.withdrawn') };
  if (one.inConflict) return { state: 'need', word: call.t('scoring.state.conflict') };
  if (one.recusedAt !== null) return { state: 'need', word: call.t('scoring.state.recused') };
  const state = cardState(one.openedAt, one.lockedAt);
  const spine = { locked: 'full', draft: 'half', unopened: 'open' }[state];
  return { state: spine, word: call.t(`scoring.state.${state}`) };
}

function cardRows(call: Call, edition: Edition, readings: readonly OfficeReading[]) {
  return readings.map((one) => ({
    href: one.scorecard && `/${call.lang}/office/${edition.slug}/scores/${one.scorecard}`,
    city: one.city,
    region: one.region,
    ...stateOf(call, one),
    saved: isoOf(one.lockedAt ?? one.savedAt),
  }));
}

const overview = route({
  method: 'get',
  path: '/office/:edition/scores',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { db } = call.service;
    const hidden = hiddenFromOffice(db, edition.id, accountOf(call).id);
    const progress = jurorProgress(db, edition, hidden);
    const base = `/${call.lang}/office/${edition.slug}/scores`;
    const chosen = progress.find(({ juror }) => juror === call.query.get('juror'));
    const readings = readingsOfEdition(db, edition).filter(
      ({ announcedAt, nomination }) => announcedAt !== null && !hidden.has(nomination),
    );
    const locked = progress.reduce((sum, one) => sum + one.locked, 0);
    const total = progress.reduce((sum, one) => sum + one.total, 0);
    const dates = datesOf(edition.calendar, 'scoring');
    const closed = scoringClosedAt(db, edition.id) !== null;
    return page('scoring/office', {
      title: call.t('scoring.office.title', { locked, total }),
      editionSlug: edition.slug,
      closesAt: isoOf(dates.closesAt),
      closed,
      tally: `/${call.lang}/office/${edition.slug}/tally`,
      base,
      names: closed ? `${base}/names` : null,
      named: closed ? call.t('scoring.names.waiting', { count: heldRemarks(db, edition, hidden) }) : '',
      jurors: progress.map((one) => ({
        ...one,
        href: `${base}?juror=${one.juror}`,
        done: call.t('scoring.office.done', { locked: one.locked, total: one.total }),
        saved: isoOf(one.savedAt),
        current: one === chosen,
      })),
      waiting: waitingOf(call, edition, readings),
      chosen: chosen && {
        name: chosen.name,
        rows: cardRows(
          call,
          edition,
          readings.filter(({ juror }) => juror === chosen.juror),
        ),
      },
    });
  },
});

function waitingOf(call: Call, edition: Edition, readings: readonly OfficeReading[]) {
  const waiting = waitingReopenings(call.service.db, edition.id);
  const names = namesOf(call.service.db, [
    ...waiting.map(({ askedBy }) => askedBy),
    ...readings.map(({ account }) => account),
  ]);
  return waiting.flatMap(({ scorecard, askedBy, reason }) => {
    const reading = readings.find((one) => one.scorecard === scorecard);
    // Of a card that is not among theirs a reader is not told that somebody asks for it either.
    return reading
      ? {
          href: `/${call.lang}/office/${edition.slug}/scores/${scorecard}`,
          text: call.t('scoring.office.waiting', {
            by: names.get(askedBy)?.name ?? '',
            juror: names.get(reading.account)?.name ?? '',
            city: reading.city,
          }),
          reason,
        }
      : [];
  });
}

export const officeRoutes = [overview];
