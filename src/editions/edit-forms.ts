import { z } from 'zod';
import type { Typed } from '../platform/http/form.ts';
import { line, optionalLine, tick, wholeNumber } from '../platform/http/form.ts';
import type { Criterion, Question, Rubric, Texts } from './definition.ts';
import { LANGUAGES } from './definition.ts';
import { choicesFrom } from './edit.ts';

export const KINDS = ['short', 'long', 'number', 'date', 'single', 'multiple', 'link', 'file'] as const;
type Kind = (typeof KINDS)[number];

const reason = optionalLine(500);
const version = wholeNumber(0, 999_999);
const optionalText = z.string().trim().max(2_000, 'platform.field.long').default('');
const lines = z.string().max(20_000, 'platform.field.long').default('');
const figure = z
  .string()
  .trim()
  .regex(/^(-?\d{1,12}(\.\d{1,6})?)?$/, 'platform.field.number')
  .default('');
/** A whole number that may be left empty. */
const maybeWhole = (min: number, max: number) =>
  figure
    .refine((typed) => typed === '' || /^\d{1,5}$/.test(typed), 'platform.field.number')
    .transform((typed) => (typed === '' ? undefined : Number(typed)))
    .refine((value) => value === undefined || (value >= min && value <= max), 'platform.field.range');
const inThree = <Part extends z.ZodType>(name: string, part: Part) =>
  Object.fromEntries(LANGUAGES.map((lang) => [`${name}-${lang}`, part]));

/** One question as a page edits it; fields that its kind lacks are passed over. */
export const questionForm = z
  .strictObject({
    act: z.enum(['save', 'preview']).default('save'),
    version,
    reason,
    kind: z.enum(KINDS),
    required: tick,
    criteria: z.array(z.string().max(40)).default([]),
    words: maybeWhole(1, 5_000),
    least: figure,
    most: figure,
    files: maybeWhole(1, 10),
    ...inThree('label', line(2_000)),
    ...inThree('hint', optionalText),
    ...inThree('unit', optionalText),
    ...inThree('choices', lines),
  })
  .superRefine((typed, context) => {
    const fault = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    for (const name of ['hint', 'unit'] as const) {
      const gaps = gapsIn(typed, name);
      if (gaps.length < 3) for (const lang of gaps) fault(`${name}-${lang}`, 'editions.field.allThree');
    }
    if (typed.kind !== 'single' && typed.kind !== 'multiple') return;
    const counts = LANGUAGES.map((lang) => linesOf(typed, lang).length);
    if ((counts[0] ?? 0) < (typed.kind === 'single' ? 2 : 1)) fault('choices-en', 'editions.field.choices');
    LANGUAGES.forEach((lang, index) => {
      if (counts[index] !== counts[0]) fault(`choices-${lang}`, 'editions.field.choicesDiffer');
    });
  });
export type QuestionValues = z.infer<typeof questionForm>;

// Fields of a name and a language are made in a loop, so that their type knows no names.
const textIn = (typed: object, name: string) => {
  const value = (typed as Record<string, unknown>)[name];
  return typeof value === 'string' ? value.trim() : '';
};
const gapsIn = (typed: object, name: string) =>
  LANGUAGES.filter((lang) => textIn(typed, `${name}-${lang}`) === '');
const linesOf = (typed: object, lang: string) =>
  textIn(typed, `choices-${lang}`)
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** The three texts that stand in fields of this name. */
export function textsIn(typed: object, name: string): Texts {
  return {
    en: textIn(typed, `${name}-en`),
    fr: textIn(typed, `${name}-fr`),
    es: textIn(typed, `${name}-es`),
  };
}

