import { z } from 'zod';
import type { Definition } from '../editions/definition.ts';
import { optionalLine, passage, wholeNumber } from '../platform/http/form.ts';

const maybe = (max: number) => z.string().trim().max(max, 'platform.field.long').default('');

/** One act on several nominations: those ticked, or all that the filter shows, whose number the page stated. */
export const bulkForm = z.strictObject({
  nomination: z.array(z.string().max(40)).default([]),
  all: z.literal('yes').optional(),
  count: wholeNumber(0, 100_000).optional(),
  act: z.enum(['eligible', 'ineligible', 'shortlist', 'off']),
  reason: maybe(2_000),
});
export type BulkValues = z.infer<typeof bulkForm>;

export const decisionForm = z.strictObject({
  outcome: z.enum(['eligible', 'ineligible'], 'screening.field.outcome'),
  reason: passage(2_000, 'screening.field.reason'),
  against: maybe(2_000),
  seen: optionalLine(40),
});

export const shortlistForm = z.strictObject({
  act: z.enum(['shortlist', 'off']),
  offReason: maybe(2_000),
});

/** A question at one of the edition's sections, due on a day. */
export function askForm(definition: Definition) {
  const ids = definition.sections.map((one) => one.id);
  return z.strictObject({
    section: z.string().refine((id) => ids.includes(id), 'screening.field.section'),
    question: passage(2_000, 'screening.field.question'),
    due: z
      .string()
      .trim()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'screening.field.due'),
  });
}

export const answerForm = z.strictObject({
  answer: passage(6_000, 'screening.field.answer'),
  seen: optionalLine(20),
});

export const emptyForm = z.strictObject({});
