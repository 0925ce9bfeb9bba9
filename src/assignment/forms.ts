import { z } from 'zod';
import { wholeNumber } from '../platform/http/form.ts';

/** The loads within which an assignment is sought. */
export const proposeForm = z
  .strictObject({ minLoad: wholeNumber(0, 1_000), maxLoad: wholeNumber(1, 1_000) })
  .refine(({ minLoad, maxLoad }) => minLoad <= maxLoad, {
    error: 'assignment.field.loads',
    path: ['minLoad'],
  });

export const emptyForm = z.strictObject({});

/** The number that the page stated; a different one means that something changed since. */
export const announceForm = z.strictObject({ count: wholeNumber(0, 100_000) });
