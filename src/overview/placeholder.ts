/** An invented city with an invented dossier, made from a question set alone: no person's data stands in a preview. */
import { type Definition, type Question, questionsOf } from '../editions/definition.ts';
import type { Edition } from '../editions/pages.ts';
import type { Words } from '../editions/words.ts';
import type { Answer, Answers } from '../nominations/answers.ts';
import { type WrittenSection, writeDossier } from '../nominations/dossier.ts';
import { readAnswers } from '../scoring/card-page.ts';

/** The answers of the invented dossier: one of each kind, nothing for files. */
export function placeholderAnswers(definition: Definition, words: Words): Answers {
  return Object.fromEntries(
    questionsOf(definition).map((question): [string, Answer] => [
      question.id,
      placeholderOf(question, words),
    ]),
  );
}

function placeholderOf(question: Question, words: Words): Answer {
  switch (question.kind) {
    case 'short':
    case 'long':
      return words.t('overview.preview.answer', { most: question.maxWords });
    case 'number':
      return String(Math.min(Math.max(12_345, question.min ?? 0), question.max ?? 12_345));
    case 'date':
      return '2020-05-01';
    case 'link':
      return 'https://city.invalid/';
    case 'single':
      return question.choices[0]?.id ?? '';
    case 'multiple':
      return question.choices.slice(0, 2).map(({ id }) => id);
    case 'file':
      return '';
  }
}

/** The invented dossier as it is read. */
export function placeholderDossier(definition: Definition, words: Words): WrittenSection[] {
  return writeDossier(words.lang, definition, placeholderAnswers(definition, words), {});
}

/** The sections of the invented dossier as the views print them. */
export function readPlaceholder(definition: Definition, words: Words) {
  return placeholderDossier(definition, words).map(({ title, questions }) => ({
    title,
    answers: readAnswers(questions, ''),
  }));
}

/** Where the previews of an edition stand, with the language. */
export const previewBase = ({ lang }: Pick<Words, 'lang'>, { slug }: Edition) =>
  `/${lang}/office/${slug}/preview`;
