/** What the task list of a dossier shows: every section in its group with its state, a fact and a way in. */
import type { Definition, Section } from '../editions/definition.ts';
import type { Words } from '../editions/words.ts';
import { formatBytes } from '../platform/i18n/formats.ts';
import { type Answers, isHoldingUp, progressOf, type SectionProgress, type SectionState } from './answers.ts';
import type { DossierFiles } from './dossier.ts';

export type Task = {
  id: string;
  group: string;
  label: string;
  href: string;
  fact: string;
  state: SectionState;
  word: string;
  holdsUp: boolean;
};

/** One row a section, in the order of the question set. */
export function tasksOf(
  words: Words,
  definition: Definition,
  answers: Answers,
  files: DossierFiles,
  base: string,
): Task[] {
  const counts = Object.fromEntries(Object.entries(files).map(([id, list]) => [id, list.length]));
  return definition.sections.map((section) => {
    const progress = progressOf(section, answers, counts);
    return {
      id: section.id,
      group: section.group,
      label: section.title[words.lang],
      href: `${base}/sections/${section.id}`,
      fact: factOf(words, section, progress, files),
      state: progress.state,
      word: words.t(`platform.state.${progress.state}`),
      holdsUp: isHoldingUp(progress),
    };
  });
}

function factOf(words: Words, section: Section, progress: SectionProgress, files: DossierFiles): string {
  if (progress.faults > 0) return words.t('platform.toCorrect', { count: progress.faults });
  const parts: string[] = progress.optional ? [words.t('nominations.task.optional')] : [];
  const own = section.questions.flatMap((question) => files[question.id] ?? []);
  const [first] = own;
  if (own.length === 1 && first) parts.push(fileWords(words, first));
  else if (own.length > 1) parts.push(words.t('nominations.task.files', { count: own.length }));
  if (progress.words && progress.words.count > 0) parts.push(words.t('platform.wordsOf', progress.words));
  return parts.join(', ');
}

function fileWords(words: Words, file: { mediaType: string; bytes: number }): string {
  const kind = file.mediaType === 'application/pdf' ? 'PDF' : file.mediaType === 'image/png' ? 'PNG' : 'JPEG';
  return `${kind}, ${formatBytes(words.lang, file.bytes)}`;
}

/** The rows under the titles of their groups; a group without a section is left out. */
export function groupTasks<Row extends { group: string }>(
  words: Words,
  definition: Definition,
  rows: readonly Row[],
): { id: string; title: string; rows: Row[] }[] {
  return definition.groups
    .map((group) => ({
      id: group.id,
      title: group.title[words.lang],
      rows: rows.filter((row) => row.group === group.id),
    }))
    .filter((group) => group.rows.length > 0);
}
