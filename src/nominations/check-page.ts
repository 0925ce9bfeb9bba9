/** What stands on the page on which a city checks its answers: each as the jury will read it, with a way to change it. */
import type { Words } from '../editions/words.ts';
import { formatBytes } from '../platform/i18n/formats.ts';
import type { WrittenAnswer, WrittenSection } from './dossier.ts';

export type CheckItem = { term: string; value?: string; values?: string[]; href?: string };

/** One line a question; `change` is the address of the section's form, or null where nothing can be changed. */
export function checkItems(words: Words, section: WrittenSection, change: string | null): CheckItem[] {
  return section.questions.map((answer) => ({
    term: answer.label,
    ...shownValue(words, answer),
    ...(change === null ? {} : { href: `${change}#${answer.id}` }),
  }));
}

function shownValue(words: Words, answer: WrittenAnswer): { value: string } | { values: string[] } {
  if (answer.blank) {
    return { value: words.t(answer.required ? 'nominations.check.missing' : 'nominations.check.leftEmpty') };
  }
  const files = answer.files.map((file) => `${file.name}, ${formatBytes(words.lang, file.bytes)}`);
  return {
    values: [...answer.paragraphs, ...answer.values, ...(answer.link ? [answer.link] : []), ...files],
  };
}
