import { countryName } from '../cities/countries.ts';
import { type Answer, type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { type CountriesAt, countriesOf } from './appointments.ts';
import { commissionAccounts, preferenceOf } from './commission-pages.ts';
import { orderNominations } from './endorsement-store.ts';
import { orderForm, placeField } from './forms.ts';
import { inOrder } from './nomination.ts';
import { liveNominations } from './pages.ts';
import { whyNotOrder } from './policy.ts';

type OrderAt = CountriesAt & { country: string };

function orderAt(call: Call): OrderAt | null {
  const at = countriesOf(call);
  const country = at?.countries.find((code) => code === call.params.country?.toUpperCase());
  const isAsked = at?.edition.definition.rules.nomination.asksOrder === true;
  return at && country !== undefined && isAsked ? { ...at, country } : null;
}

/** What the commission has nominated, in the order that it gave last. */
function nominatedOf(call: Call, { edition, country }: OrderAt) {
  const { db } = call.service;
  const nominated = liveNominations(db, edition.id).filter(
    (one) => one.country === country && one.state === 'nominated',
  );
  return inOrder(nominated, preferenceOf(db, edition.id, country));
}

function draw(call: Call, at: OrderAt, typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, country } = at;
  const nominated = nominatedOf(call, at);
  const refusal = whyNotOrder(edition.calendar, nominated.length, call.at);
  return page('nominations/order', {
    title: call.t('nominations.order.title'),
    country: countryName(call.lang, country),
    editionSlug: edition.slug,
    back: `/${call.lang}/commission/${edition.slug}`,
    action: `/${call.lang}/commission/${edition.slug}/order/${country.toLowerCase()}`,
    closed: refusal && call.t(refusal.code, refusal.facts),
    standing: nominated.map(({ cityName }) => cityName),
    places: nominated.map((stands, index) => ({
      name: placeField(index),
      label: call.t('nominations.order.place', { place: index + 1 }),
      items: nominated.map(({ id, cityName }) => ({
        value: id,
        label: cityName,
        chosen: id === (typed[placeField(index)] ?? stands.id),
      })),
    })),
    errors: errorTexts(call, errors),
  });
}

const orderPage = route({
  method: 'get',
  path: '/commission/:edition/order/:country',
  audience: ['commission'],
  find: orderAt,
  handle: (call, at) => draw(call, at, {}, []),
});

const order = route({
  method: 'post',
  path: '/commission/:edition/order/:country',
  audience: ['commission'],
  find: orderAt,
  form: (call, at) => orderForm(nominatedOf(call, at).length),
  handle: async (call, at, values) => {
    const account = accountOf(call).id;
    const known = nominatedOf(call, at).map(({ id }) => id);
    const given = known.map((_id, index) => values[placeField(index)] ?? '');
    if (given.some((id) => !known.includes(id)))
      return invalid({ field: placeField(0), code: 'nominations.field.place' });
    const outcome = await call.service.act(account, 'nomination.ordered', (tx) => {
      const speaks = commissionAccounts(tx.db, at.edition.id, at.country).includes(account);
      if (!speaks) return refuse('nominations.missing');
      const refusal = whyNotOrder(at.edition.calendar, known.length, tx.at);
      if (refusal) return refusal;
      orderNominations(tx, at.edition.id, at.country, given);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/commission/${at.edition.slug}`, { key: 'nominations.notice.ordered' });
  },
  redraw: draw,
});

export const orderRoutes = [orderPage, order];
