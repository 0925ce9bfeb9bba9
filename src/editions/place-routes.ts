/** Moving up and taking out a section, a question or a criterion: what it means is said before it is done. */
import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import type { Definition, Texts } from './definition.ts';
import {
  sectionOf,
  withCriterionEarlier,
  withoutCriterion,
  withoutQuestion,
  withoutSection,
  withQuestionEarlier,
  withSectionEarlier,
} from './edit.ts';
import { stepForm } from './edit-forms.ts';
import { editFrame, step } from './edit-step-routes.ts';
import { editionAs } from './office.ts';
import type { Edition } from './pages.ts';
import { inLang } from './words.ts';

type Verb = 'earlier' | 'remove';
type Change = (definition: Definition, id: string) => Definition;

type Kind = {
  /** Its word in addresses and catalogue keys. */
  word: 'sections' | 'questions' | 'criteria';
  /** The parameter of its address. */
  param: 'section' | 'question' | 'criterion';
  /** The list in which the thing stands. */
  among: (definition: Definition, id: string) => readonly { id: string; text: Texts }[];
  back: string;
  changes: Record<Verb, Change>;
};

const KINDS: readonly Kind[] = [
  {
    word: 'sections',
    param: 'section',
    among: ({ sections }) => sections.map(({ id, title }) => ({ id, text: title })),
    back: '/definition/questions',
    changes: { earlier: withSectionEarlier, remove: withoutSection },
  },
  {
    word: 'questions',
    param: 'question',
    among: (definition, id) =>
      (sectionOf(definition, id)?.questions ?? []).map((one) => ({ id: one.id, text: one.label })),
    back: '/definition/questions',
    changes: { earlier: withQuestionEarlier, remove: withoutQuestion },
  },
  {
    word: 'criteria',
    param: 'criterion',
    among: ({ rubric }) => rubric.criteria.map(({ id, name }) => ({ id, text: name })),
    back: '/definition',
    changes: { earlier: withCriterionEarlier, remove: withoutCriterion },
  },
];

type Placed = { edition: Edition; id: string; text: Texts };

/** The thing of the address. A page is drawn only where there is something to do: the first moves nowhere, the only one stays. */
function placedAt(call: Call, { among, param }: Kind, verb: Verb | null): Placed | null {
  const edition = editionAs(call, ['organiser']);
  const id = call.params[param] ?? '';
  const list = edition === null ? [] : among(edition.definition, id);
  const at = list.findIndex((one) => one.id === id);
  const found = list[at];
  const isFixed = (verb === 'earlier' && at === 0) || (verb === 'remove' && list.length === 1);
  return edition === null || found === undefined || isFixed ? null : { edition, id, text: found.text };
}

function placing(kind: Kind, verb: Verb): AnyRoute[] {
  const { word, param, back, changes } = kind;
  const path = `/office/:edition/definition/${word}/:${param}/${verb}`;
  const draw = (call: Call, placed: Placed, typed: Typed, errors: readonly FieldError[]): Answer => {
    const label = inLang(call, placed.text);
    return page('editions/place', {
      title: call.t(`editions.edit.${verb}.title`, { label }),
      ...editFrame(call, placed.edition, typed, errors),
      action: `/office/${placed.edition.slug}/definition/${word}/${placed.id}/${verb}`,
      lead: call.t(`editions.edit.${verb}.${word}`),
      button: call.t(`editions.edit.${verb}`),
      back,
    });
  };
  const asked = { path, audience: ['organiser'] as const };
  return [
    route({
      ...asked,
      method: 'get',
      find: (call) => placedAt(call, kind, verb),
      handle: (call, placed) => draw(call, placed, {}, []),
    }),
    route({
      ...asked,
      method: 'post',
      find: (call) => placedAt(call, kind, null),
      form: stepForm,
      handle: (call, { edition, id }, { version, reason }) =>
        step(call, edition, { seen: version, reason, back: `/office/${edition.slug}${back}` }, (definition) =>
          changes[verb](definition, id),
        ),
      redraw: draw,
    }),
  ];
}

export const placeRoutes: readonly AnyRoute[] = KINDS.flatMap((kind) => [
  ...placing(kind, 'earlier'),
  ...placing(kind, 'remove'),
]);