/** The question that a judged form describes, under an id; choices keep the ids that they had. */
export function questionFrom(values: QuestionValues, id: string, before: Question | null): Question {
  const typed = values;
  const shared = {
    id,
    label: textsIn(typed, 'label'),
    required: values.required,
    criteria: values.criteria,
    ...(gapsIn(typed, 'hint').length === 0 ? { hint: textsIn(typed, 'hint') } : {}),
  };
  const unit = gapsIn(typed, 'unit').length === 0 ? { unit: textsIn(typed, 'unit') } : {};
  switch (values.kind) {
    case 'short':
      return { ...shared, kind: 'short', maxWords: Math.min(values.words ?? 50, 200) };
    case 'long':
      return { ...shared, kind: 'long', maxWords: Math.max(values.words ?? 500, 10) };
    case 'number': {
      const min = values.least === '' ? {} : { min: Number(values.least) };
      const max = values.most === '' ? {} : { max: Number(values.most) };
      return { ...shared, kind: 'number', ...min, ...max, ...unit };
    }
    case 'single':
    case 'multiple': {
      const old = before?.kind === 'single' || before?.kind === 'multiple' ? before.choices : [];
      return { ...shared, kind: values.kind, choices: choicesFrom(choiceLabels(typed), old) };
    }
    case 'file':
      return { ...shared, kind: 'file', maxFiles: values.files ?? 1 };
    default:
      return { ...shared, kind: values.kind };
  }
}

function choiceLabels(typed: object): Texts[] {
  const [fr, es] = [linesOf(typed, 'fr'), linesOf(typed, 'es')];
  return linesOf(typed, 'en').map((en, index) => ({ en, fr: fr[index] ?? en, es: es[index] ?? en }));
}

/** A question as its form shows it before anything is typed. */
export function typedOf(question: Question): Typed {
  const spread = (name: string, texts: Texts | undefined) =>
    Object.fromEntries(LANGUAGES.map((lang) => [`${name}-${lang}`, texts?.[lang] ?? '']));
  const choices = 'choices' in question ? question.choices : [];
  return {
    kind: question.kind,
    ...(question.required ? { required: 'yes' } : {}),
    criteria: question.criteria,
    words: 'maxWords' in question ? String(question.maxWords) : '',
    files: 'maxFiles' in question ? String(question.maxFiles) : '',
    least: question.kind === 'number' ? String(question.min ?? '') : '',
    most: question.kind === 'number' ? String(question.max ?? '') : '',
    ...spread('label', question.label),
    ...spread('hint', question.hint),
    ...spread('unit', question.kind === 'number' ? question.unit : undefined),
    ...Object.fromEntries(
      LANGUAGES.map((lang) => [`choices-${lang}`, choices.map(({ label }) => label[lang]).join('\n')]),
    ),
  };
}

/** Which fields a kind of question asks for beside those that all have. */
export function fieldsOfKind(kind: Kind) {
  return {
    asksWords: kind === 'short' || kind === 'long',
    asksFigures: kind === 'number',
    asksChoices: kind === 'single' || kind === 'multiple',
    asksFiles: kind === 'file',
  };
}

export const stepForm = z.strictObject({ version, reason });

/** One criterion as a page edits it: name, weight, and a line for each of so many levels. */
export function criterionForm(levels: number) {
  const described = Array.from({ length: levels }, (_, at) =>
    Object.entries(inThree(`level${at}`, line(2_000))),
  ).flat();
  return z.strictObject({
    version,
    reason,
    weight: wholeNumber(1, 1_000),
    remarkRequired: tick,
    ...inThree('name', line(2_000)),
    ...Object.fromEntries(described),
  });
}

/** The criterion that a judged form describes. */
export function criterionFrom(values: object, before: Criterion): Criterion {
  const typed = values as { weight: number; remarkRequired: boolean };
  return {
    ...before,
    name: textsIn(typed, 'name'),
    weight: typed.weight,
    remarkRequired: typed.remarkRequired,
    descriptions: before.descriptions.map((_one, at) => textsIn(typed, `level${at}`)),
  };
}

/** The levels of the scale as a page edits them: points and a word in three languages each. */
export function levelsForm(levels: number) {
  const fields = Array.from({ length: levels }, (_, at) => [
    [`points${at}`, wholeNumber(0, 100)] as const,
    ...Object.entries(inThree(`word${at}`, line(200))),
  ]).flat();
  return z.strictObject({ version, reason, ...Object.fromEntries(fields) });
}

/** The levels that a judged form describes. */
export function levelsFrom(values: object, count: number): Rubric['levels'] {
  const typed = values as Record<string, unknown>;
  return Array.from({ length: count }, (_, at) => ({
    points: Number(typed[`points${at}`]),
    word: textsIn(typed, `word${at}`),
  }));
}
