import { z } from 'zod';
import { wholeNumber } from '../platform/http/form.ts';

/** Whom a reminder goes to, and how many mails the page said that would be. */
export const sendForm = z.strictObject({
  to: z.array(z.string().max(40)).default([]),
  count: wholeNumber(0, 100_000),
});
