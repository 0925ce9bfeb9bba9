import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import type { Section } from './definition.ts';
import { idFrom, withSection } from './edit.ts';
import { textsIn } from './edit-fields.ts';
import { firstQuestion, sectionForm } from './edit-forms.ts';
import { editFrame, step, threeFields } from './edit-step-routes.ts';
import { editionAs } from './office.ts';
import type { Edition } from './pages.ts';
import { fieldOf } from './question-field.ts';
import { inLang } from './words.ts';

type SectionAt = { edition: Edition; section: Section | null };

/** The section of the address, or none for a new one. */
function sectionAt(call: Call): SectionAt | null {
  const edition = editionAs(call, ['organiser']);
  if (edition === null || call.params.section === undefined) return edition && { edition, section: null };
  const section = edition.definition.sections.find(({ id }) => id === call.params.section);
  return section ? { edition, section } : null;
}

const setPath = ({ slug }: Edition) => `/office/${slug}/definition/questions`;

function drawSection(call: Call, at: SectionAt, typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, section } = at;
  const group = typed.group ?? section?.group ?? edition.definition.groups[0]?.id;
  return page('editions/section', {
    title: section ? inLang(call, section.title) : call.t('editions.edit.newSection'),
    ...editFrame(call, edition, typed, errors),
    action: `/office/${edition.slug}/definition/${section ? `sections/${section.id}` : 'new-section'}`,
    titles: threeFields(call, 'title', section?.title ?? null, typed),
    first: section ? [] : threeFields(call, 'first', null, typed),
    groups: edition.definition.groups.map(({ id, title }) => ({
      value: id,
      label: inLang(call, title),
      chosen: id === group,
    })),
    fields: section?.questions.map((question) => fieldOf(call, question)) ?? [],
  });
}

const sectionPage = (path: string) =>
  route({
    method: 'get',
    path,
    audience: ['organiser'],
    find: sectionAt,
    handle: (call, at) => drawSection(call, at, {}, []),
  });

const FIELDS = /^sections\[\d+\]\.(group|title)(?:\.(en|fr|es))?$/;

function sectionField(path: string): string | null {
  const [, part, lang] = FIELDS.exec(path) ?? [];
  return part === undefined ? null : part === 'group' ? part : `title-${lang ?? 'en'}`;
}

const saveSection = (path: string) =>
  route({
    method: 'post',
    path,
    audience: ['organiser'],
    find: sectionAt,
    form: (_call, { section }) => sectionForm(section === null),
    handle: (call, { edition, section }, values) => {
      const typed = values as unknown as { version: number; reason: string; group: string };
      const title = textsIn(typed, 'title');
      const taken = edition.definition.sections.map((one) => one.id);
      const id = section?.id ?? idFrom(title.en, taken, 'section');
      const questions = section?.questions ?? [firstQuestion(typed, id)];
      const told = {
        seen: typed.version,
        reason: typed.reason,
        back: setPath(edition),
        fieldAt: sectionField,
      };
      return step(call, edition, told, (definition) =>
        withSection(definition, { id, group: typed.group, title, questions }),
      );
    },
    redraw: drawSection,
  });

const ONE = '/office/:edition/definition/sections/:section';
const ADD = '/office/:edition/definition/new-section';

export const sectionRoutes: readonly AnyRoute[] = [
  sectionPage(ONE),
  saveSection(ONE),
  sectionPage(ADD),
  saveSection(ADD),
];
