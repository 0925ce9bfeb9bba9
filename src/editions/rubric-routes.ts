import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import { type Criterion, LANGUAGES, type Texts } from './definition.ts';
import { withCriterion, withLevels } from './edit.ts';
import { criterionForm, criterionFrom, levelsForm, levelsFrom } from './edit-forms.ts';
import { editionAs } from './office.ts';
import type { Edition } from './pages.ts';
import { editFrame, step } from './question-routes.ts';
import { criteriaInWords } from './rubric-in-words.ts';
import { inLang } from './words.ts';

type CriterionAt = { edition: Edition; criterion: Criterion };

function criterionAt(call: Call): CriterionAt | null {
  const edition = editionAs(call, ['organiser']);
  const criterion = edition?.definition.rubric.criteria.find(({ id }) => id === call.params.criterion);
  return edition && criterion ? { edition, criterion } : null;
}

/** A text in its three fields, each named in its own language. */
function threeFields(call: Call, name: string, texts: Texts, typed: Typed) {
  return LANGUAGES.map((lang) => ({
    name: `${name}-${lang}`,
    label: call.t(`platform.language.${lang}`),
    value: typed[`${name}-${lang}`] ?? texts[lang],
  }));
}

function drawCriterion(call: Call, at: CriterionAt, typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, criterion } = at;
  const { levels, remarkMaxWords } = edition.definition.rubric;
  const isFresh = Object.keys(typed).length === 0;
  const shown = criteriaInWords(edition.definition, call).find(({ id }) => id === criterion.id);
  return page('editions/criterion', {
    title: inLang(call, criterion.name),
    ...editFrame(call, edition, typed, errors),
    action: `/office/${edition.slug}/definition/criteria/${criterion.id}`,
    names: threeFields(call, 'name', criterion.name, typed),
    weight: typed.weight ?? String(criterion.weight),
    remark: [
      {
        value: 'yes',
        label: call.t('editions.criteria.remark', { words: remarkMaxWords }),
        chosen: isFresh ? criterion.remarkRequired : typed.remarkRequired === 'yes',
      },
    ],
    levels: levels.map((level, index) => ({
      title: call.t('editions.edit.level', { points: level.points, word: inLang(call, level.word) }),
      fields: threeFields(
        call,
        `level${index}`,
        criterion.descriptions[index] ?? { en: '', fr: '', es: '' },
        typed,
      ),
    })),
    shown,
  });
}

const criterionPage = route({
  method: 'get',
  path: '/office/:edition/definition/criteria/:criterion',
  audience: ['organiser'],
  find: criterionAt,
  handle: (call, at) => drawCriterion(call, at, {}, []),
});

const saveCriterion = route({
  method: 'post',
  path: '/office/:edition/definition/criteria/:criterion',
  audience: ['organiser'],
  find: criterionAt,
  form: (_call, { edition }) => criterionForm(edition.definition.rubric.levels.length),
  handle: (call, { edition, criterion }, values) => {
    const { version, reason } = values as unknown as { version: number; reason: string };
    const back = `/office/${edition.slug}/definition`;
    return step(call, edition, { seen: version, reason, back }, (definition) =>
      withCriterion(definition, criterionFrom(values, criterion)),
    );
  },
  redraw: drawCriterion,
});

function drawLevels(call: Call, edition: Edition, typed: Typed, errors: readonly FieldError[]): Answer {
  return page('editions/levels', {
    title: call.t('editions.edit.levels'),
    ...editFrame(call, edition, typed, errors),
    action: `/office/${edition.slug}/definition/levels`,
    levels: edition.definition.rubric.levels.map((level, index) => ({
      title: call.t('editions.edit.level', { points: level.points, word: inLang(call, level.word) }),
      points: { name: `points${index}`, value: typed[`points${index}`] ?? String(level.points) },
      fields: threeFields(call, `word${index}`, level.word, typed),
    })),
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
    const { version, reason } = values as unknown as { version: number; reason: string };
    const back = `/office/${edition.slug}/definition`;
    const levels = levelsFrom(values, edition.definition.rubric.levels.length);
    return step(call, edition, { seen: version, reason, back }, (definition) =>
      withLevels(definition, levels),
    );
  },
  redraw: drawLevels,
});

export const rubricRoutes: readonly AnyRoute[] = [criterionPage, saveCriterion, levelsPage, saveLevels];
