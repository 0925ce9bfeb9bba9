import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import type { Definition, Question, Section } from './definition.ts';
import { editDefinition, type Redefined } from './definition-store.ts';
import { idFrom, sectionOf, withoutQuestion, withQuestion, withQuestionEarlier } from './edit.ts';
import {
  fieldsOfKind,
  KINDS,
  type QuestionValues,
  questionForm,
  questionFrom,
  stepForm,
  typedOf,
} from './edit-forms.ts';
import { countWriters, writersOf } from './messages.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from './office.ts';
import type { Edition } from './pages.ts';
import { whyNotRedefine } from './policy.ts';
import { fieldOf } from './question-field.ts';
import { questionSetInWords } from './rubric-in-words.ts';
import { inLang } from './words.ts';

/** Writes a small step of a page and tells where to go, and whether it stands or waits for a second person. */
export async function step(
  call: Call,
  edition: Edition,
  { seen, reason, back }: { seen: number; reason: string; back: string },
  change: (definition: Definition) => Definition,
): Promise<Answer | Refusal> {
  const outcome = await call.service.act(accountOf(call).id, 'edition.redefined', (tx): Refusal | Redefined =>
    editDefinition(tx, edition.id, { seen, reason, change }, writersOf(call)),
  );
  if (isRefusal(outcome)) return outcome;
  return seeOther(back, { key: `editions.notice.${'proposal' in outcome ? 'proposed' : 'edited'}` });
}

/** What every page that edits a definition prints around its form. */
export function editFrame(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]) {
  const refusal = whyNotRedefine(edition);
  // After somebody else's change the form names the newest version, so that saving again is a decision.
  const isOld = errors.some(({ code }) => code === 'editions.elsewhere');
  return {
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    version: isOld ? String(edition.version) : (typed.version ?? String(edition.version)),
    published: edition.publishedAt !== null,
    told: countWriters(call, edition.id),
    mayEdit: isOrganiser(call, edition) && refusal === null,
    closed: refusal && call.t(refusal.code, refusal.facts),
    typed,
    errors: errorTexts(call, errors),
  };
}

function drawSet(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]): Answer {
  const written = questionSetInWords(edition.definition, call);
  return page('editions/questions', {
    title: call.t('editions.questions.title'),
    ...editFrame(call, edition, typed, errors),
    sections: edition.definition.sections.map(({ id, questions }, at) => ({
      ...written[at],
      id,
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
      const told = { seen: values.version, reason: values.reason, back: setPath(edition) };
      return step(call, edition, told, (definition) => withQuestion(definition, section.id, edited));
    },
    redraw: drawQuestion,
  });

const changeQuestion = (verb: 'remove' | 'earlier', change: (d: Definition, id: string) => Definition) =>
  route({
    method: 'post',
    path: `/office/:edition/definition/questions/:question/${verb}`,
    audience: ['organiser'],
    find: questionAt,
    form: stepForm,
    handle: (call, { edition, question }, { version, reason }) =>
      step(call, edition, { seen: version, reason, back: setPath(edition) }, (definition) =>
        change(definition, question?.id ?? ''),
      ),
    redraw: (call, { edition }, typed, errors) => drawSet(call, edition, typed, errors),
  });

const ONE = '/office/:edition/definition/questions/:question';
const ADD = '/office/:edition/definition/sections/:section/new';

export const questionRoutes: readonly AnyRoute[] = [
  questionSet,
  questionPage(ONE),
  saveQuestion(ONE),
  questionPage(ADD),
  saveQuestion(ADD),
  changeQuestion('remove', withoutQuestion),
  changeQuestion('earlier', withQuestionEarlier),
];
