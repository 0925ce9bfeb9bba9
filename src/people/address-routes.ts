import { page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { changeOfToken } from './address-pages.ts';
import { askAddressChange, confirmAddress, stopAddressChange } from './address-store.ts';
import { addressAnswerForm, addressForm } from './forms.ts';
import { signInLimiter } from './limits.ts';

function draw(call: Call, typed: Typed, errors: Parameters<typeof errorTexts>[1]) {
  return page('people/address', {
    title: call.t('people.address.title'),
    address: accountOf(call).address,
    typed,
    errors: errorTexts(call, errors),
  });
}

const ask = route({
  method: 'get',
  path: '/my/account/address',
  audience: 'account',
  fresh: true,
  find: nothing,
  handle: (call) => draw(call, {}, []),
});

const begin = route({
  method: 'post',
  path: '/my/account/address',
  audience: 'account',
  fresh: true,
  find: nothing,
  form: addressForm,
  handle: async (call, _thing, values) => {
    const { id, address } = accountOf(call);
    if (values.address === address) return seeOther('/my/account');
    // Over the limit the answer is the same: the page tells nobody anything of the other address.
    if (await signInLimiter(call.service.clock).allows(values.address, call.req.ip ?? '')) {
      await call.service.act(id, 'address.asked', (tx) => askAddressChange(tx, id, values.address));
    }
    return seeOther('/my/account', { key: 'people.notice.address-asked' });
  },
  redraw: (call, _thing, typed, errors) => draw(call, typed, errors),
});

const findChange = (call: Call) => ({
  found: changeOfToken(call.service.db, call.params.token ?? '', call.at),
});

const look = route({
  method: 'get',
  path: '/address/:token',
  audience: 'anyone',
  beforeFactor: true,
  find: findChange,
  handle: (call, { found }) => {
    if (found === null) return refuse('people.expired');
    return page('people/address-answer', {
      title: call.t('people.address.answer.title'),
      lead: call.t(`people.address.answer.${found.mailbox}`, { address: found.change.address }),
      stops: found.mailbox === 'old',
    });
  },
});

const answer = route({
  method: 'post',
  path: '/address/:token',
  audience: 'anyone',
  beforeFactor: true,
  find: findChange,
  form: addressAnswerForm,
  handle: async (call, _found, { act }) => {
    const outcome = await call.service.act('system', 'address.answered', (tx) => {
      const found = changeOfToken(tx.db, call.params.token ?? '', tx.at);
      if (found === null) return refuse('people.expired');
      if (act === 'confirm') return confirmAddress(tx, found);
      if (found.mailbox === 'new') return refuse('people.expired');
      stopAddressChange(tx, found.change);
      return 'stopped';
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther('/sign-in', { key: `people.notice.address-${outcome}` });
  },
});

export const addressRoutes = [ask, begin, look, answer];
