import { awardsOfCity, type City, cityById } from '../cities/pages.ts';
import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { type Nomination, nominationsOfCity } from '../nominations/pages.ts';
import { STATE_MARKS } from '../nominations/state-marks.ts';
import { isoOf } from '../platform/clock.ts';
import { page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { drawState } from './drawn.ts';
import { screenedNomination } from './pages.ts';

type Thing = { edition: Edition; city: City };

function find(call: Call): Thing | null {
  const edition = editionAs(call, OFFICE_READERS);
  const city = edition && cityById(call.service.db, call.params.city ?? '');
  return edition && city ? { edition, city } : null;
}

function row(call: Call, nomination: Nomination) {
  const edition = wholeEdition(call.service.db, nomination.editionId);
  const { slug, year, definition } = edition;
  const screened = screenedNomination(call.service.db, edition, nomination.id, call.at);
  return {
    year: String(year),
    edition: inLang(call, definition.name),
    href: `/${call.lang}/office/${slug}/nominations/${nomination.id}`,
    startedAt: isoOf(nomination.startedAt),
    zone: definition.timeZone,
    mark: STATE_MARKS[nomination.state],
    word: call.t(`nominations.state.${nomination.state}`),
    statement: nomination.withdrawalReason ?? nomination.endorsement?.statement ?? '',
    screening: screened === null ? null : drawState(call, screened.state),
    reason: screened?.decision?.reason ?? '',
  };
}

/** A city through the editions: its awards, and its nominations in those whose office the viewer reads. */
const history = route({
  method: 'get',
  path: '/office/:edition/cities/:city/history',
  audience: OFFICE_READERS,
  find,
  handle: (call, { edition, city }) => {
    const { db } = call.service;
    const read = appointmentsAs(call.viewer, OFFICE_READERS).map((held) => held.edition);
    const own = nominationsOfCity(db, city.id).filter(({ editionId }) => read.includes(editionId));
    return page('screening/city', {
      title: call.t('screening.city.title', { city: city.name }),
      base: `/office/${edition.slug}`,
      city: { id: city.id, name: city.name },
      awards: awardsOfCity(db, city.id).map(({ year }) => String(year)),
      rows: own.map((nomination) => row(call, nomination)),
    });
  },
});

export const cityRoutes = [history];
