import { countryName } from '../cities/countries.ts';
import { awardsOfCity, type City, cityById, searchCities } from '../cities/pages.ts';
import { currentEdition, type Edition, editionBySlug } from '../editions/pages.ts';
import { whyNotAppoint } from '../people/exclusion.ts';
import { ensureAccount } from '../people/store.ts';
import type { Instant } from '../platform/clock.ts';
import { type Answer, type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { startForm } from './forms.ts';
import { liveNominationOfCity } from './pages.ts';
import { whyNotStart } from './policy.ts';
import { startNomination } from './store.ts';

const MOST_FOUND = 30;

/** The published edition that is meant: named by the address, or the one that the front page shows. */
function editionMeant(call: Call): Edition | null {
  const slug = call.params.edition ?? call.query.get('edition');
  const edition = slug ? editionBySlug(call.service.db, slug) : currentEdition(call.service.db);
  return edition?.publishedAt == null ? null : edition;
}

function cityRow(call: Call, edition: Edition, city: City) {
  const years = awardsOfCity(call.service.db, city.id).map((award) => award.year);
  const local = city.localName ? `${city.localName}, ` : '';
  const awards =
    years.length > 0 ? `, ${call.t('nominations.start.awards', { years: years.join(', ') })}` : '';
  const region = call.t(`platform.region.${city.region}`);
  const taken = liveNominationOfCity(call.service.db, edition.id, city.id) !== null;
  return {
    value: city.id,
    label: city.name,
    hint: `${local}${countryName(call.lang, city.country)}, ${region}${awards}`,
    taken,
  };
}

/** Says why the viewer cannot start a dossier now: the call is not open, or they judge or work in the office. */
function whyNotStartHere(call: Call, edition: Edition, at: Instant): Refusal | null {
  const held = call.rooms.appointmentsOf(call.service.db, accountOf(call).id);
  return whyNotStart(edition.calendar, at) ?? whyNotAppoint(held, 'owner', edition.id);
}

function drawStart(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]): Answer {
  const { db } = call.service;
  const q = String(typed.q ?? '');
  const found = searchCities(db, q);
  const refusal = whyNotStartHere(call, edition, call.at);
  return page('nominations/start', {
    title: call.t('nominations.start.title', { award: edition.definition.name[call.lang] }),
    editionSlug: edition.slug,
    slug: edition.slug,
    action: `/${call.lang}/nominations/start?edition=${edition.slug}`,
    q,
    searched: q !== '',
    count: found.length,
    more: found.length > MOST_FOUND,
    cities: found.slice(0, MOST_FOUND).map((city) => ({
      ...cityRow(call, edition, city),
      chosen: typed.city === city.id || found.length === 1,
    })),
    asksName: accountOf(call).name === '',
    typed,
    langs: LANGS.map((lang) => ({
      value: lang,
      label: call.t(`platform.language.${lang}`),
      chosen: (typed.lang || call.lang) === lang,
    })),
    closed: refusal && call.t(refusal.code, refusal.facts),
    contact: edition.definition.contact,
    errors: errorTexts(call, errors),
  });
}

const startPage = route({
  method: 'get',
  path: '/nominations/start',
  audience: 'anyone',
  find: editionMeant,
  handle: (call, edition) => {
    if (call.viewer.account === null) return seeOther(`/sign-in?back=/nominations/start/${edition.slug}`);
    const typed = { q: call.query.get('q') ?? '', lang: call.query.get('lang') ?? '' };
    return drawStart(call, edition, typed, []);
  },
});

/** The way back after signing in, where an address carries no query. */
const startBack = route({
  method: 'get',
  path: '/nominations/start/:edition',
  audience: 'anyone',
  find: editionMeant,
  handle: (_call, edition) => seeOther(`/nominations/start?edition=${edition.slug}`),
});

const start = route({
  method: 'post',
  path: '/nominations/start',
  audience: 'account',
  find: editionMeant,
  form: startForm,
  handle: async (call, edition, values) => {
    const account = accountOf(call);
    const city = cityById(call.service.db, values.city);
    if (city === null) return invalid({ field: 'city', code: 'nominations.field.city' });
    if (account.name === '' && values.name === '') {
      return invalid({ field: 'name', code: 'nominations.field.ownName' });
    }
    const outcome = await call.service.act(account.id, 'nomination.started', (tx) => {
      const refusal = whyNotStartHere(call, edition, tx.at);
      if (refusal) return refusal;
      ensureAccount(tx, { address: account.address, name: values.name, lang: call.lang });
      return startNomination(tx, { edition: edition.id, city, account: account.id, lang: values.lang });
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/nominations/${outcome}`, { key: 'nominations.notice.started' });
  },
  redraw: drawStart,
});

export const startRoutes = [startPage, startBack, start];
