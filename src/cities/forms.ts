import { z } from 'zod';
import { passage, wholeNumber } from '../platform/http/form.ts';

/** A list of cities as CSV, typed or sent as a file; checked first, then imported. */
export const importForm = z.strictObject({
  csv: z.string().max(1_000_000, 'platform.field.long').default(''),
  act: z.enum(['check', 'import']),
});

/** A past award that was listed in error, with the reason why it goes. */
export const wrongAwardForm = z.strictObject({ year: wholeNumber(1900, 9999), reason: passage(2_000) });
