import { page } from '../platform/http/answer.ts';
import { nothing, type Room, route } from '../platform/http/route.ts';
import { awardTable, pastEditions } from './archive-pages.ts';
import { awardsImportRoutes } from './awards-import-routes.ts';
import { importRoutes } from './import-routes.ts';
import { registryRoutes } from './registry-routes.ts';

const archive = route({
  method: 'get',
  path: '/archive',
  audience: 'anyone',
  find: nothing,
  handle: (call) =>
    page('cities/archive', {
      title: call.t('cities.archive.title'),
      table: awardTable(call.service.db),
      editions: pastEditions(call.service.db, call),
    }),
});

export const citiesRoom: Room = {
  name: 'cities',
  routes: [archive, ...importRoutes, ...awardsImportRoutes, ...registryRoutes],
};
