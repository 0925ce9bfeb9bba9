import { z } from 'zod';
import { isoOf } from '../platform/clock.ts';
import { page, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import { feedSince } from './feed-pages.ts';
import { endFeed, makeFeed } from './feed-store.ts';

const PATH = '/my/account/calendar';

function draw(call: Call, secret: string | null) {
  const since = feedSince(call.service.db, accountOf(call).id);
  return page('notices/calendar', {
    title: call.t('notices.calendar.title'),
    since: isoOf(since),
    address: secret === null ? null : `${call.service.config.origin}/calendar/${secret}.ics`,
  });
}

const show = route({
  method: 'get',
  path: PATH,
  audience: 'account',
  find: nothing,
  handle: (call) => draw(call, null),
});

// The address is shown in the answer itself and never again: of the secret only the hash is kept.
const make = route({
  method: 'post',
  path: PATH,
  audience: 'account',
  find: nothing,
  form: z.strictObject({}),
  handle: async (call) => {
    const { id } = accountOf(call);
    return draw(call, await call.service.act(id, 'calendar.made', (tx) => makeFeed(tx, id)));
  },
});

const end = route({
  method: 'post',
  path: `${PATH}/end`,
  audience: 'account',
  find: nothing,
  form: z.strictObject({}),
  handle: async (call) => {
    const { id } = accountOf(call);
    await call.service.act(id, 'calendar.ended', (tx) => endFeed(tx, id));
    return seeOther(PATH, { key: 'notices.notice.calendar-ended' });
  },
});

export const feedRoutes = [show, make, end];
