import { z } from 'zod';
import { passage } from '../platform/http/form.ts';

export const emptyForm = z.strictObject({});
export const approveForm = z.strictObject({
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'platform.form.malformed'),
  agreed: z.literal('yes', { error: 'decision.field.agreed' }),
});
export const returnForm = z.strictObject({ reason: passage(2_000, 'decision.field.reason') });
