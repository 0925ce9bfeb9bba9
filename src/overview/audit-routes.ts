import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { page } from '../platform/http/answer.ts';
import { type Call, route } from '../platform/http/route.ts';
import { type AuditFilter, auditChoices, auditPage, chainState } from './audit-pages.ts';

function filterOf(call: Call): AuditFilter {
  const before = call.query.get('before') ?? '';
  return {
    action: call.query.get('action') ?? '',
    actor: call.query.get('actor') ?? '',
    before: /^\d{1,15}$/.test(before) ? Number(before) : null,
  };
}

function drawAudit(call: Call, edition: Edition) {
  const { db } = call.service;
  const filter = filterOf(call);
  const { rows, count, next } = auditPage(db, edition.id, filter);
  const choices = auditChoices(db, edition.id);
  const chosen = (items: { value: string; label: string }[], value: string) =>
    items.map((item) => ({ ...item, chosen: item.value === value }));
  const older = new URLSearchParams({ action: filter.action, actor: filter.actor, before: String(next) });
  return page('overview/audit', {
    title: call.t('overview.audit.title'),
    editionSlug: edition.slug,
    rows,
    count,
    actions: chosen(choices.actions, filter.action),
    actors: chosen(choices.actors, filter.actor),
    chain: chainState(db),
    here: `/${call.lang}${call.path}`,
    ...(next === null ? {} : { older: `/${call.lang}${call.path}?${older.toString()}` }),
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
