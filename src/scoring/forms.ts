import { z } from 'zod';
import type { Rubric } from '../editions/definition.ts';
import { passage, wholeNumber } from '../platform/http/form.ts';

export const emptyForm = z.strictObject({});

// Far above any word limit: a remark that is too long is stored and marked, never refused.
const LONGEST = 200_000;

/**
 * What the page of a criterion posts. Points are one of the rubric's levels, or none yet; the version is that of the
 * card which the page showed.
 */
export function scoresForm(rubric: Rubric) {
  const levels = rubric.levels.map(({ points }) => String(points));
  return z.strictObject({
    criterion: z
      .string()
      .refine((id) => rubric.criteria.some((one) => one.id === id), 'scoring.field.criterion'),
    points: z
      .string()
      .trim()
      .refine((typed) => typed === '' || levels.includes(typed), 'scoring.field.points')
      .transform((typed) => (typed === '' ? null : Number(typed)))
      .default(null),
    remark: z.string().max(LONGEST, 'platform.field.long').default(''),
    version: wholeNumber(0, 999_999_999),
    next: z.enum(['on', 'skip', 'stay']).default('stay'),
  });
}

export type ScoresValues = {
  criterion: string;
  points: number | null;
  remark: string;
  version: number;
  next: 'on' | 'skip' | 'stay';
};

export const lockForm = z.strictObject({
  version: wholeNumber(0, 999_999_999),
  agreed: z.literal('yes', 'scoring.field.agreed'),
});

export const reasonForm = z.strictObject({ reason: passage(2_000, 'scoring.field.reason') });

export const reopenForm = z.strictObject({
  reason: passage(2_000, 'scoring.field.reopenReason'),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'scoring.field.day'),
  clock: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'scoring.field.clock'),
});

export const answerForm = z.strictObject({ answer: z.enum(['approve', 'decline'], 'scoring.field.answer') });

/** What an organiser says of a remark that names a juror. */
export const rulingForm = z.strictObject({
  card: z.string().max(40),
  criterion: z.string().max(40),
  outcome: z.enum(['released', 'held']),
});

/** A score sheet that was filled in away from the service; the version is that of the card which the look at it showed. */
export const offlineForm = z.strictObject({
  text: z.string().max(1_000_000, 'platform.field.long').default(''),
  version: wholeNumber(0, 999_999_999).optional(),
  act: z.enum(['check', 'save']),
});
