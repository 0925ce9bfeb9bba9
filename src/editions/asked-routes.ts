/** Questions about the call: the office answers in three languages, and everybody reads the same answer. */
import { z } from 'zod';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import { line, passage, type Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { type Asked, askedById, askedInWords } from './asked-pages.ts';
import { correctAsked, publishAsked, withdrawAsked } from './asked-store.ts';
import { inThree, textsIn } from './edit-fields.ts';
import { threeFields } from './edit-step-routes.ts';
import { emptyForm } from './forms.ts';
import { editionAs, isOrganiser, OFFICE_READERS, publishedEdition } from './office.ts';
import type { Edition } from './pages.ts';
import { inLang } from './words.ts';

export const askedForm = z.strictObject({
  ...inThree('question', line(500)),
  ...inThree('answer', passage(2_000)),
});

const wordsOf = (values: object) => ({
  question: textsIn(values, 'question'),
  answer: textsIn(values, 'answer'),
});

const publicPage = route({
  method: 'get',
  path: '/:edition/questions',
  audience: 'anyone',
  find: publishedEdition,
  handle: (call, edition) =>
    page('editions/asked', {
      title: call.t('editions.asked.title'),
      name: inLang(call, edition.definition.name),
      slug: edition.slug,
      contact: edition.definition.contact,
      list: askedInWords(call.service.db, edition, call),
    }),
});

type AskedAt = { edition: Edition; asked: Asked | null };

function drawOffice(
  call: Call,
  { edition, asked }: AskedAt,
  typed: Typed,
  errors: readonly FieldError[],
): Answer {
  const base = `/office/${edition.slug}`;
  return page('editions/asked-office', {
    title: call.t('editions.asked.title'),
    name: inLang(call, edition.definition.name),
    base,
    slug: edition.slug,
    published: edition.publishedAt !== null,
    mayWrite: isOrganiser(call, edition),
    list: asked === null ? askedInWords(call.service.db, edition, call) : [],
    corrects: asked && inLang(call, asked.question),
    action: asked === null ? `${base}/questions` : `${base}/questions/${asked.id}`,
    questions: threeFields(call, 'question', asked?.question ?? null, typed),
    answers: threeFields(call, 'answer', asked?.answer ?? null, typed),
    errors: errorTexts(call, errors),
  });
}

const officePage = route({
  method: 'get',
  path: '/office/:edition/questions',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawOffice(call, { edition, asked: null }, {}, []),
});

const publish = route({
  method: 'post',
  path: '/office/:edition/questions',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: askedForm,
  handle: async (call, edition, values) => {
    const outcome = await call.service.act(accountOf(call).id, 'question.answered', (tx) =>
      publishAsked(tx, edition.id, wordsOf(values)),
    );
    return isRefusal(outcome) ? outcome : told(edition, 'asked');
  },
  redraw: (call, edition, typed, errors) => drawOffice(call, { edition, asked: null }, typed, errors),
});

const told = ({ slug }: Edition, notice: string): Answer =>
  seeOther(`/office/${slug}/questions`, { key: `editions.notice.${notice}` });

function askedAt(call: Call): (AskedAt & { asked: Asked }) | null {
  const edition = editionAs(call, ['organiser']);
  const asked = edition && askedById(call.service.db, edition.id, call.params.asked ?? '');
  return edition && asked ? { edition, asked } : null;
}

const ONE = '/office/:edition/questions/:asked';

const correctPage = route({
  method: 'get',
  path: ONE,
  audience: ['organiser'],
  find: askedAt,
  handle: (call, at) => drawOffice(call, at, {}, []),
});

const correct = route({
  method: 'post',
  path: ONE,
  audience: ['organiser'],
  find: askedAt,
  form: askedForm,
  handle: async (call, { edition, asked }, values): Promise<Answer | Refusal> => {
    const outcome = await call.service.act(accountOf(call).id, 'question.corrected', (tx) =>
      correctAsked(tx, edition.id, asked.id, wordsOf(values)),
    );
    return isRefusal(outcome) ? outcome : told(edition, 'asked');
  },
  redraw: drawOffice,
});

const withdraw = route({
  method: 'post',
  path: `${ONE}/withdraw`,
  audience: ['organiser'],
  find: askedAt,
  form: emptyForm,
  handle: async (call, { edition, asked }) => {
    const outcome = await call.service.act(accountOf(call).id, 'question.withdrawn', (tx) =>
      withdrawAsked(tx, edition.id, asked.id),
    );
    return isRefusal(outcome) ? outcome : told(edition, 'asked-withdrawn');
  },
  redraw: (call, { edition }, typed, errors) => drawOffice(call, { edition, asked: null }, typed, errors),
});

export const askedRoutes: readonly AnyRoute[] = [
  publicPage,
  officePage,
  publish,
  correctPage,
  correct,
  withdraw,
];
