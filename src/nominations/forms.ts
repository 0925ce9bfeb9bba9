import { z } from 'zod';
import type { Question, Section } from '../editions/definition.ts';
import { address } from '../people/address.ts';
import { line, optionalLine, passage, wholeNumber } from '../platform/http/form.ts';
import type { Answer, Answers } from './answers.ts';

export const emptyForm = z.strictObject({});

export const startForm = z.strictObject({
  city: line(40, 'nominations.field.city'),
  lang: z.enum(['en', 'fr', 'es'], 'nominations.field.lang'),
  name: optionalLine(120),
  q: optionalLine(120),
});

export const beginForm = z.strictObject({ from: line(40) });

// Far above any word limit: a text that is too long is stored and marked, never refused.
const LONGEST = 200_000;
const typed = z.string().max(LONGEST, 'platform.field.long').default('');

function fieldOf(question: Question): z.ZodType {
  return question.kind === 'multiple' ? z.array(z.string().max(100)).default([]) : typed;
}

/** What the page of a section posts: its version, where to go next, files to remove, and an answer a question. */
export function sectionForm(section: Section) {
  const answers = section.questions
    .filter((question) => question.kind !== 'file')
    .map((question) => [question.id, fieldOf(question)] as const);
  return z.strictObject({
    version: wholeNumber(0, 999_999_999),
    next: z.enum(['on', 'leave', 'stay']).default('on'),
    remove: z.array(z.string().max(40)).default([]),
    ...Object.fromEntries(answers),
  });
}

export type SectionValues = { version: number; next: 'on' | 'leave' | 'stay'; remove: string[] };

/** The answers among the values of a section's form. */
export function answersIn(section: Section, values: object): Answers {
  const given = values as Readonly<Record<string, Answer>>;
  return Object.fromEntries(
    section.questions.flatMap(({ id, kind }) => (kind === 'file' ? [] : [[id, given[id] ?? '']])),
  );
}

export const submitForm = z.strictObject({
  agreed: z.literal('yes', 'nominations.field.agreed'),
});

export const withdrawForm = z.strictObject({ reason: passage(2_000, 'nominations.field.reason') });

export const colleagueForm = z.strictObject({
  name: line(120, 'nominations.field.name'),
  address,
  lang: z.enum(['en', 'fr', 'es'], 'nominations.field.lang'),
});

export const commissionForm = colleagueForm.extend({
  country: z.string().regex(/^[A-Z]{2}$/, 'nominations.field.country'),
});

export const nominateForm = z.strictObject({ statement: passage(4_000, 'nominations.field.statement') });
export const declineForm = z.strictObject({ reason: passage(4_000, 'nominations.field.reason') });

/** A commission's act on paper, as the office records it; the scan comes as a file. */
export const paperForm = z.strictObject({
  outcome: z.enum(['nominated', 'declined'], 'nominations.field.outcome'),
  signedBy: line(120, 'nominations.field.signedBy'),
  statement: passage(4_000, 'nominations.field.statement'),
});

export const objectionForm = z.strictObject({ objection: passage(2_000, 'nominations.field.reason') });

/** An order of preference: one field a place, each naming a nomination of the country. */
export function orderForm(places: number) {
  const fields = Array.from({ length: places }, (_, index) => [placeField(index), line(40)] as const);
  return z.strictObject(Object.fromEntries(fields)).superRefine((typed, context) => {
    const given = Object.values(typed);
    given.forEach((id, index) => {
      if (given.indexOf(id) < index)
        context.addIssue({
          code: 'custom',
          path: [placeField(index)],
          message: 'nominations.field.placeTwice',
        });
    });
  });
}

/** The name of the field of a place, the first one being place-1. */
export const placeField = (index: number) => `place-${index + 1}`;

export const extensionForm = z.strictObject({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'nominations.field.day'),
  clock: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'nominations.field.clock'),
  reason: passage(2_000, 'nominations.field.reason'),
});
