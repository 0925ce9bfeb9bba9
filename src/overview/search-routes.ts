import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { page } from '../platform/http/answer.ts';
import { type AnyRoute, type Call, nothing, route } from '../platform/http/route.ts';
import { type Findable, findAmong, LONGEST_SEARCH, type SearchGroup, wordsOf } from './search.ts';
import { findableByOffice, findableByOwner } from './search-pages.ts';

const GROUPS: readonly SearchGroup[] = ['nominations', 'cities', 'jurors'];
const MOST_A_GROUP = 50;

function drawSearch(call: Call, findable: readonly Findable[], hidden: number, editionSlug?: string) {
  const asked = (call.query.get('q') ?? '').trim().slice(0, LONGEST_SEARCH);
  const found = findAmong(findable, asked);
  return page('overview/search', {
    title: call.t('overview.search.title'),
    ...(editionSlug === undefined ? {} : { editionSlug }),
    here: `/${call.lang}${call.path}`,
    asked,
    hasAsked: wordsOf(asked).length > 0,
    count: found.length,
    hidden,
    hint: call.t(`overview.search.hint.${editionSlug === undefined ? 'own' : 'office'}`),
    groups: GROUPS.map((group) => {
      const own = found.filter((one) => one.group === group);
      return {
        heading: call.t(`overview.search.${group}`, { count: own.length }),
        rows: own.slice(0, MOST_A_GROUP),
        more: Math.max(0, own.length - MOST_A_GROUP),
      };
    }).filter(({ rows }) => rows.length > 0),
  });
}

const office = route({
  method: 'get',
  path: '/office/:edition/search',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { all, hidden } = findableByOffice(call, edition);
    return drawSearch(call, all, hidden, edition.slug);
  },
});

const own = route({
  method: 'get',
  path: '/my/search',
  audience: 'account',
  find: nothing,
  handle: (call) => drawSearch(call, findableByOwner(call), 0),
});

export const searchRoutes: readonly AnyRoute[] = [office, own];
