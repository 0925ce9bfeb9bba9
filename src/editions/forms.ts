import { z } from 'zod';
import { line, optionalLine, passage, wholeNumber } from '../platform/http/form.ts';
import { STAGES, type StageName } from './definition.ts';
import { type EditionFile, slug } from './edition-file.ts';
import { fromLocal } from './local-time.ts';

const ADDRESS = /^[^\s@<>"(),:;]+@[^\s@<>"(),:;]+\.[^\s@<>"(),:;]{2,}$/;

export const emptyForm = z.strictObject({});

/** A file of an edition, typed or sent, with the reason that a published call asks for. */
export const importForm = z.strictObject({
  json: z.string().max(1_000_000, 'platform.field.long').default(''),
  reason: optionalLine(500),
});

export const newFromFileForm = z.strictObject({
  json: z.string().max(1_000_000, 'platform.field.long').default(''),
});

export const copyForm = z.strictObject({
  from: line(40),
  slug: z.string().trim().toLowerCase().pipe(slug),
  year: wholeNumber(1900, 2999),
});

export const extendForm = z.strictObject({
  stage: z.enum(STAGES),
  closesAt: line(30),
  reason: passage(500),
});

export const lostForm = z.strictObject({ reason: line(300) });

export const appointForm = z.strictObject({
  address: line(254)
    .transform((typed) => typed.toLowerCase())
    .pipe(z.string().regex(ADDRESS, 'people.field.address')),
  name: line(120),
  role: z.enum(['organiser', 'approver', 'auditor']),
});

/** The name of the field in which a stage opens or closes. */
export function dateField(stage: StageName, end: 'opens' | 'closes'): string {
  return `${stage}-${end}`;
}

export type DatesTyped = Record<string, string>;

/** The form of all dates of an edition, typed in its zone; each stage closes no earlier than it opens. */
export function datesForm(timeZone: string): z.ZodType<DatesTyped> {
  const instant = line(30).refine((typed) => fromLocal(typed, timeZone) !== null, 'editions.field.instant');
  const fields = STAGES.flatMap((stage) => [dateField(stage, 'opens'), dateField(stage, 'closes')]);
  return z
    .strictObject(Object.fromEntries(fields.map((name) => [name, instant])))
    .superRefine((typed, context) => {
      const at = (name: string) => fromLocal(typed[name] ?? '', timeZone) ?? 0;
      for (const stage of STAGES) {
        const closes = dateField(stage, 'closes');
        if (at(closes) >= at(dateField(stage, 'opens'))) continue;
        context.addIssue({ code: 'custom', path: [closes], message: 'editions.field.closesFirst' });
      }
    });
}

/** The calendar of a judged form of dates. */
export function calendarTyped(typed: DatesTyped, timeZone: string): EditionFile['calendar'] {
  const iso = (name: string) => new Date(fromLocal(typed[name] ?? '', timeZone) ?? Number.NaN).toISOString();
  const dates = STAGES.map((stage) => [
    stage,
    { opensAt: iso(dateField(stage, 'opens')), closesAt: iso(dateField(stage, 'closes')) },
  ]);
  return Object.fromEntries(dates) as EditionFile['calendar'];
}
