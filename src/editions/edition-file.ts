import { z } from 'zod';
import { definitionSchema, STAGES } from './definition.ts';
import { type FileFault, faultsOf, jsonFault } from './file-faults.ts';

/**
 * The one JSON file of an edition: its definition and the calendar of its stages, for export, import and copying.
 * Instants are written with their offset, as 2027-01-29T18:00:00Z.
 */
const instant = z.iso.datetime({
  offset: true,
  error: 'editions.fault.instant',
});
const stage = z
  .strictObject({ opensAt: instant, closesAt: instant })
  .refine(({ opensAt, closesAt }) => Date.parse(closesAt) >= Date.parse(opensAt), {
    error: 'editions.fault.closesFirst',
    path: ['closesAt'],
  });

/** The word of an edition in addresses. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'editions.fault.slug')
  .refine((word) => !RESERVED_SLUGS.includes(word), { error: 'editions.fault.reserved' });

export const editionFileSchema = z.strictObject({
  format: z.literal('learning-cities-award/edition/1'),
  slug,
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
  'address',
  'factor',
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
  'contact',
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

/** Reads an edition file; each fault comes with its exact path, as `definition.rubric.criteria[2].weight`. */
export function readEditionFile(text: string): { file: EditionFile } | { faults: FileFault[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (fault) {
    return { faults: [jsonFault(text, (fault as Error).message)] };
  }
  const parsed = editionFileSchema.safeParse(json, { reportInput: true });
  if (parsed.success) return { file: parsed.data };
  return { faults: parsed.error.issues.flatMap((issue) => faultsOf(issue)) };
}
