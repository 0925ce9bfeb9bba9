import { editionAs } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { sendForm } from './forms.ts';
import { previewsOf, recipientsOf } from './preview.ts';
import { GROUPS, type Group, remindersFor, whyNotWrite } from './write-pages.ts';

type Thing = { edition: Edition; group: Group };

function find(call: Call): Thing | null {
  const edition = editionAs(call, ['organiser']);
  const group = GROUPS.find((one) => one === call.params.group);
  return edition && group ? { edition, group } : null;
}

function draw(call: Call, { edition, group }: Thing, typed: Typed, errors: Parameters<typeof errorTexts>[1]) {
  const all = remindersFor(call.service, edition, group, accountOf(call).id, call.at);
  const asked = new Set([typed.to ?? []].flat());
  const chosen = asked.size === 0 ? all : all.filter(({ id }) => asked.has(id));
  const fresh = chosen.filter(({ isWritten }) => !isWritten);
  const refusal = whyNotWrite(edition, group, call.at);
  return page('overview/write', {
    title: call.t(`overview.write.${group}`, { count: fresh.length }),
    editionSlug: edition.slug,
    desk: `/${call.lang}/office/${edition.slug}`,
    action: `/${call.lang}/office/${edition.slug}/write/${group}`,
    count: fresh.length,
    written: chosen.length - fresh.length,
    isOpen: refusal === null,
    whyNot: refusal ? call.t(refusal.code) : null,
    letters: `/${call.lang}/office/${edition.slug}/letters/new/${group}`,
    chosen: fresh.map(({ id }) => id),
    recipients: recipientsOf(
      call,
      fresh.map(({ message }) => message),
    ),
    previews: previewsOf(
      call,
      fresh.map(({ message }) => message),
    ),
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/write/:group',
  audience: ['organiser'],
  find,
  handle: (call, thing) => draw(call, thing, { to: call.query.getAll('to') }, []),
});

const send = route({
  method: 'post',
  path: '/office/:edition/write/:group',
  audience: ['organiser'],
  find,
  form: sendForm,
  handle: async (call, { edition: { id, slug }, group }, { to, count }) => {
    const outcome = await call.service.act(accountOf(call).id, 'reminder.sent', (tx) => {
      const edition = wholeEdition(tx.db, id);
      const refusal = whyNotWrite(edition, group, tx.at);
      if (refusal) return refusal;
      const chosen = remindersFor(tx, edition, group, tx.actor, tx.at).filter((one) => to.includes(one.id));
      const fresh = chosen.filter(({ isWritten }) => !isWritten);
      // The same form once more: its mails were written a moment ago.
      if (fresh.length === 0 && chosen.length > 0 && chosen.length === count) return count;
      if (fresh.length !== count) return refuse('overview.recipientsChanged', { count: fresh.length });
      if (count === 0) return refuse('overview.nobodyToWrite');
      for (const { message } of fresh) tx.send(message);
      const accounts = fresh.map(({ message }) => message.to.account);
      tx.record({ edition: id, object: id, detail: { group, accounts } });
      return count;
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${slug}`, { key: 'overview.notice.written', facts: { count: outcome } });
  },
  redraw: draw,
});

export const writeRoutes = [show, send];
