import { data, page } from '../platform/http/answer.ts';
import { type AnyRoute, type Call, nothing, route } from '../platform/http/route.ts';
import { calendarFile } from './calendar-pages.ts';
import { callPage } from './call-page.ts';
import { areaTitles, frameworkInWords } from './framework-pages.ts';
import { publishedEdition } from './office.ts';
import { currentEdition, type Edition, versionsOf } from './pages.ts';
import { criteriaInWords, scaleInWords } from './rubric-in-words.ts';
import { inLang } from './words.ts';

function drawCall(call: Call, edition: Edition) {
  const versions = versionsOf(call.service.db, edition.id);
  return page('editions/call', {
    ...callPage(edition, versions, call.at, call),
    areas: areaTitles(call),
    editionSlug: edition.slug,
  });
}

const front = route({
  method: 'get',
  path: '/',
  audience: 'anyone',
  find: (call) => ({ edition: currentEdition(call.service.db) }),
  handle: (call, { edition }) =>
    edition === null
      ? page('editions/none', { title: call.t('editions.none.title'), areas: areaTitles(call) })
      : drawCall(call, edition),
});

const edition = route({
  method: 'get',
  path: '/:edition',
  audience: 'anyone',
  find: publishedEdition,
  handle: drawCall,
});

const rubric = route({
  method: 'get',
  path: '/:edition/rubric',
  audience: 'anyone',
  find: publishedEdition,
  handle: (call, { definition, slug }) =>
    page('editions/rubric', {
      title: call.t('editions.rubric.title'),
      name: inLang(call, definition.name),
      note: scaleInWords(definition, call),
      criteria: criteriaInWords(definition, call),
      slug,
    }),
});

const calendar = route({
  method: 'get',
  path: '/:edition/calendar.ics',
  audience: 'anyone',
  find: publishedEdition,
  handle: (call, found) => {
    const text = calendarFile(found, call.service.config.origin, call);
    return data('text/calendar; charset=utf-8', text, `${found.slug}.ics`);
  },
});

const framework = route({
  method: 'get',
  path: '/framework',
  audience: 'anyone',
  find: nothing,
  handle: (call) =>
    page('editions/framework', { title: call.t('editions.framework.title'), parts: frameworkInWords(call) }),
});

/** A page of plain words: its headings and paragraphs stand in the catalogue. */
function plainPage(name: string, parts: readonly string[]): AnyRoute {
  return route({
    method: 'get',
    path: `/${name}`,
    audience: 'anyone',
    find: nothing,
    handle: (call) =>
      page('editions/plain', {
        title: call.t(`editions.${name}.title`),
        lead: call.t(`editions.${name}.lead`),
        parts: parts.map((part) => ({
          title: call.t(`editions.${name}.${part}.title`),
          text: call.t(`editions.${name}.${part}.text`),
        })),
      }),
  });
}

const contact = route({
  method: 'get',
  path: '/contact',
  audience: 'anyone',
  find: nothing,
  handle: (call) => {
    const current = currentEdition(call.service.db);
    return page('editions/contact', {
      title: call.t('editions.contact.title'),
      address: current?.definition.contact ?? '',
      name: current ? inLang(call, current.definition.name) : '',
    });
  },
});

export const publicRoutes: readonly AnyRoute[] = [
  front,
  edition,
  rubric,
  calendar,
  framework,
  plainPage('accessibility', ['how', 'known', 'tell']),
  plainPage('privacy', ['what', 'who', 'long', 'cookies', 'rights']),
  contact,
];
