import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { page } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { auditChoices, auditFilter, auditPage, auditQuery, chainState } from './audit-pages.ts';

function drawAudit(call: Call, edition: Edition) {
  const { db } = call.service;
  const filter = auditFilter(call.query, edition.definition.timeZone);
  const typed = call.query.get('before') ?? '';
  const before = /^\d{1,15}$/.test(typed) ? Number(typed) : null;
  const { rows, count, next } = auditPage(db, edition, accountOf(call).id, filter, before);
  const choices = auditChoices(db, edition.id);
  const chosen = (items: { value: string; label: string }[], value: string) =>
    items.map((item) => ({ ...item, chosen: item.value === value }));
  const here = `/${call.lang}${call.path}`;
  const query = auditQuery(filter);
  const older = `${here}${query}${query === '' ? '?' : '&'}before=${next}`;
  return page('overview/audit', {
    title: call.t('overview.audit.title'),
    editionSlug: edition.slug,
    rows,
    count,
    filter,
    actions: chosen(choices.actions, filter.action),
    actors: chosen(choices.actors, filter.actor),
    chain: chainState(db),
    here,
    exportAs: count === 0 ? null : { base: `${here}/export`, query },
    ...(next === null ? {} : { older }),
  });
}

const office = route({
  method: 'get',
  path: '/office/:edition/audit',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: drawAudit,
});

const auditor = route({
  method: 'get',
  path: '/audit/:edition',
  audience: ['auditor'],
  find: (call) => editionAs(call, ['auditor']),
  handle: drawAudit,
});

export const auditRoutes = [office, auditor];
