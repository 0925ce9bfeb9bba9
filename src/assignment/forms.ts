import { z } from 'zod';
import { wholeNumber } from '../platform/http/form.ts';
import { REGION_RULES } from './affinity.ts';
import { LARGEST_AFFINITY } from './decimals.ts';

/** The loads within which an assignment is sought, and the rules on regions to leave out. */
export const proposeForm = z
  .strictObject({
    minLoad: wholeNumber(0, 1_000),
    maxLoad: wholeNumber(1, 1_000),
    leftOut: z.array(z.enum(REGION_RULES)).default([]),
  })
  .refine(({ minLoad, maxLoad }) => minLoad <= maxLoad, {
    error: 'assignment.field.loads',
    path: ['minLoad'],
  });

export const emptyForm = z.strictObject({});

/** The number that the page stated; a different one means that something changed since. */
export const announceForm = z.strictObject({ count: wholeNumber(0, 100_000) });

const optionalId = z
  .string()
  .max(60)
  .optional()
  .transform((id) => (id === undefined || id === '' ? null : id));

/** A change of one dossier's jury: who leaves, who joins, and the dossier that goes the other way. */
export const changeForm = z.strictObject({
  nomination: z.string().min(1).max(60),
  out: optionalId,
  into: optionalId,
  back: optionalId,
});

/** How much of the sum may be given up for better links. */
export const linkForm = z.strictObject({ loss: wholeNumber(0, LARGEST_AFFINITY) });
