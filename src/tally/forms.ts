import { z } from 'zod';

export const closeForm = z.strictObject({
  reason: z.string().trim().max(2_000, 'platform.field.long').default(''),
});
