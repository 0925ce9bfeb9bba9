import { REGIONS } from '../editions/definition.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { allEditions, type Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import type { Db } from '../platform/database.ts';
import { data, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import type { Role } from '../platform/http/viewer.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { wrongAwardForm } from './forms.ts';
import { awardsOfCity, type City, cityById } from './pages.ts';
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
import { removePastAward } from './store.ts';

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

type CityAt = { edition: Edition; found: City };

function cityAt(call: Call, roles: readonly Role[]): CityAt | null {
  const edition = editionAs(call, roles);
  const found = edition && cityById(call.service.db, call.params.city ?? '');
  return edition && found ? { edition, found } : null;
}

/** The years of the awards of a city that were brought in as a list: what was announced here is corrected there. */
function broughtIn(db: Db, city: City): number[] {
  const own = new Set(
    allEditions(db).flatMap(({ year, publishedAt }) => (publishedAt === null ? [] : [year])),
  );
  return awardsOfCity(db, city.id)
    .map(({ year }) => year)
    .filter((year) => !own.has(year));
}

function drawCity(call: Call, { edition, found }: CityAt, typed: Typed, errors: readonly FieldError[]) {
  const years = isOrganiser(call, edition) ? broughtIn(call.service.db, found) : [];
  return page('cities/city', {
    title: found.name,
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    city: found.id,
    ...cityFacts(call.service.db, found, call),
    removable: years.map((year) => ({
      value: String(year),
      label: call.t('cities.city.award', { year: String(year) }),
      chosen: typed.year === String(year),
    })),
    typed,
    errors: errorTexts(call, errors),
  });
}

const city = route({
  method: 'get',
  path: '/office/:edition/cities/:city',
  audience: OFFICE_READERS,
  find: (call) => cityAt(call, OFFICE_READERS),
  handle: (call, at) => drawCity(call, at, {}, []),
});

const removeAward = route({
  method: 'post',
  path: '/office/:edition/cities/:city/wrong-award',
  audience: ['organiser'],
  find: (call) => cityAt(call, ['organiser']),
  form: wrongAwardForm,
  handle: async (call, { edition, found }, { year, reason }) => {
    const outcome = await call.service.act(accountOf(call).id, 'award.removed', (tx) => {
      if (!broughtIn(tx.db, found).includes(year))
        return refuse('cities.noSuchAward', { year: String(year) });
      return removePastAward(tx, found.id, year, reason);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/cities/${found.id}`, { key: 'cities.notice.awardRemoved' });
  },
  redraw: drawCity,
});

export const registryRoutes: readonly AnyRoute[] = [registry, exportCsv, city, removeAward];
