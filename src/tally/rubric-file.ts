/** A rubric from the text of a JSON file, or the faults with their places. */
import { z } from 'zod';
import { readJson } from '../assignment/json-place.ts';
import { parseDecimal, plainText } from '../platform/exact/decimal.ts';
import { type Fraction, sum } from '../platform/exact/fraction.ts';
import type { Rubric } from './rubric.ts';
import { clip, type FileFault, MOST_CRITERIA, MOST_FAULTS } from './score-file.ts';

/** A decimal as text, or as a number whose shortest text is meant; never below 0. */
const decimal = z.union([z.string(), z.number()]).transform((value, context): Fraction => {
  const read = parseDecimal(typeof value === 'number' ? plainText(value) : value.trim());
  if (read && read.num >= 0n) return read;
  const message = `"${value}" is no decimal from 0 on with at most 6 places, such as "2.0"`;
  context.addIssue({ code: 'custom', message, input: value });
  return z.NEVER;
});

const quantum = decimal.refine((value) => value.num > 0n, 'a rounding step is above 0, such as "0.01"');
const id = z.string().min(1, 'an id is a text of one or more characters');

const tieRule = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('criterion'), id }),
  z.strictObject({ by: z.literal('median') }),
  z.strictObject({ by: z.literal('lowestScore') }),
  z.strictObject({ by: z.literal('lot'), seed: z.string().min(1, 'a lot needs its published seed') }),
]);

const rubricFile = z
  .strictObject({
    criteria: z
      .array(z.strictObject({ id, weight: decimal }))
      .min(1, 'give at least one criterion')
      .max(MOST_CRITERIA, `at most ${MOST_CRITERIA} criteria`),
    method: z.enum(['mean', 'median', 'trimmed']),
    trim: z.int().min(1, 'trim is a whole number from 1 on').max(1_000_000).optional(),
    rounding: z
      .strictObject({
        criterion: quantum.optional(),
        weighted: quantum.optional(),
        mode: z.literal('half-up').optional(),
      })
      .optional(),
    tieRules: z.array(tieRule).default([]),
    incomplete: z.enum(['refuse', 'exclude']).default('refuse'),
    adjustedDecides: z.boolean().default(false),
  })
  .superRefine((file, context) => {
    const fault = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message, input: undefined });
    if (file.trim !== undefined && file.method !== 'trimmed')
      fault(['trim'], 'trim stands with the method trimmed only');
    if (sum(file.criteria.map(({ weight }) => weight)).num === 0n) fault(['criteria'], 'all weights are 0');
    const known = new Set<string>();
    file.criteria.forEach((one, index) => {
      if (known.has(one.id)) fault(['criteria', index, 'id'], `the criterion "${one.id}" stands twice`);
      known.add(one.id);
    });
    file.tieRules.forEach((rule, index) => {
      if (rule.by === 'criterion' && !known.has(rule.id)) {
        fault(['tieRules', index, 'id'], `no criterion has the id "${rule.id}"`);
      }
    });
  });

/** Reads a rubric; the faults instead where there is one, each with its JSON path or its line and column. */
export function readRubricFile(text: string): Rubric | { faults: readonly FileFault[] } {
  const read = readJson(text);
  if (!('value' in read)) {
    const what = `This is no JSON from "${read.found}" on: correct the text there.`;
    return {
      faults: [{ file: 'rubric', line: read.line, column: read.column, code: 'notJson', text: what }],
    };
  }
  const parsed = rubricFile.safeParse(read.value);
  if (!parsed.success) return { faults: parsed.error.issues.slice(0, MOST_FAULTS).map(faultOf) };
  const { trim, rounding, ...rest } = parsed.data;
  return {
    ...rest,
    trim: trim ?? 1,
    rounding: { criterion: rounding?.criterion ?? null, weighted: rounding?.weighted ?? null },
  };
}

function faultOf(issue: z.core.$ZodIssue): FileFault {
  const path = issue.path.reduce<string>(
    (all, step) => (typeof step === 'number' ? `${all}[${step}]` : `${all}.${String(step)}`),
    '$',
  );
  const place = { file: 'rubric' as const, line: null, column: null, path };
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => `"${clip(key)}"`).join(', ');
    return { ...place, code: 'unknownField', text: `There is no field ${names} here: take it out.` };
  }
  return { ...place, code: 'badValue', text: issue.message };
}
