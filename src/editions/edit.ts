/**
 * Small changes of a definition, as pages make them: one question, one criterion, the levels of the scale. Each takes
 * a definition and gives another; whether that is whole is judged by its schema, as for a file.
 */
import type { Criterion, Definition, Question, Rubric, Section, Texts } from './definition.ts';

type Choice = { id: string; label: Texts };

/** The section that asks a question. */
export function sectionOf(definition: Definition, question: string): Section | null {
  return definition.sections.find(({ questions }) => questions.some(({ id }) => id === question)) ?? null;
}

/** The definition with a question put in place of the one of its id, or at the end of a section. */
export function withQuestion(definition: Definition, section: string, question: Question): Definition {
  return inSection(definition, section, (questions) =>
    questions.some(({ id }) => id === question.id)
      ? questions.map((one) => (one.id === question.id ? question : one))
      : [...questions, question],
  );
}

/** The definition without a question; what was answered to it stays where it is kept. */
export function withoutQuestion(definition: Definition, question: string): Definition {
  const section = sectionOf(definition, question);
  if (section === null) return definition;
  return inSection(definition, section.id, (questions) => questions.filter(({ id }) => id !== question));
}

/** The definition with a question one place earlier in its section; the first one stays. */
export function withQuestionEarlier(definition: Definition, question: string): Definition {
  const section = sectionOf(definition, question);
  if (section === null) return definition;
  return inSection(definition, section.id, (questions) => {
    const at = questions.findIndex(({ id }) => id === question);
    const before = questions[at - 1];
    const one = questions[at];
    if (before === undefined || one === undefined) return questions;
    return questions.map((other, index) => (index === at - 1 ? one : index === at ? before : other));
  });
}

function inSection(
  definition: Definition,
  section: string,
  change: (questions: Question[]) => Question[],
): Definition {
  const sections = definition.sections.map((one) =>
    one.id === section ? { ...one, questions: change(one.questions) } : one,
  );
  return { ...definition, sections };
}

/** The definition with a criterion put in place of the one of its id. */
export function withCriterion(definition: Definition, criterion: Criterion): Definition {
  const criteria = definition.rubric.criteria.map((one) => (one.id === criterion.id ? criterion : one));
  return { ...definition, rubric: { ...definition.rubric, criteria } };
}

/** The definition with other words and points for its levels, lowest first; their number stays. */
export function withLevels(definition: Definition, levels: Rubric['levels']): Definition {
  return { ...definition, rubric: { ...definition.rubric, levels } };
}

/** Words of a text as an id: small letters, figures and hyphens, at most 40; `fallback` where none is left. */
export function idFrom(text: string, taken: readonly string[], fallback = 'question'): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  const stem = plain === '' ? fallback : plain;
  const ids = [stem, ...taken.map((_one, index) => `${stem}-${index + 2}`)];
  return ids.find((id) => !taken.includes(id)) ?? stem;
}

/**
 * Choices from their labels, one line each in three languages. A label that stands keeps its id, so that an answer is
 * never read as another choice; a reworded line keeps the id of its place; a new one gets an id from its words.
 */
export function choicesFrom(labels: readonly Texts[], before: readonly Choice[]): Choice[] {
  const kept = labels.map(({ en }) => before.find(({ label }) => label.en === en)?.id);
  const ids: string[] = kept.filter((id) => id !== undefined);
  return labels.map((label, index) => {
    const place = before[index]?.id;
    const known = kept[index] ?? (place !== undefined && !ids.includes(place) ? place : undefined);
    const id = known ?? idFrom(label.en, [...ids, ...before.map((one) => one.id)], 'choice');
    ids.push(id);
    return { id, label };
  });
}
