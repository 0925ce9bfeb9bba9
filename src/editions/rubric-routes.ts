import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import type { Criterion, Rubric } from './definition.ts';
import { idFrom, withCriterion, withScale } from './edit.ts';
import { textsIn } from './edit-fields.ts';
import { editFrame, step, threeFields } from './edit-step-routes.ts';
import { editionAs } from './office.ts';
import type { Edition } from './pages.ts';
import { criterionField, criterionForm, criterionFrom, levelsForm, levelsFrom } from './rubric-forms.ts';
import { criteriaInWords } from './rubric-in-words.ts';
import { inLang } from './words.ts';

type CriterionAt = { edition: Edition; criterion: Criterion | null };

/** The criterion of the address, or none for a new one. */
function criterionAt(call: Call): CriterionAt | null {
  const edition = editionAs(call, ['organiser']);
  if (edition === null || call.params.criterion === undefined) return edition && { edition, criterion: null };
  const criterion = edition.definition.rubric.criteria.find(({ id }) => id === call.params.criterion);
  return criterion ? { edition, criterion } : null;
}

const levelTitle = (call: Call, { points, word }: Rubric['levels'][number]) =>
  call.t('editions.edit.level', { points, word: inLang(call, word) });

function drawCriterion(call: Call, at: CriterionAt, typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, criterion } = at;
  const { levels, remarkMaxWords } = edition.definition.rubric;
  const isFresh = Object.keys(typed).length === 0;
  const shown = criteriaInWords(edition.definition, call).find(({ id }) => id === criterion?.id);
  return page('editions/criterion', {
    title: criterion ? inLang(call, criterion.name) : call.t('editions.edit.newCriterion'),
    ...editFrame(call, edition, typed, errors),
    action: `/office/${edition.slug}/definition/${criterion ? `criteria/${criterion.id}` : 'new-criterion'}`,
    names: threeFields(call, 'name', criterion?.name ?? null, typed),
    weight: typed.weight ?? String(criterion?.weight ?? ''),
    remark: [
      {
        value: 'yes',
        label: call.t('editions.criteria.remark', { words: remarkMaxWords }),
        chosen: isFresh ? (criterion?.remarkRequired ?? false) : typed.remarkRequired === 'yes',
      },
    ],
    levels: levels.map((level, index) => ({
      title: levelTitle(call, level),
      fields: threeFields(call, `level${index}`, criterion?.descriptions[index] ?? null, typed),
    })),
    shown,
  });
}

const criterionPage = (path: string) =>
  route({
    method: 'get',
    path,
    audience: ['organiser'],
    find: criterionAt,
    handle: (call, at) => drawCriterion(call, at, {}, []),
  });

type Sent = { version: number; reason: string };

const saveCriterion = (path: string) =>
  route({
    method: 'post',
    path,
    audience: ['organiser'],
    find: criterionAt,
    form: (_call, { edition }) => criterionForm(edition.definition.rubric.levels.length),
    handle: (call, { edition, criterion }, values) => {
      const { version, reason } = values as unknown as Sent;
      const { criteria, levels } = edition.definition.rubric;
      const taken = criteria.map((one) => one.id);
      const id = criterion?.id ?? idFrom(textsIn(values, 'name').en, taken, 'criterion');
      const edited = criterionFrom(values, id, levels.length);
      const back = `/office/${edition.slug}/definition`;
      return step(call, edition, { seen: version, reason, back, fieldAt: criterionField }, (definition) =>
        withCriterion(definition, edited),
      );
    },
    redraw: drawCriterion,
  });

const NO_TEXT = { en: '', fr: '', es: '' };

function drawLevels(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]): Answer {
  const { levels } = edition.definition.rubric;
  const row = (title: string, index: number, points: string, word: Rubric['levels'][number]['word']) => ({
    title,
    points: { name: `points${index}`, value: typed[`points${index}`] ?? points },
    fields: threeFields(call, `word${index}`, word, typed),
  });
  const drops = (index: number) => [
    { value: 'yes', label: call.t('editions.edit.drop'), chosen: typed[`drop${index}`] === 'yes' },
  ];
  return page('editions/levels', {
    title: call.t('editions.edit.levels'),
    ...editFrame(call, edition, typed, errors),
    action: `/office/${edition.slug}/definition/levels`,
    levels: levels.map((level, index) => ({
      ...row(levelTitle(call, level), index, String(level.points), level.word),
      drop: { name: `drop${index}`, items: drops(index) },
    })),
    more: row(call.t('editions.edit.moreLevel'), levels.length, '', NO_TEXT),
  });
}

const levelsPage = route({
  method: 'get',
  path: '/office/:edition/definition/levels',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => drawLevels(call, edition, {}, []),
});

const saveLevels = route({
  method: 'post',
  path: '/office/:edition/definition/levels',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: (_call, edition) => levelsForm(edition.definition.rubric.levels.length),
  handle: (call, edition, values) => {
    const { version, reason } = values as unknown as Sent;
    const count = edition.definition.rubric.levels.length;
    const rows = levelsFrom(values, count);
    const fieldAt = (path: string) => {
      const at = /^rubric\.levels\[(\d+)\]/.exec(path)?.[1];
      return at === undefined ? null : `points${rows[Number(at)]?.from ?? count}`;
    };
    const back = `/office/${edition.slug}/definition`;
    return step(call, edition, { seen: version, reason, back, fieldAt }, (definition) =>
      withScale(definition, rows),
    );
  },
  redraw: drawLevels,
});

const ONE = '/office/:edition/definition/criteria/:criterion';
const ADD = '/office/:edition/definition/new-criterion';

export const rubricRoutes: readonly AnyRoute[] = [
  criterionPage(ONE),
  saveCriterion(ONE),
  criterionPage(ADD),
  saveCriterion(ADD),
  levelsPage,
  saveLevels,
];
