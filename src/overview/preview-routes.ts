/** The preview of every page of an edition as each role: marked, read-only, without a person's data. */
import { calendarFile } from '../editions/calendar-pages.ts';
import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { type Answer, data, page } from '../platform/http/answer.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import { previewBase } from './placeholder.ts';
import { drawPreview, PREVIEW_ROLES, PREVIEWS } from './role-preview-pages.ts';

const BASE = '/office/:edition/preview';

const list = route({
  method: 'get',
  path: BASE,
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) =>
    page('overview/role-preview', {
      title: call.t('editions.links.preview'),
      name: inLang(call, edition.definition.name),
      base: `/office/${edition.slug}`,
      roles: PREVIEW_ROLES.map((role) => ({
        title: call.t(`overview.preview.roles.${role}`),
        pages: PREVIEWS[role].map((name) => ({
          href: `${previewBase(call, edition)}/${role}/${name}`,
          label: call.t(`overview.preview.${role}.${name}`),
        })),
      })),
    }),
});

/** The page of the address, drawn; null where there is none. */
function drawnAt(call: Call): { drawn: Answer } | null {
  const edition = editionAs(call, OFFICE_READERS);
  const role = PREVIEW_ROLES.find((one) => one === call.params.role);
  if (edition === null || role === undefined) return null;
  const { name = PREVIEWS[role][0], of } = call.params;
  const drawn = drawPreview(call, edition, { role, name, of });
  return drawn && { drawn };
}

const onePage = (path: string) =>
  route({
    method: 'get',
    path: `${BASE}${path}`,
    audience: OFFICE_READERS,
    find: drawnAt,
    handle: (_call, { drawn }) => drawn,
  });

const calendar = route({
  method: 'get',
  path: `${BASE}/public/calendar.ics`,
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition: Edition) => {
    const text = calendarFile(edition, call.service.config.origin, call);
    return data('text/calendar; charset=utf-8', text, `${edition.slug}.ics`);
  },
});

export const previewRoutes: readonly AnyRoute[] = [
  list,
  calendar,
  onePage('/:role'),
  onePage('/:role/:name'),
  onePage('/:role/:name/:of'),
];
