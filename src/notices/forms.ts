import { z } from 'zod';
import { address } from '../people/address.ts';
import { line } from '../platform/http/form.ts';

/** A mail that came back to the office: to which address, why, and whether the mailbox is gone for good. */
export const returnedForm = z.strictObject({
  address,
  reason: line(500),
  permanent: z.enum(['yes', 'no']),
});
