/**
 * A dossier as a document: what was submitted, canonical and digested, and how it reads in a language. Answers are
 * kept as typed; labels, choices and figures are written in the reader's language.
 */
import type { Definition, Question, Section, Texts } from '../editions/definition.ts';
import { formatInstant, formatNumber } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { type Answers, choicesOf, faultOf, isBlank, textOf } from './answers.ts';

export type DossierFile = { id: string; name: string; mediaType: string; bytes: number; sha256: string };
export type DossierFiles = Readonly<Record<string, readonly DossierFile[]>>;

/** What a submission keeps, word for word. */
export type DossierDocument = {
  format: 'learning-cities-award/dossier/1';
  edition: string;
  nomination: string;
  city: { id: string; name: string; country: string; region: string };
  lang: Lang;
  definition: { version: number; digest: string };
  answers: Answers;
  files: DossierFiles;
};

/** An answer as it is read: paragraphs of text, a list of values, a link, files; empty where there is none. */
export type WrittenAnswer = {
  id: string;
  kind: Question['kind'];
  label: string;
  criteria: readonly string[];
  required: boolean;
  blank: boolean;
  paragraphs: string[];
  values: string[];
  link: string | null;
  files: readonly DossierFile[];
};

export type WrittenSection = {
  id: string;
  group: string;
  title: string;
  questions: WrittenAnswer[];
};

/** Writes the sections of a dossier in a language, in the order of the question set. */
export function writeDossier(
  lang: Lang,
  definition: Definition,
  answers: Answers,
  files: DossierFiles,
): WrittenSection[] {
  return definition.sections.map((section) => writeSection(lang, section, answers, files));
}

/** Writes one section of a dossier in a language. */
export function writeSection(
  lang: Lang,
  section: Section,
  answers: Answers,
  files: DossierFiles,
): WrittenSection {
  return {
    id: section.id,
    group: section.group,
    title: section.title[lang],
    questions: section.questions.map((question) => writeAnswer(lang, question, answers, files)),
  };
}

function writeAnswer(lang: Lang, question: Question, answers: Answers, files: DossierFiles): WrittenAnswer {
  const answer = answers[question.id];
  const own = question.kind === 'file' ? (files[question.id] ?? []) : [];
  const written = {
    id: question.id,
    kind: question.kind,
    label: question.label[lang],
    criteria: question.criteria,
    required: question.required,
    blank: question.kind === 'file' ? own.length === 0 : isBlank(answer),
    paragraphs: [] as string[],
    values: [] as string[],
    link: null as string | null,
    files: own,
  };
  if (written.blank || question.kind === 'file') return written;
  const typed = textOf(answer).trim();
  // What is wrong is read as it was typed: a figure that is none cannot be formatted.
  const sound = faultOf(question, answer) === null;
  if (question.kind === 'single' || question.kind === 'multiple') {
    written.values = choicesOf(answer).map((id) => choiceLabel(lang, question.choices, id));
  } else if (question.kind === 'short' || question.kind === 'long') {
    written.paragraphs = typed.split(/\n\s*\n/).map((part) => part.trim());
  } else if (!sound) written.values = [typed];
  else if (question.kind === 'number') written.values = [numberWords(lang, typed, question.unit)];
  else if (question.kind === 'date')
    written.values = [formatInstant(lang, `${typed}T12:00:00Z`, 'UTC', 'date')];
  else written.link = typed;
  return written;
}

function choiceLabel(lang: Lang, choices: readonly { id: string; label: Texts }[], id: string): string {
  return choices.find((one) => one.id === id)?.label[lang] ?? id;
}

function numberWords(lang: Lang, typed: string, unit: Texts | undefined): string {
  const figure = formatNumber(lang, typed);
  return unit ? `${figure} ${unit[lang]}` : figure;
}

type Column = { name: string; fileBase: string; sections: readonly WrittenSection[] };

/** Dossiers of one edition beside each other: each question once, with the answer of each city below it. */
export function besideEachOther(columns: readonly Column[]) {
  const [first] = columns;
  return (first?.sections ?? []).map((section) => ({
    title: section.title,
    questions: section.questions.map(({ id, label }) => ({
      label,
      answers: columns.map(({ name, fileBase, sections }) => {
        const found = sections.flatMap(({ questions }) => questions).find((one) => one.id === id);
        return { name, fileBase, questions: found === undefined ? [] : [found] };
      }),
    })),
  }));
}
