import { page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { mailById, newestMails } from './mailbox-pages.ts';

/** The mailbox of a try-out: it exists only outside production and without a mail server. */
const hasMailbox = (call: Call) => (call.service.config.hasLocalMailbox ? true : null);

const list = route({
  method: 'get',
  path: '/mailbox',
  audience: 'anyone',
  find: hasMailbox,
  handle: (call) =>
    page('overview/mailbox', {
      title: call.t('overview.mailbox.title'),
      mails: newestMails(call.service.db),
    }),
});

const one = route({
  method: 'get',
  path: '/mailbox/:mail',
  audience: 'anyone',
  find: (call) => hasMailbox(call) && mailById(call.service.db, call.params.mail ?? ''),
  handle: (_call, mail) => page('overview/mail', { title: mail.subject, ...mail }),
});

export const mailboxRoutes = [list, one];
