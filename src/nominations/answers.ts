/**
 * What a city typed, question by question, kept exactly as typed: a wrong answer is stored and marked, never refused.
 * Here an answer is judged, counted, compared and, where two people wrote at once, merged.
 */
import type { Definition, Question, Section } from '../editions/definition.ts';
import { exhaustive } from '../platform/result.ts';

export type Answer = string | readonly string[];
export type Answers = Readonly<Record<string, Answer>>;

/** What is wrong with an answer: the catalogue key of the sentence, and its facts. */
export type AnswerFault = { code: string; facts: Record<string, string | number> };

export type SectionState = 'full' | 'half' | 'need' | 'open';

/** Counts words as the page does while they are typed: runs of anything but spaces. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Whether nothing was answered. */
export function isBlank(answer: Answer | undefined): boolean {
  if (answer === undefined) return true;
  return typeof answer === 'string' ? answer.trim() === '' : answer.length === 0;
}

/** The answer as text: empty where there is none or where it is a list. */
export function textOf(answer: Answer | undefined): string {
  return typeof answer === 'string' ? answer : '';
}

/** The answer as a list of choices. */
export function choicesOf(answer: Answer | undefined): readonly string[] {
  if (answer === undefined || answer === '') return [];
  return typeof answer === 'string' ? [answer] : answer;
}

/** Judges one answer; a blank one is never wrong, only missing. */
export function faultOf(question: Question, answer: Answer | undefined): AnswerFault | null {
  if (isBlank(answer)) return null;
  const typed = textOf(answer).trim();
  switch (question.kind) {
    case 'short':
    case 'long':
      return tooLong(typed, question.maxWords);
    case 'number':
      return numberFault(typed, question);
    case 'date':
      return isDay(typed) ? null : { code: 'nominations.field.date', facts: { typed } };
    case 'link':
      return isLink(typed) ? null : { code: 'nominations.field.link', facts: { typed } };
    case 'single':
    case 'multiple': {
      const known = question.choices.map((choice) => choice.id);
      const right = choicesOf(answer).every((id) => known.includes(id));
      return right ? null : { code: 'nominations.field.choice', facts: {} };
    }
    case 'file':
      return null;
    default:
      return exhaustive(question);
  }
}

function tooLong(typed: string, most: number): AnswerFault | null {
  const count = countWords(typed);
  return count <= most ? null : { code: 'platform.tooLong', facts: { over: count - most, count, most } };
}

function numberFault(
  typed: string,
  { min, max }: { min?: number | undefined; max?: number | undefined },
): AnswerFault | null {
  const shown = typed.length > 60 ? `${typed.slice(0, 60)}…` : typed;
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(typed))
    return { code: 'nominations.field.number', facts: { typed: shown } };
  const value = Number(typed);
  if (min !== undefined && value < min)
    return { code: 'nominations.field.least', facts: { least: String(min), typed } };
  if (max !== undefined && value > max)
    return { code: 'nominations.field.most', facts: { most: String(max), typed } };
  return null;
}

/** Whether this is a day of the calendar, written YYYY-MM-DD. */
export function isDay(typed: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return false;
  const at = new Date(`${typed}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(typed);
}

function isLink(typed: string): boolean {
  return /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(typed) && URL.canParse(typed);
}

/** The faults of a section's answers, by question. */
export function faultsOf(section: Section, answers: Answers): { question: string; fault: AnswerFault }[] {
  return section.questions.flatMap((question) => {
    const fault = faultOf(question, answers[question.id]);
    return fault ? [{ question: question.id, fault }] : [];
  });
}

export type SectionProgress = {
  state: SectionState;
  faults: number;
  /** Required questions without an answer. */
  missing: number;
  optional: boolean;
  /** Words of the first long answer. */
  words: { count: number; most: number } | null;
};

/** How far a section is; `fileCounts` says how many files each question has. */
export function progressOf(
  section: Section,
  answers: Answers,
  fileCounts: Readonly<Record<string, number>>,
): SectionProgress {
  const isAnswered = (question: Question) =>
    question.kind === 'file' ? (fileCounts[question.id] ?? 0) > 0 : !isBlank(answers[question.id]);
  const faults = faultsOf(section, answers).length;
  const missing = section.questions.filter((one) => one.required && !isAnswered(one)).length;
  const begun = section.questions.some(isAnswered);
  const long = section.questions.find((one) => one.kind === 'long');
  return {
    state: faults > 0 ? 'need' : !begun ? 'open' : missing > 0 ? 'half' : 'full',
    faults,
    missing,
    optional: section.questions.every((one) => !one.required),
    words:
      long?.kind === 'long' ? { count: countWords(textOf(answers[long.id])), most: long.maxWords } : null,
  };
}

/** Whether a section holds up the submission: something is wrong or something required is missing. */
export function isHoldingUp({ faults, missing }: SectionProgress): boolean {
  return faults > 0 || missing > 0;
}

/** Whether two answers are the same; a blank one equals a missing one. */
export function isSameAnswer(one: Answer | undefined, other: Answer | undefined): boolean {
  if (isBlank(one) && isBlank(other)) return true;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether two people's answers to a section are the same. */
export function isSameAnswers(one: Answers, other: Answers): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((id) =>
    isSameAnswer(one[id], other[id]),
  );
}

export type Clash = { question: string; stored: Answer; typed: Answer; kept: 'stored' | 'typed' };

/**
 * Puts together what was typed on an old version with what is stored by now. Where only one of the two changed a
 * question since `base`, that change is taken; where both did, the typed one stands in the field. Every question in
 * which they differ is told with both texts, so that a person decides.
 */
export function mergeAnswers(
  base: Answers,
  stored: Answers,
  typed: Answers,
): { merged: Answers; clashes: Clash[] } {
  const ids = [...new Set([...Object.keys(stored), ...Object.keys(typed)])];
  const clashes: Clash[] = [];
  const merged: Record<string, Answer> = {};
  for (const id of ids) {
    const mine = typed[id] ?? '';
    const theirs = stored[id] ?? '';
    const kept = isSameAnswer(base[id], typed[id]) ? 'stored' : 'typed';
    merged[id] = kept === 'stored' ? theirs : mine;
    if (!isSameAnswer(mine, theirs)) clashes.push({ question: id, stored: theirs, typed: mine, kept });
  }
  return { merged, clashes };
}

/**
 * What of an earlier dossier can stand in a new one, by section: answers to questions that both editions ask under one
 * id and in one kind, and of choices only those that still exist. A text that has become too long is taken and marked.
 */
export function carryOver(
  before: { definition: Definition; answers: Answers },
  definition: Definition,
): { section: string; answers: Answers }[] {
  const old = new Map(
    before.definition.sections.flatMap(({ questions }) => questions.map((one) => [one.id, one] as const)),
  );
  return definition.sections.flatMap(({ id: section, questions }) => {
    const taken = questions.flatMap((question): [string, Answer][] => {
      const answer = before.answers[question.id];
      if (answer === undefined || isBlank(answer) || old.get(question.id)?.kind !== question.kind) return [];
      const known = stillKnown(question, answer);
      return isBlank(known) ? [] : [[question.id, known]];
    });
    return taken.length === 0 ? [] : [{ section, answers: Object.fromEntries(taken) }];
  });
}

function stillKnown(question: Question, answer: Answer): Answer {
  if (question.kind !== 'single' && question.kind !== 'multiple') return answer;
  const known = choicesOf(answer).filter((id) => question.choices.some((choice) => choice.id === id));
  return question.kind === 'single' ? (known[0] ?? '') : known;
}
