import { z } from 'zod';

/** A list of cities as CSV, typed or sent as a file; checked first, then imported. */
export const importForm = z.strictObject({
  csv: z.string().max(1_000_000, 'platform.field.long').default(''),
  act: z.enum(['check', 'import']),
});
