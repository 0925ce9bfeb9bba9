import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import type { Question, Section } from './definition.ts';
import { idFrom, sectionOf, withQuestion } from './edit.ts';
import {
  fieldsOfKind,
  KINDS,
  type QuestionValues,
  questionField,
  questionForm,
  questionFrom,
  typedOf,
} from './edit-forms.ts';
import { editFrame, step } from './edit-step-routes.ts';
import { editionAs, OFFICE_READERS } from './office.ts';
import type { Edition } from './pages.ts';
import { fieldOf } from './question-field.ts';
import { questionSetInWords } from './rubric-in-words.ts';
import { inLang } from './words.ts';

function drawSet(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]): Answer {
  const written = questionSetInWords(edition.definition, call);
  return page('editions/questions', {
    title: call.t('editions.questions.title'),
    ...editFrame(call, edition, typed, errors),
    sections: edition.definition.sections.map(({ id, questions }, at, { length }) => ({
      ...written[at],
      id,
      isFirst: at === 0,
      isOnly: length === 1,
      questions: written[at]?.questions.map((question, index) => ({
        ...question,
        isFirst: index === 0,
        isOnly: questions.length === 1,
      })),
      fields: questions.map((question) => fieldOf(call, question)),
    })),
  });
}

const questionSet = route({
  method: 'get',
  path: '/office/:edition/definition/questions',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawSet(call, edition, {}, []),
});

type QuestionAt = { edition: Edition; section: Section; question: Question | null };

/** The question of the address; or, for a new one, the section of the address. */
function questionAt(call: Call): QuestionAt | null {
  const edition = editionAs(call, ['organiser']);
  if (edition === null) return null;
  const { definition } = edition;
  const named = definition.sections.find(({ id }) => id === call.params.section);
  if (call.params.question === undefined) return named ? { edition, section: named, question: null } : null;
  const section = sectionOf(definition, call.params.question);
  const question = section?.questions.find(({ id }) => id === call.params.question);
  return section && question ? { edition, section, question } : null;
}

const setPath = ({ slug }: Edition) => `/office/${slug}/definition/questions`;
const pathOf = ({ edition, section, question }: QuestionAt) =>
  question === null
    ? `/office/${edition.slug}/definition/sections/${section.id}/new`
    : `${setPath(edition)}/${question.id}`;

const NEW: Typed = { kind: 'long', words: '500', required: 'yes' };

/** The question as typed, drawn as the city will see it; null while it cannot be read yet. */
function previewOf(at: QuestionAt, typed: Typed): Question | null {
  const judged = questionForm.safeParse({ ...typed, version: '0', act: 'preview' });
  return judged.success
    ? questionFrom(judged.data, at.question?.id ?? `${at.section.id}.new`, at.question)
    : null;
}

function drawQuestion(call: Call, at: QuestionAt, given: Typed, errors: readonly FieldError[]): Answer {
  const { edition, section, question } = at;
  const typed = Object.keys(given).length > 0 ? given : question ? typedOf(question) : NEW;
  const kind = KINDS.find((one) => one === typed.kind) ?? 'long';
  const preview = previewOf(at, typed);
  const chosen = [typed.criteria ?? []].flat();
  return page('editions/question', {
    title: question ? inLang(call, question.label) : call.t('editions.edit.newQuestion'),
    section: inLang(call, section.title),
    ...editFrame(call, edition, typed, errors),
    action: pathOf(at),
    ...fieldsOfKind(kind),
    kinds: KINDS.map((value) => ({
      value,
      label: call.t(`editions.edit.kind.${value}`),
      chosen: value === kind,
    })),
    criteria: edition.definition.rubric.criteria.map(({ id, name }) => ({
      value: id,
      label: inLang(call, name),
      chosen: chosen.includes(id),
    })),
    required: [
      { value: 'yes', label: call.t('editions.edit.required'), chosen: (typed.required ?? '') === 'yes' },
    ],
    preview: preview && fieldOf(call, preview),
  });
}

const questionPage = (path: string) =>
  route({
    method: 'get',
    path,
    audience: ['organiser'],
    find: questionAt,
    handle: (call, at) => drawQuestion(call, at, {}, []),
  });

const saveQuestion = (path: string) =>
  route({
    method: 'post',
    path,
    audience: ['organiser'],
    find: questionAt,
    form: questionForm,
    handle: (call, at, values: QuestionValues, typed) => {
      if (values.act === 'preview') return drawQuestion(call, at, typed, []);
      const { edition, section, question } = at;
      const taken = edition.definition.sections.flatMap(({ questions }) => questions.map(({ id }) => id));
      const own = taken.map((id) => id.slice(id.indexOf('.') + 1));
      const english = (values as unknown as Record<string, string>)['label-en'] ?? '';
      const id = question?.id ?? `${section.id}.${idFrom(english, own)}`;
      const edited = questionFrom(values, id, question);
      const back = setPath(edition);
      const told = { seen: values.version, reason: values.reason, back, fieldAt: questionField };
      return step(call, edition, told, (definition) => withQuestion(definition, section.id, edited));
    },
    redraw: drawQuestion,
  });

const ONE = '/office/:edition/definition/questions/:question';
const ADD = '/office/:edition/definition/sections/:section/new';

export const questionRoutes: readonly AnyRoute[] = [
  questionSet,
  questionPage(ONE),
  saveQuestion(ONE),
  questionPage(ADD),
  saveQuestion(ADD),
];
