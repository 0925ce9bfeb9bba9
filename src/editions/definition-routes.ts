import { data, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal } from '../platform/result.ts';
import { fileOf } from './copy.ts';
import { definitionPage } from './definition-page.ts';
import { emptyForm } from './forms.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from './office.ts';
import { type Edition, editionById, officersOf, versionsOf, wholeEdition } from './pages.ts';
import { whyNotPublish } from './policy.ts';
import { publishEdition } from './store.ts';

function drawDefinition(call: Call, edition: Edition, errors: readonly FieldError[] = []) {
  const { db } = call.service;
  const from = edition.copiedFrom === null ? null : editionById(db, edition.copiedFrom);
  const seen = {
    edition,
    versions: versionsOf(db, edition.id),
    officers: officersOf(db, edition.id),
    copiedFrom: from?.slug ?? null,
    mayWrite: isOrganiser(call, edition),
  };
  return page('editions/definition', {
    ...definitionPage(seen, call.at, call),
    errors: errorTexts(call, errors),
  });
}

const definition = route({
  method: 'get',
  path: '/office/:edition/definition',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawDefinition(call, edition),
});

const file = route({
  method: 'get',
  path: '/office/:edition/definition/file',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (_call, edition) =>
    data('application/json', `${JSON.stringify(fileOf(edition), null, 2)}\n`, `edition-${edition.slug}.json`),
});

const publish = route({
  method: 'post',
  path: '/office/:edition/definition/publish',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, { id, slug }) => {
    const outcome = await call.service.act(accountOf(call).id, 'edition.published', (tx) => {
      const refusal = whyNotPublish(wholeEdition(tx.db, id), officersOf(tx.db, id), tx.at);
      if (refusal) return refusal;
      publishEdition(tx, id);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${slug}/definition`, { key: 'editions.notice.published' });
  },
  redraw: (call, edition, _typed, errors) => drawDefinition(call, edition, errors),
});

export const definitionRoutes: readonly AnyRoute[] = [definition, file, publish];
