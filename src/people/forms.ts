import { z } from 'zod';
import { line, optionalLine } from '../platform/http/form.ts';

const ADDRESS = /^[^\s@<>"(),:;]+@[^\s@<>"(),:;]+\.[^\s@<>"(),:;]{2,}$/;

/** An address to which a mail can be written. */
export const address = line(254, 'people.field.address')
  .transform((typed) => typed.toLowerCase())
  .pipe(z.string().regex(ADDRESS, 'people.field.address'));

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
