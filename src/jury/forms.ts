import { z } from 'zod';
import { type Definition, REGIONS } from '../editions/definition.ts';
import { address } from '../people/address.ts';
import { line, optionalLine, passage, tick, wholeNumber } from '../platform/http/form.ts';
import { LANGS } from '../platform/i18n/lang.ts';

const lang = z.enum(LANGS as ['en', 'fr', 'es'], 'jury.field.first');

function ownFields(definition: Definition) {
  const ids = definition.rubric.criteria.map((one) => one.id);
  return {
    first: lang,
    languages: z.array(lang).default([]),
    expertise: z.array(z.string().refine((id) => ids.includes(id), 'jury.field.expertise')).default([]),
    maxLoad: wholeNumber(0, 1_000),
    seen: optionalLine(80),
  };
}

/** What jurors say of themselves. */
export function ownProfileForm(definition: Definition) {
  return z.strictObject(ownFields(definition));
}

/** What the office keeps of a juror. */
export function profileForm(definition: Definition) {
  return z.strictObject({
    ...ownFields(definition),
    country: z.string().regex(/^[A-Z]{2}$/, 'jury.field.country'),
    region: z.enum(REGIONS, 'jury.field.region'),
    affiliations: z.string().trim().max(4_000, 'platform.field.long').default(''),
  });
}

/** An invitation: who, and what is known of them. */
export function inviteForm(definition: Definition) {
  return profileForm(definition).extend({ name: line(120, 'jury.field.name'), address });
}

/** A list of jurors as CSV, to be looked at or to be invited. */
export const importForm = z.strictObject({
  csv: z.string().max(1_000_000, 'platform.field.long').default(''),
  act: z.enum(['check', 'invite']),
});

/** The answer to an invitation; accepting names the version of the terms that the page showed. */
export const answerForm = z.strictObject({
  act: z.enum(['accept', 'decline']),
  agreed: tick,
  version: line(40),
});

export const endForm = z.strictObject({ reason: passage(2_000, 'jury.field.reason') });

export const settleForm = z.strictObject({
  juror: line(40),
  nomination: line(40),
  outcome: z.enum(['confirmed', 'refused']),
});

export const recordForm = z.strictObject({
  juror: line(40, 'jury.field.juror'),
  nomination: line(40, 'jury.field.nomination'),
  reason: passage(2_000, 'jury.field.reason'),
});

export const officeConflictForm = z.strictObject({
  nomination: line(40, 'jury.field.nomination'),
  reason: passage(2_000, 'jury.field.reason'),
});

export const emptyForm = z.strictObject({});
