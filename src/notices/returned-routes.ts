import { editionAs } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { peopleNotReached } from './bounce-pages.ts';
import { recordBounce } from './bounce-store.ts';
import { returnedForm } from './forms.ts';

const PATH = '/office/:edition/messages/returned';

function draw(call: Call, edition: Edition, typed: Typed, errors: Parameters<typeof errorTexts>[1]) {
  const messages = `/${call.lang}/office/${edition.slug}/messages`;
  const kinds = ['yes', 'no'] as const;
  return page('notices/returned', {
    title: call.t('notices.returned.title'),
    editionSlug: edition.slug,
    messages,
    here: `${messages}/returned`,
    people: peopleNotReached(call.service.db, edition.id).map((one) => ({
      ...one,
      href: `${messages}/${one.message}`,
      kind: call.t(`notices.returned.${one.isPermanent ? 'forGood' : 'forNow'}`),
    })),
    kinds: kinds.map((value) => ({
      value,
      label: call.t(`notices.returned.${value === 'yes' ? 'forGood' : 'forNow'}`),
      chosen: typed.permanent === value,
    })),
    typed,
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: PATH,
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => draw(call, edition, {}, []),
});

const enter = route({
  method: 'post',
  path: PATH,
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: returnedForm,
  handle: async (call, edition, { address, reason, permanent }) => {
    const bounce = {
      address,
      reason,
      permanent: permanent === 'yes',
      source: 'hand',
      edition: edition.id,
    } as const;
    const outcome = await call.service.act(
      accountOf(call).id,
      'message.bounced',
      (tx) => recordBounce(tx, bounce) ?? refuse('notices.nothingToReturn'),
    );
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/messages/${outcome}`, { key: 'notices.notice.returned' });
  },
  redraw: draw,
});

export const returnedRoutes = [show, enter];
