/** A question as the field of a form, empty: what every page that draws it shares, the city's own and the preview of it. */
import type { Question } from './definition.ts';
import { inLang, type Words } from './words.ts';

/** What the partials of fields print of a question, before anything is answered. */
export function fieldOf(words: Words, question: Question): Record<string, unknown> & { name: string } {
  return {
    name: question.id,
    label: inLang(words, question.label),
    hint: hintOf(words, question),
    optional: !question.required,
    ...controlOf(words, question),
  };
}

function controlOf(words: Words, question: Question): Record<string, unknown> {
  switch (question.kind) {
    case 'long':
      return { isLong: true, value: '', count: 0, most: question.maxWords };
    case 'single':
      return { isSingle: true, items: itemsOf(words, question.choices) };
    case 'multiple':
      return { isMultiple: true, items: itemsOf(words, question.choices) };
    case 'file':
      return { isFile: true, several: question.maxFiles > 1 };
    default:
      return { [`is${question.kind[0]?.toUpperCase()}${question.kind.slice(1)}`]: true, value: '' };
  }
}

function itemsOf(words: Words, choices: Extract<Question, { kind: 'single' }>['choices']) {
  return choices.map(({ id, label }) => ({ value: id, label: inLang(words, label), chosen: false }));
}

function hintOf(words: Words, question: Question): string {
  const own = question.hint === undefined ? '' : inLang(words, question.hint);
  const parts = own === '' ? [] : [own];
  if (question.kind === 'short')
    parts.push(words.t('editions.control.mostWords', { most: question.maxWords }));
  if (question.kind === 'number' && own === '' && question.unit) parts.push(inLang(words, question.unit));
  if (question.kind === 'link') parts.push(words.t('editions.control.link'));
  if (question.kind === 'file') {
    parts.push(words.t('editions.control.kinds'));
    if (question.maxFiles > 1) parts.push(words.t('editions.control.mostFiles', { most: question.maxFiles }));
  }
  return parts.join(' ');
}
