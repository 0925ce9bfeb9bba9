import { z } from 'zod';

const text = z.string().trim().max(1_000, 'platform.field.long').default('');

export const citationForm = z.strictObject({ en: text, fr: text, es: text });
export const correctionForm = z.strictObject({
  en: text,
  fr: text,
  es: text,
  reason: z.string().trim().min(1, 'announcement.field.reason').max(1_000, 'platform.field.long'),
});
export const momentForm = z.strictObject({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'announcement.field.day'),
  clock: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'announcement.field.clock'),
});
export const emptyForm = z.strictObject({});
