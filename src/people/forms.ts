import { z } from 'zod';
import { line, optionalLine } from '../platform/http/form.ts';
import { address } from './address.ts';

export const signInForm = z.strictObject({ address, back: optionalLine(500) });

export const codeForm = z.strictObject({
  code: z
    .string()
    .transform((typed) => typed.replace(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'people.field.code')),
});

export const emptyForm = z.strictObject({});

export const accountForm = z.strictObject({
  name: line(120),
  lang: z.enum(['en', 'fr', 'es']),
  timeZone: optionalLine(60).refine(isTimeZone, 'people.field.timeZone'),
});

function isTimeZone(typed: string): boolean {
  return typed === '' || Intl.supportedValuesOf('timeZone').includes(typed) || typed === 'UTC';
}
