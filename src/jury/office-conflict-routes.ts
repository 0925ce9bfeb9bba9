import { countryName } from '../cities/countries.ts';
import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { liveNominations } from '../nominations/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { officeConflictForm } from './forms.ts';
import { juryPath } from './list-routes.ts';
import { officeConflictsOf } from './office-conflict-pages.ts';
import { declareOfficeConflict } from './store.ts';

const ownPath = (edition: { slug: string }) => `${juryPath(edition)}/own-conflicts`;

function draw(call: Call, edition: Edition, typed: Typed = {}, errors: readonly FieldError[] = []) {
  const { db } = call.service;
  const own = officeConflictsOf(db, edition.id, accountOf(call).id);
  const declared = new Map(own.map((one) => [one.nomination, one]));
  const live = liveNominations(db, edition.id).map(({ id, cityName, country }) => {
    return { id, label: `${cityName}, ${countryName(call.lang, country)}` };
  });
  return page('jury/own-conflicts', {
    title: call.t('jury.own.title'),
    editionSlug: edition.slug,
    back: `/${call.lang}${juryPath(edition)}`,
    action: `/${call.lang}${ownPath(edition)}`,
    declared: live.flatMap(({ id, label }) => {
      const found = declared.get(id);
      return found ? [{ label, reason: found.reason, at: isoOf(found.at) }] : [];
    }),
    nominations: live
      .filter(({ id }) => !declared.has(id))
      .map(({ id, label }) => ({ value: id, label, chosen: typed.nomination === id })),
    typed,
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/jury/own-conflicts',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => draw(call, edition),
});

const declare = route({
  method: 'post',
  path: '/office/:edition/jury/own-conflicts',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  form: officeConflictForm,
  handle: async (call, edition, { nomination, reason }) => {
    const outcome = await call.service.act(accountOf(call).id, 'office.conflictDeclared', (tx) => {
      const isThere = liveNominations(tx.db, edition.id).some(({ id }) => id === nomination);
      if (!isThere) return refuse('jury.missing');
      return declareOfficeConflict(tx, { edition: edition.id, nomination, reason });
    });
    return isRefusal(outcome) ? outcome : seeOther(ownPath(edition), { key: 'jury.notice.ownConflict' });
  },
  redraw: draw,
});

export const officeConflictRoutes = [show, declare];
