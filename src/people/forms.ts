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

const digits = z
  .string()
  .transform((typed) => typed.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'people.field.sixDigits'));

/** A code of the app, or of a mail where that is asked for; `back` is where it leads. */
export const proofForm = z.strictObject({ code: digits, back: optionalLine(500) });

export const backForm = z.strictObject({ back: optionalLine(500) });

/** A new app: the secret that the page showed, and a code that proves that the app has it. */
export const appForm = z.strictObject({
  secret: z.string().regex(/^[A-Z2-7]{32}$/, 'people.field.sixDigits'),
  code: digits,
  back: optionalLine(500),
});

/** What the browser answered to a passkey challenge, as JSON. */
export const passkeyForm = z.strictObject({ answer: z.string().max(20_000, 'platform.field.long') });

export const emptyForm = z.strictObject({});

export const addressForm = z.strictObject({ address });

export const addressAnswerForm = z.strictObject({ act: z.enum(['confirm', 'stop']) });

export const accountForm = z.strictObject({
  name: line(120),
  lang: z.enum(['en', 'fr', 'es']),
  timeZone: optionalLine(60).refine(isTimeZone, 'people.field.timeZone'),
});

function isTimeZone(typed: string): boolean {
  return typed === '' || Intl.supportedValuesOf('timeZone').includes(typed) || typed === 'UTC';
}
