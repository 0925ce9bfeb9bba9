/** The public pages of an edition as they will be, from the real views; their links lead to the other previews. */
import { askedInWords } from '../editions/asked-pages.ts';
import { datesOf } from '../editions/calendar.ts';
import { callPage } from '../editions/call-page.ts';
import { REGIONS } from '../editions/definition.ts';
import { areaTitles } from '../editions/framework-pages.ts';
import { type Edition, versionsOf } from '../editions/pages.ts';
import { criteriaInWords, scaleInWords } from '../editions/rubric-in-words.ts';
import { inLang } from '../editions/words.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, page } from '../platform/http/answer.ts';
import type { Call } from '../platform/http/route.ts';

// The real view reads its own links from the slug, so that they lead to the other previews.
const publicSlug = ({ slug }: Edition) => `office/${slug}/preview/public`;

/** The call as everybody reads it once it is published. */
export function drawCall(call: Call, edition: Edition): Answer {
  const model = callPage(edition, versionsOf(call.service.db, edition.id), call.at, call);
  return page('editions/call', {
    ...model,
    call: { ...model.call, open: false },
    slug: publicSlug(edition),
    areas: areaTitles(call),
  });
}

/** The rubric in full. */
export function drawRubric(call: Call, edition: Edition): Answer {
  const { definition } = edition;
  return page('editions/rubric', {
    title: call.t('editions.rubric.title'),
    name: inLang(call, definition.name),
    note: scaleInWords(definition, call),
    criteria: criteriaInWords(definition, call),
    slug: publicSlug(edition),
  });
}

/** Questions and answers as they stand. */
export function drawQuestions(call: Call, edition: Edition): Answer {
  return page('editions/asked', {
    title: call.t('editions.asked.title'),
    name: inLang(call, edition.definition.name),
    slug: publicSlug(edition),
    contact: edition.definition.contact,
    list: askedInWords(call.service.db, edition, call),
  });
}

/** The public result before anybody is chosen: the regions stand empty. */
export function drawResults(call: Call, edition: Edition): Answer {
  return page('announcement/awardees', {
    title: call.t('announcement.awardees.title', { count: 0 }),
    name: inLang(call, edition.definition.name),
    at: isoOf(datesOf(edition.calendar, 'announcement').opensAt),
    zone: edition.definition.timeZone,
    regions: REGIONS.map((code) => ({ code, cities: [] })),
  });
}
