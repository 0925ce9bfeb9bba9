import { countryChoices, countryName } from '../cities/countries.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import { isRefusal } from '../platform/result.ts';
import { commissionsOfEdition } from './commission-pages.ts';
import { appointCommission, endCommission } from './endorsement-store.ts';
import { commissionForm, emptyForm } from './forms.ts';
import { liveNominations } from './pages.ts';
import { whyNotInviteCommission } from './policy.ts';

/** Countries with a dossier and nobody who could nominate it. */
function countriesWithout(call: Call, edition: Edition, appointed: ReadonlySet<string>): string[] {
  const writing = liveNominations(call.service.db, edition.id).map((one) => one.country);
  return [...new Set(writing)].filter((country) => !appointed.has(country)).sort();
}

function draw(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]): Answer {
  const base = `/${call.lang}/office/${edition.slug}/nominations`;
  const all = commissionsOfEdition(call.service.db, edition.id);
  const without = countriesWithout(call, edition, new Set(all.map((one) => one.country)));
  const refusal = whyNotInviteCommission(edition.calendar, call.at);
  const writes = isOrganiser(call, edition);
  return page('nominations/office-commissions', {
    title: call.t('nominations.commissions.title'),
    editionSlug: edition.slug,
    back: base,
    action: `${base}/commissions`,
    rows: all.map((one) => ({
      ...one,
      country: countryName(call.lang, one.country),
      since: isoOf(one.since),
      end: writes ? `${base}/commissions/${one.id}/end` : null,
    })),
    without: without.map((country) => countryName(call.lang, country)),
    mayInvite: writes && refusal === null,
    closed: refusal && call.t(refusal.code, refusal.facts),
    typed,
    countries: countryChoices(call.lang).map((one) => ({ ...one, chosen: typed.country === one.value })),
    langs: LANGS.map((lang) => ({
      value: lang,
      label: call.t(`platform.language.${lang}`),
      chosen: (typed.lang ?? call.lang) === lang,
    })),
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/nominations/commissions',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => draw(call, edition, {}, []),
});

const invite = route({
  method: 'post',
  path: '/office/:edition/nominations/commissions',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: commissionForm,
  handle: async (call, edition, values) => {
    const outcome = await call.service.act(accountOf(call).id, 'commission.appointed', (tx) => {
      return (
        whyNotInviteCommission(edition.calendar, tx.at) ?? appointCommission(tx, edition, values, call.rooms)
      );
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${edition.slug}/nominations/commissions`, {
      key: 'nominations.notice.appointed',
    });
  },
  redraw: draw,
});

const end = route({
  method: 'post',
  path: '/office/:edition/nominations/commissions/:commission/end',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, edition) => {
    await call.service.act(accountOf(call).id, 'commission.ended', (tx) => {
      endCommission(tx, edition.id, call.params.commission ?? '');
    });
    return seeOther(`/office/${edition.slug}/nominations/commissions`, {
      key: 'nominations.notice.commissionEnded',
    });
  },
});

export const commissionOfficeRoutes = [show, invite, end];
