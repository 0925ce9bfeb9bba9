import { REGIONS } from '../editions/definition.ts';
import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { page } from '../platform/http/answer.ts';
import { nothing, type Room, route } from '../platform/http/route.ts';
import { countryName } from './countries.ts';
import { allCities, allPastAwards, searchCities } from './pages.ts';

const archive = route({
  method: 'get',
  path: '/archive',
  audience: 'anyone',
  find: nothing,
  handle: (call) => {
    const awards = allPastAwards(call.service.db);
    const years = [...new Set(awards.map(({ year }) => year))].sort((one, other) => one - other);
    return page('cities/archive', {
      title: call.t('cities.archive.title'),
      years,
      rows: REGIONS.map((code) => ({
        code,
        counts: years.map((year) => awards.filter((one) => one.year === year && one.region === code).length),
        total: awards.filter((one) => one.region === code).length,
      })),
      editions: [...years].reverse().map((year) => ({
        year,
        cities: awards
          .filter((one) => one.year === year)
          .map((one) => ({
            name: one.cityName,
            country: countryName(call.lang, one.country),
            region: one.region,
          })),
      })),
    });
  },
});

const registry = route({
  method: 'get',
  path: '/office/:edition/cities',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { db } = call.service;
    const asked = call.query.get('name') ?? '';
    const found = asked.trim() === '' ? allCities(db) : searchCities(db, asked);
    const awards = allPastAwards(db);
    return page('cities/list', {
      title: call.t('cities.list.title'),
      editionSlug: edition.slug,
      here: `/${call.lang}${call.path}`,
      asked,
      count: found.length,
      cities: found.map((city) => ({
        name: city.name,
        localName: city.localName,
        country: countryName(call.lang, city.country),
        region: city.region,
        joined: city.joined,
        awards: awards.flatMap(({ cityId, year }) => (cityId === city.id ? [String(year)] : [])).join(', '),
      })),
    });
  },
});

export const citiesRoom: Room = { name: 'cities', routes: [archive, registry] };
