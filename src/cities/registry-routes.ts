import { REGIONS } from '../editions/definition.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { inLang } from '../editions/words.ts';
import { data, page } from '../platform/http/answer.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import { cityById } from './pages.ts';
import {
  CITIES_A_PAGE,
  type CityFilter,
  citiesCsv,
  cityFacts,
  cityFilter,
  cityRows,
  filteredCities,
  filterQuery,
} from './registry-pages.ts';

/** How the list is paged: which fifty, and the addresses of those before and after. */
function paged(call: Call, filter: CityFilter, count: number) {
  const pages = Math.max(1, Math.ceil(count / CITIES_A_PAGE));
  const asked = Number(call.query.get('page') ?? '1');
  const at = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
  const address = (number: number) => {
    const query = new URLSearchParams(filterQuery(filter).slice(1));
    query.set('page', String(number));
    return `/${call.lang}${call.path}?${query.toString()}`;
  };
  return {
    from: (at - 1) * CITIES_A_PAGE,
    first: count === 0 ? 0 : (at - 1) * CITIES_A_PAGE + 1,
    last: Math.min(at * CITIES_A_PAGE, count),
    before: at > 1 ? address(at - 1) : null,
    after: at < pages ? address(at + 1) : null,
  };
}

const registry = route({
  method: 'get',
  path: '/office/:edition/cities',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { db } = call.service;
    const filter = cityFilter(call.query);
    const found = filteredCities(db, filter);
    const at = paged(call, filter, found.length);
    const base = `/office/${edition.slug}`;
    return page('cities/list', {
      title: call.t('cities.list.title'),
      name: inLang(call, edition.definition.name),
      base,
      here: `/${call.lang}${call.path}`,
      asked: filter.name,
      regions: REGIONS.map((code) => ({
        value: code,
        label: call.t(`platform.region.${code}`),
        chosen: code === filter.region,
      })),
      count: found.length,
      at,
      mayWrite: isOrganiser(call, edition),
      exportHref: `/${call.lang}${base}/cities/export.csv${filterQuery(filter)}`,
      cities: cityRows(db, found.slice(at.from, at.from + CITIES_A_PAGE), call),
    });
  },
});

const exportCsv = route({
  method: 'get',
  path: '/office/:edition/cities/export.csv',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call) => {
    const found = filteredCities(call.service.db, cityFilter(call.query));
    return data('text/csv; charset=utf-8', citiesCsv(found), 'cities.csv');
  },
});

const city = route({
  method: 'get',
  path: '/office/:edition/cities/:city',
  audience: OFFICE_READERS,
  find: (call) => {
    const edition = editionAs(call, OFFICE_READERS);
    const found = edition && cityById(call.service.db, call.params.city ?? '');
    return edition && found ? { edition, found } : null;
  },
  handle: (call, { edition, found }) =>
    page('cities/city', {
      title: found.name,
      name: inLang(call, edition.definition.name),
      base: `/office/${edition.slug}`,
      city: found.id,
      ...cityFacts(call.service.db, found, call),
    }),
});

export const registryRoutes: readonly AnyRoute[] = [registry, exportCsv, city];
