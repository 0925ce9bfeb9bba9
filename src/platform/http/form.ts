import { z } from 'zod';
import type { FieldError } from './answer.ts';
import type { Body } from './body.ts';

/** What was typed, as it was typed, to draw the form again; a list where the form declares one. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

export type Form<Values> = z.ZodType<Values>;

/** One line of text, trimmed; empty counts as missing. */
export function line(max: number, code = 'platform.field.required') {
  return z.string().trim().min(1, code).max(max, 'platform.field.long');
}

/** One line of text that may be left empty. */
export function optionalLine(max: number) {
  return z.string().trim().max(max, 'platform.field.long').default('');
}

/** Text of several lines; empty counts as missing. */
export function passage(max: number, code = 'platform.field.required') {
  return z.string().trim().min(1, code).max(max, 'platform.field.long');
}

/** A whole number typed in digits. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .trim()
    .regex(/^-?\d{1,9}$/, 'platform.field.number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, 'platform.field.range');
}

/** A box that is ticked or not: browsers send nothing for the latter. */
export const tick = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

function isList(schema: unknown): boolean {
  let at = schema as { def?: { type?: string; innerType?: unknown; in?: unknown } } | undefined;
  while (at?.def) {
    if (at.def.type === 'array') return true;
    at = (at.def.innerType ?? at.def.in) as typeof at;
  }
  return false;
}

export type FormOutcome<Values> =
  | { ok: true; values: Values; typed: Typed }
  | { ok: false; errors: FieldError[]; typed: Typed; malformed: boolean };

/**
 * Judges a body by its form. Unknown fields, and repeated ones where the form declares no list, are malformed: no
 * page of ours sends them.
 */
export function judgeForm<Values>(form: Form<Values>, body: Body): FormOutcome<Values> {
  const shape = form instanceof z.ZodObject ? (form.shape as Record<string, unknown>) : {};
  const typed: Record<string, string | string[]> = Object.create(null);
  let malformed = false;
  for (const [name, values] of body.fields) {
    if (!Object.hasOwn(shape, name)) malformed = true;
    else if (isList(shape[name])) typed[name] = values;
    else if (values.length === 1) typed[name] = values[0] ?? '';
    else malformed = true;
  }
  if (malformed)
    return { ok: false, errors: [{ field: null, code: 'platform.form.malformed' }], typed, malformed };
  const judged = form.safeParse({ ...typed });
  if (judged.success) return { ok: true, values: judged.data, typed };
  return { ok: false, errors: judged.error.issues.map(toFieldError), typed, malformed };
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  const field = issue.path[0] === undefined ? null : String(issue.path[0]);
  const known = /^[a-z]+(\.[a-zA-Z-]+)+$/.test(issue.message);
  const code = known
    ? issue.message
    : issue.code === 'invalid_type'
      ? 'platform.field.required'
      : 'platform.field.choice';
  const facts: Record<string, number> = {};
  if ('maximum' in issue) facts.max = Number(issue.maximum);
  if ('minimum' in issue) facts.min = Number(issue.minimum);
  return { field, code, facts };
}
