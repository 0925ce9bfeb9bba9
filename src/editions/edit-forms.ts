import { z } from 'zod';
import type { Typed } from '../platform/http/form.ts';
import { line, tick } from '../platform/http/form.ts';
import { LANGUAGES, type Question, type Texts } from './definition.ts';
import { choicesFrom } from './edit.ts';
import {
  figure,
  gapsIn,
  inThree,
  linesIn,
  maybeWhole,
  optionalText,
  reason,
  textsIn,
  version,
} from './edit-fields.ts';

export const KINDS = ['short', 'long', 'number', 'date', 'single', 'multiple', 'link', 'file'] as const;
type Kind = (typeof KINDS)[number];

const lines = z.string().max(20_000, 'platform.field.long').default('');
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
    const counts = LANGUAGES.map((lang) => linesIn(typed, `choices-${lang}`).length);
    if ((counts[0] ?? 0) < (typed.kind === 'single' ? 2 : 1)) fault('choices-en', 'editions.field.choices');
    LANGUAGES.forEach((lang, index) => {
      if (counts[index] !== counts[0]) fault(`choices-${lang}`, 'editions.field.choicesDiffer');
    });
  });
export type QuestionValues = z.infer<typeof questionForm>;

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
  const [fr, es] = [linesIn(typed, 'choices-fr'), linesIn(typed, 'choices-es')];
  return linesIn(typed, 'choices-en').map((en, index) => ({ en, fr: fr[index] ?? en, es: es[index] ?? en }));
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

const QUESTION_FIELDS: Readonly<Record<string, string>> = {
  maxWords: 'words',
  maxFiles: 'files',
  min: 'least',
  max: 'most',
  choices: 'choices-en',
  criteria: 'criteria',
};

/** The field of a question's form in which the fault of a path of the definition is corrected. */
export function questionField(path: string): string | null {
  const [, part, lang] = /\.questions\[\d+\]\.([a-zA-Z]+)(?:\.(en|fr|es))?/.exec(path) ?? [];
  if (part === undefined) return null;
  return lang === undefined ? (QUESTION_FIELDS[part] ?? null) : `${part}-${lang}`;
}

export const stepForm = z.strictObject({ version, reason });

/** A section as a page edits it; a new one begins with one question. */
export function sectionForm(isNew: boolean) {
  return z.strictObject({
    version,
    reason,
    group: z.string().max(40),
    ...inThree('title', line(2_000)),
    ...(isNew ? inThree('first', line(2_000)) : {}),
  });
}

/** The first question of a new section: a long text that has to be answered, until it is edited. */
export function firstQuestion(typed: object, section: string): Question {
  const label = textsIn(typed, 'first');
  const id = `${section}.answer`;
  return { id, label, kind: 'long', maxWords: 500, required: true, criteria: [] };
}
