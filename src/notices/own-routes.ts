import { z } from 'zod';
import { page, seeOther } from '../platform/http/answer.ts';
import { partOf } from '../platform/http/paging.ts';
import { accountOf, nothing, route } from '../platform/http/route.ts';
import { countOwnMessages, ownMessage, ownMessages, wantsReminders } from './own-pages.ts';
import { chooseReminders } from './reminder-store.ts';

const PATH = '/my/messages';
const SIZE = 50;
/** Its words sign a person in: they are wiped when it is delivered, and nothing of them is left to show. */
const SIGN_IN = 'people.mail.sign-in';

const list = route({
  method: 'get',
  path: PATH,
  audience: 'account',
  find: nothing,
  handle: (call) => {
    const { db, translate } = call.service;
    const { id } = accountOf(call);
    const part = partOf(call, countOwnMessages(db, id), SIZE);
    return page('notices/own', {
      title: call.t('notices.own.title'),
      wanted: wantsReminders(db, id),
      part,
      messages: ownMessages(db, id, { from: part.from, size: SIZE }).map((message) => ({
        href: message.template === SIGN_IN ? null : `/${call.lang}${PATH}/${message.id}`,
        what: translate(call.lang, `${message.template}.what`),
        toAddress: message.toAddress,
        at: message.at,
      })),
    });
  },
});

const one = route({
  method: 'get',
  path: `${PATH}/:message`,
  audience: 'account',
  find: (call) => {
    const found = ownMessage(call.service.db, accountOf(call).id, call.params.message ?? '');
    return found?.template === SIGN_IN ? null : found;
  },
  handle: (call, message) => {
    const facts = { name: message.toName, ...(JSON.parse(message.facts) as Record<string, string | number>) };
    const say = (part: string) => call.service.translate(message.lang, `${message.template}.${part}`, facts);
    return page('notices/message', {
      title: say('subject'),
      messageLang: message.lang,
      at: message.at,
      toAddress: message.toAddress,
      lines: say('body').split('\n\n'),
    });
  },
});

const choose = route({
  method: 'post',
  path: `${PATH}/reminders`,
  audience: 'account',
  find: nothing,
  form: z.strictObject({ wanted: z.enum(['yes', 'no']) }),
  handle: async (call, _thing, { wanted }) => {
    const { id } = accountOf(call);
    await call.service.act(id, 'reminders.chosen', (tx) => {
      if (wantsReminders(tx.db, id) !== (wanted === 'yes')) chooseReminders(tx, id, wanted === 'yes');
    });
    return seeOther(PATH, { key: `notices.notice.reminders-${wanted}` });
  },
});

export const ownRoutes = [list, one, choose];
