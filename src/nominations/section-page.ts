/**
 * What the page of a section shows: its questions with what was typed, what is wrong with it, the files, the rubric
 * by which the jury will read it and, where two people wrote at once, both texts.
 */
import type { Definition, Question, Section } from '../editions/definition.ts';
import { fieldOf } from '../editions/question-field.ts';
import type { Words } from '../editions/words.ts';
import { type Answers, type Clash, choicesOf, countWords, faultsOf, textOf } from './answers.ts';
import { type DossierFiles, writeSection } from './dossier.ts';

export type ShownSection = {
  section: Section;
  answers: Answers;
  files: DossierFiles;
  /** Where the files of this dossier are read. */
  fileBase: string;
  /** The clock of the last saving, or nothing. */
  savedClock: string | null;
  clashes: readonly Clash[];
};

/** The fields of a section's form, each with everything that its partial prints. */
export function fieldsOf(words: Words, shown: ShownSection) {
  return shown.section.questions.map((question) => ({
    ...fieldOf(words, question),
    ...answeredOf(words, question, shown),
    ...clashOf(words, question, shown),
  }));
}

/** What was answered, over the empty field. */
function answeredOf(words: Words, question: Question, shown: ShownSection): Record<string, unknown> {
  const answer = shown.answers[question.id];
  const value = textOf(answer);
  switch (question.kind) {
    case 'long':
      return { value, count: countWords(value), saved: value && shown.savedClock };
    case 'single':
    case 'multiple': {
      const chosen = choicesOf(answer);
      return {
        items: question.choices.map(({ id, label }) => ({
          value: id,
          label: label[words.lang],
          chosen: chosen.includes(id),
        })),
      };
    }
    case 'file':
      return {
        stored: (shown.files[question.id] ?? []).map((file) => ({
          id: file.id,
          label: file.name,
          size: file.bytes,
          href: `${shown.fileBase}/${file.id}`,
        })),
      };
    default:
      return { value };
  }
}

function clashOf(words: Words, question: Question, shown: ShownSection): { clash?: object } {
  const clash = shown.clashes.find((one) => one.question === question.id);
  if (clash === undefined) return {};
  const other = clash.kept === 'typed' ? clash.stored : clash.typed;
  const written = writeSection(
    words.lang,
    { ...shown.section, questions: [question] },
    { [question.id]: other },
    {},
  );
  const [answer] = written.questions;
  return {
    clash: {
      isStored: clash.kept === 'typed',
      blank: answer?.blank ?? true,
      paragraphs: [
        ...(answer?.paragraphs ?? []),
        ...(answer?.values ?? []),
        ...(answer?.link ? [answer.link] : []),
      ],
    },
  };
}

/** The sentences of what is wrong with the answers of a section, each at its field. */
export function faultTexts(
  words: Words,
  section: Section,
  answers: Answers,
): { field: string; text: string }[] {
  return faultsOf(section, answers).map(({ question, fault }) => ({
    field: question,
    text: words.t(fault.code, fault.facts),
  }));
}

/** How the jury will read a section: each criterion that its answers serve, with its levels, best first. */
export function rubricOf(words: Words, definition: Definition, section: Section) {
  const { criteria, levels } = definition.rubric;
  const total = criteria.reduce((sum, one) => sum + one.weight, 0);
  const served = new Set(section.questions.flatMap((question) => question.criteria));
  return criteria.flatMap((criterion, index) => {
    if (!served.has(criterion.id)) return [];
    return {
      title: words.t('nominations.section.howRead'),
      note: words.t('nominations.section.criterion', {
        number: index + 1,
        name: criterion.name[words.lang],
        weight: criterion.weight,
        total,
      }),
      levels: levels
        .map((level, at) => ({
          score: level.points,
          word: level.word[words.lang],
          text: criterion.descriptions[at]?.[words.lang] ?? '',
        }))
        .reverse(),
    };
  });
}
