/** The pages of a city and of its National Commission, for an invented city. */
import { datesOf } from '../editions/calendar.ts';
import type { Section } from '../editions/definition.ts';
import type { Edition } from '../editions/pages.ts';
import { fieldOf } from '../editions/question-field.ts';
import { inLang } from '../editions/words.ts';
import { rubricOf } from '../nominations/section-page.ts';
import { groupTasks, tasksOf } from '../nominations/task-list.ts';
import { isoOf } from '../platform/clock.ts';
import { type Answer, page } from '../platform/http/answer.ts';
import type { Call } from '../platform/http/route.ts';
import { previewBase, readPlaceholder } from './placeholder.ts';

/** The task list of a dossier that has just been started. */
export function drawTasks(call: Call, edition: Edition): Answer {
  const { definition } = edition;
  const base = `${previewBase(call, edition)}/city/section`;
  const rows = tasksOf(call, definition, {}, {}, base).map((row) => ({ ...row, href: `${base}/${row.id}` }));
  return page('overview/preview-tasks', {
    title: call.t('overview.preview.city'),
    eyebrow: call.t('nominations.task.eyebrow', { year: String(edition.year) }),
    progress: call.t('nominations.task.progress', { done: 0, total: rows.length }),
    states: rows.map(({ state }) => state),
    groups: groupTasks(call, definition, rows),
    closesAt: isoOf(datesOf(edition.calendar, 'call').closesAt),
    zone: definition.timeZone,
  });
}

/** One section of the form, empty; null where there is no such section. */
export function drawSection(call: Call, edition: Edition, of: string | undefined): Answer | null {
  const { sections } = edition.definition;
  const at = of === undefined ? 0 : sections.findIndex(({ id }) => id === of);
  const section = sections[at];
  if (section === undefined) return null;
  const base = `${previewBase(call, edition)}/city`;
  const link = (one: Section | undefined) =>
    one && { href: `${base}/section/${one.id}`, label: inLang(call, one.title) };
  return page('overview/preview-section', {
    title: inLang(call, section.title),
    eyebrow: call.t('nominations.section.place', { number: at + 1, total: sections.length }),
    back: `${base}/tasks`,
    city: call.t('overview.preview.city'),
    fields: section.questions.map((question) => fieldOf(call, question)),
    rubric: rubricOf(call, edition.definition, section),
    before: link(sections[at - 1]),
    after: link(sections[at + 1]),
  });
}

/** The dossiers of a country as its National Commission finds them. */
export function drawCommission(call: Call, edition: Edition): Answer {
  const { definition, calendar } = edition;
  const row = {
    href: `${previewBase(call, edition)}/commission/dossier`,
    city: call.t('overview.preview.city'),
    language: call.t(`platform.language.${call.lang}`),
    submittedAt: isoOf(datesOf(calendar, 'call').closesAt),
    mark: 'open',
    word: call.t('platform.state.open'),
  };
  const limit = definition.rules.nomination.maxPerCountry ?? 0;
  const name = call.t('overview.preview.country');
  const progress = call.t('nominations.commission.progress', { nominated: 0, limit });
  return page('nominations/commission', {
    title: call.t('nominations.commission.title', { countries: name }),
    award: inLang(call, definition.name),
    countries: [{ name, progress, writing: 0, rows: [row] }],
    closesAt: isoOf(datesOf(calendar, 'nomination').closesAt),
    zone: definition.timeZone,
  });
}

/** One dossier with what the commission may do, disabled. */
export function drawCommissionDossier(call: Call, edition: Edition): Answer {
  return page('overview/preview-dossier', {
    title: call.t('overview.preview.city'),
    back: `${previewBase(call, edition)}/commission/dossiers`,
    sections: readPlaceholder(edition.definition, call),
    lang: call.lang,
  });
}
