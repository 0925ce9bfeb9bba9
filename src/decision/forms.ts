import { z } from 'zod';
import { line, passage, wholeNumber } from '../platform/http/form.ts';

export const emptyForm = z.strictObject({});

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'platform.form.malformed');
const anyReason = z.string().trim().max(2_000, 'platform.field.long').default('');

// One form has the buttons to sign and to send back, so each takes the fields of the other.
export const approveForm = z.strictObject({
  digest,
  agreed: z.literal('yes', { error: 'decision.field.agreed' }),
  reason: anyReason,
});
export const returnForm = z.strictObject({
  digest: z.string().default(''),
  agreed: z.string().default(''),
  reason: passage(2_000, 'decision.field.reason'),
});

export const choiceForm = z.strictObject({
  chosen: z.array(line(40)).min(1, 'decision.field.chosen'),
  reason: passage(2_000, 'decision.field.choiceReason'),
});
export const moveForm = z.strictObject({
  nomination: line(40),
  side: z.enum(['in', 'out']),
  reason: passage(2_000, 'decision.field.moveReason'),
});
export const takeBackForm = z.strictObject({ nomination: line(40) });

export const attendanceForm = z.strictObject({ present: z.array(line(40)).default([]) });
export const leftForm = z.strictObject({
  juror: line(40, 'decision.field.juror'),
  nomination: line(40, 'decision.field.leftCity'),
});
const votes = wholeNumber(0, 1_000);
export const voteForm = z.strictObject({
  nomination: line(40),
  for: votes,
  against: votes,
  abstained: votes,
});
export const entryForm = z.strictObject({ entry: line(40) });
export const reserveForm = z.strictObject({ reason: passage(2_000, 'decision.field.reserveReason') });
