import { z } from 'zod';
import { definitionSchema, STAGES } from './definition.ts';

/**
 * The one JSON file of an edition: its definition and the calendar of its stages, for export, import and copying.
 * Instants are written with their offset, as 2027-01-29T18:00:00Z.
 */
const instant = z.iso.datetime({
  offset: true,
  error: 'an instant with its offset, for example 2027-01-29T18:00:00Z',
});
const stage = z
  .strictObject({ opensAt: instant, closesAt: instant })
  .refine(({ opensAt, closesAt }) => Date.parse(closesAt) >= Date.parse(opensAt), {
    error: 'closesAt is not before opensAt',
    path: ['closesAt'],
  });

export const editionFileSchema = z.strictObject({
  format: z.literal('learning-cities-award/edition/1'),
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens')
    .refine((slug) => !RESERVED_SLUGS.includes(slug), {
      error: 'this word is an address of the service; take another',
    }),
  year: z.int().min(1900).max(2999),
  calendar: z.strictObject(
    Object.fromEntries(STAGES.map((name) => [name, stage])) as Record<(typeof STAGES)[number], typeof stage>,
  ),
  definition: definitionSchema,
});
export type EditionFile = z.infer<typeof editionFileSchema>;

/** First words of addresses that are pages of the service; no edition may bear them. */
export const RESERVED_SLUGS: readonly string[] = [
  'my',
  'account',
  'jury',
  'office',
  'commission',
  'nominations',
  'audit',
  'verify',
  'api',
  'calendar',
  'assets',
  'sign-in',
  'sign-out',
  'invitation',
  'mailbox',
  'archive',
  'accessibility',
  'privacy',
  'framework',
  'awardees',
  'healthz',
  'readyz',
  'metrics',
  'en',
  'fr',
  'es',
  'new',
  'editions',
  'cities',
  'help',
];

export type FileFault = { path: string; message: string };

/** Reads an edition file; each fault comes with its exact path, as `definition.rubric.criteria[2].weight`. */
export function readEditionFile(text: string): { file: EditionFile } | { faults: FileFault[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (fault) {
    return { faults: [{ path: '', message: `not JSON: ${(fault as Error).message}` }] };
  }
  const parsed = editionFileSchema.safeParse(json);
  if (parsed.success) return { file: parsed.data };
  return {
    faults: parsed.error.issues.map((issue) => ({ path: writePath(issue.path), message: issue.message })),
  };
}

/** A path as programmers write it. */
export function writePath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (written, step) =>
      typeof step === 'number'
        ? `${written}[${step}]`
        : written === ''
          ? String(step)
          : `${written}.${String(step)}`,
    '',
  );
}
