import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { page } from '../platform/http/answer.ts';
import { partOf } from '../platform/http/paging.ts';
import { type Call, route } from '../platform/http/route.ts';
import { MESSAGE_STATES, type MessageRow, messageCounts, messagesOf } from './messages-pages.ts';

const SIZE = 50;

/** A message as a row of the list; what it awaits and what may be done are told by its state. */
function shown(call: Call, edition: Edition, message: MessageRow) {
  return {
    ...message,
    what: call.service.translate(call.lang, `${message.template}.what`),
    href: `/${call.lang}/office/${edition.slug}/messages/${message.id}`,
  };
}

const list = route({
  method: 'get',
  path: '/office/:edition/messages',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const state = MESSAGE_STATES.find((one) => one === call.query.get('state')) ?? null;
    const counts = messageCounts(call.service.db, edition.id);
    const all = MESSAGE_STATES.reduce((sum, one) => sum + counts[one], 0);
    const part = partOf(call, state === null ? all : counts[state], SIZE);
    const here = `/${call.lang}${call.path}`;
    const tab = (name: string, href: string, count: number, current: boolean) => ({
      href,
      label: call.t(`overview.messages.${name}`),
      count,
      current,
    });
    return page('overview/messages', {
      title: call.t('overview.messages.title'),
      editionSlug: edition.slug,
      mayWrite: isOrganiser(call, edition),
      returned: `${here}/returned`,
      letters: `/${call.lang}/office/${edition.slug}/letters`,
      tabs: [
        tab('all', here, all, state === null),
        ...MESSAGE_STATES.map((one) => tab(one, `${here}?state=${one}`, counts[one], state === one)),
      ],
      part,
      messages: messagesOf(call.service.db, edition.id, { state, from: part.from, size: SIZE }).map(
        (message) => shown(call, edition, message),
      ),
    });
  },
});

export const messagesRoutes = [list];
