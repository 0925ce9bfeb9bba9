/**
 * Small changes of a definition, as pages make them: a question, a section, a criterion, the scale. Each takes
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
  return inSection(definition, section, (questions) => put(questions, question));
}

/** The definition without a question; what was answered to it stays where it is kept. */
export function withoutQuestion(definition: Definition, question: string): Definition {
  const section = sectionOf(definition, question);
  return section === null
    ? definition
    : inSection(definition, section.id, (questions) => without(questions, question));
}

/** The definition with a question one place earlier in its section; the first one stays. */
export function withQuestionEarlier(definition: Definition, question: string): Definition {
  const section = sectionOf(definition, question);
  return section === null
    ? definition
    : inSection(definition, section.id, (questions) => earlier(questions, question));
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

/** The definition with a section put in place of the one of its id, or at the end. */
export function withSection(definition: Definition, section: Section): Definition {
  return { ...definition, sections: put(definition.sections, section) };
}

/** The definition without a section and its questions; what was answered to them stays where it is kept. */
export function withoutSection(definition: Definition, section: string): Definition {
  return { ...definition, sections: without(definition.sections, section) };
}

/** The definition with a section one place earlier; the first one stays. */
export function withSectionEarlier(definition: Definition, section: string): Definition {
  return { ...definition, sections: earlier(definition.sections, section) };
}

/** The definition with a criterion put in place of the one of its id, or at the end. */
export function withCriterion(definition: Definition, criterion: Criterion): Definition {
  return withCriteria(definition, put(definition.rubric.criteria, criterion));
}

/** The definition with a criterion one place earlier; the first one stays. */
export function withCriterionEarlier(definition: Definition, criterion: string): Definition {
  return withCriteria(definition, earlier(definition.rubric.criteria, criterion));
}

/** The definition without a criterion: no question is read for it, no dossier names it as a theme, no tie is parted by it. */
export function withoutCriterion(definition: Definition, criterion: string): Definition {
  const { sections, rules, rubric } = definition;
  const { selection } = rules;
  const tieRules = selection.tieRules.filter((rule) => rule.by !== 'criterion' || rule.id !== criterion);
  const { themesQuestion } = rules.jury.affinity;
  const read = (asked: Question): Question => {
    const kept = { ...asked, criteria: asked.criteria.filter((id) => id !== criterion) };
    if (kept.kind !== 'multiple' || kept.id !== themesQuestion) return kept;
    return { ...kept, choices: without(kept.choices, criterion) };
  };
  return {
    ...withCriteria(definition, without(rubric.criteria, criterion)),
    sections: sections.map((one) => ({ ...one, questions: one.questions.map(read) })),
    rules: { ...rules, selection: { ...selection, tieRules } },
  };
}

function withCriteria(definition: Definition, criteria: Criterion[]): Definition {
  return { ...definition, rubric: { ...definition.rubric, criteria } };
}

/** A level of a changed scale; `from` is its place in the scale that stands, null where it is new. */
export type ScaleRow = Rubric['levels'][number] & { from: number | null };

/** The definition with another scale, lowest first. A level keeps its line in each criterion; a new one has its word. */
export function withScale(definition: Definition, rows: readonly ScaleRow[]): Definition {
  const { rubric } = definition;
  const levels = rows.map(({ points, word }) => ({ points, word }));
  const criteria = rubric.criteria.map((criterion) => ({
    ...criterion,
    descriptions: rows.map(({ from, word }) => criterion.descriptions[from ?? -1] ?? word),
  }));
  return { ...definition, rubric: { ...rubric, levels, criteria } };
}

function put<Thing extends { id: string }>(list: readonly Thing[], thing: Thing): Thing[] {
  const known = list.some(({ id }) => id === thing.id);
  return known ? list.map((one) => (one.id === thing.id ? thing : one)) : [...list, thing];
}

function without<Thing extends { id: string }>(list: readonly Thing[], id: string): Thing[] {
  return list.filter((one) => one.id !== id);
}

function earlier<Thing extends { id: string }>(list: readonly Thing[], id: string): Thing[] {
  const at = list.findIndex((one) => one.id === id);
  const [before, one] = [list[at - 1], list[at]];
  if (before === undefined || one === undefined) return [...list];
  return list.map((other, index) => (index === at - 1 ? one : index === at ? before : other));
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
