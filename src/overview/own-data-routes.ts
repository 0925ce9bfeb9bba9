import { data } from '../platform/http/answer.ts';
import { accountOf, nothing, route } from '../platform/http/route.ts';
import { ownData } from './own-data-pages.ts';

const own = route({
  method: 'get',
  path: '/my/account/data',
  audience: 'account',
  fresh: true,
  find: nothing,
  handle: (call) => {
    const held = ownData(call.service.db, accountOf(call).id, call.at);
    return data('application/json; charset=utf-8', `${JSON.stringify(held, null, 2)}\n`, 'my-data.json');
  },
});

export const ownDataRoutes = [own];
