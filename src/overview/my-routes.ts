import { countryName } from '../cities/countries.ts';
import { currentEdition, editionById } from '../editions/pages.ts';
import { openInvitationsOf } from '../jury/pages.ts';
import { nominationById } from '../nominations/pages.ts';
import { page } from '../platform/http/answer.ts';
import { accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import type { Appointment, Role } from '../platform/http/viewer.ts';
import { openClarificationsOf } from '../screening/pages.ts';

type Waiting = { href: string; title: string; what: string };

function waitingOf(call: Call, held: Appointment): Waiting | null {
  const { db } = call.service;
  const edition = editionById(db, held.edition);
  if (edition === null) return null;
  const entry = (path: string, title: string, key: string): Waiting => ({
    href: `/${call.lang}${path}`,
    title,
    what: call.t(`overview.my.${key}`, { year: String(edition.year) }),
  });
  switch (held.role) {
    case 'owner':
    case 'colleague': {
      const nomination = nominationById(db, held.nomination ?? '');
      return nomination && entry(`/nominations/${nomination.id}`, nomination.cityName, held.role);
    }
    case 'commission':
      return entry(`/commission/${edition.slug}`, countryName(call.lang, held.country ?? ''), 'commission');
    case 'juror':
      return entry(`/jury/${edition.slug}`, call.t('overview.nav.dossiers'), 'juror');
    default:
      return entry(`/office/${edition.slug}`, call.t('overview.nav.desk'), held.role);
  }
}

function questionsTo(call: Call): Waiting[] {
  const own = call.viewer.appointments.flatMap(({ nomination }) =>
    nomination === undefined ? [] : [nomination],
  );
  return openClarificationsOf(call.service.db, own).map((asked) => ({
    href: `/${call.lang}/nominations/${asked.nominationId}/clarifications/${asked.id}`,
    title: call.t('overview.my.clarification'),
    what: asked.question,
  }));
}

function invitationsTo(call: Call): Waiting[] {
  return openInvitationsOf(call.service.db, accountOf(call).id).map(({ slug, year }) => {
    const what = call.t('overview.my.invited', { year: String(year) });
    return { href: `/${call.lang}/jury/${slug}/accept`, title: call.t('overview.my.invitation'), what };
  });
}

/** Who has dossiers of their own to search. */
const OWN: readonly Role[] = ['owner', 'colleague', 'commission', 'juror'];

const my = route({
  method: 'get',
  path: '/my',
  audience: 'account',
  find: nothing,
  handle: (call) => {
    const current = currentEdition(call.service.db);
    const held = call.viewer.appointments.flatMap((one) => waitingOf(call, one) ?? []);
    return page('overview/my', {
      title: call.t('overview.my.title'),
      name: accountOf(call).name,
      dossiers: call.viewer.appointments.some(({ role }) => OWN.includes(role)),
      waiting: [...invitationsTo(call), ...questionsTo(call), ...held],
      ...(current ? { start: `/${call.lang}/nominations/start?edition=${current.slug}` } : {}),
    });
  },
});

export const myRoutes = [my];
