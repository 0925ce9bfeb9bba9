import { z } from 'zod';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { page, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { sendAgain, stopMessage } from '../platform/outbox.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { MESSAGE_STATES, messageById, messageCounts, messagesOf } from './messages-pages.ts';

const list = route({
  method: 'get',
  path: '/office/:edition/messages',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const state = MESSAGE_STATES.find((one) => one === call.query.get('state')) ?? null;
    const counts = messageCounts(call.service.db, edition.id);
    const all = MESSAGE_STATES.reduce((sum, one) => sum + counts[one], 0);
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
      tabs: [
        tab('all', here, all, state === null),
        ...MESSAGE_STATES.map((one) => tab(one, `${here}?state=${one}`, counts[one], state === one)),
      ],
      messages: messagesOf(call.service.db, edition.id, state).map((message) => ({
        ...message,
        what: call.service.translate(call.lang, `${message.template}.what`),
        isWaiting: message.state === 'waiting',
        isOver: message.state === 'refused' || message.state === 'stopped',
      })),
    });
  },
});

type Found = { edition: Edition; id: string };

const findMessage = (call: Call): Found | null => {
  const edition = editionAs(call, ['organiser']);
  const message = edition && messageById(call.service.db, edition.id, call.params.message ?? '');
  return edition && message ? { edition, id: message.id } : null;
};

function verb(name: 'again' | 'stop', action: string, code: string) {
  return route({
    method: 'post',
    path: `/office/:edition/messages/:message/${name}`,
    audience: ['organiser'],
    find: findMessage,
    form: z.strictObject({}),
    handle: async (call, { edition, id }) => {
      const outcome = await call.service.act(accountOf(call).id, action, (tx) => {
        const sqlite = tx.db.$client;
        const done = name === 'again' ? sendAgain(sqlite, id) : stopMessage(sqlite, id, tx.at, tx.actor);
        if (!done) return refuse(code);
        tx.record({ edition: edition.id, object: id });
        return done;
      });
      if (isRefusal(outcome)) return outcome;
      return seeOther(`/office/${edition.slug}/messages`, { key: `overview.notice.message-${name}` });
    },
  });
}

export const messagesRoutes = [
  list,
  verb('again', 'message.resent', 'overview.messageWaits'),
  verb('stop', 'message.stopped', 'overview.messageGone'),
];
