import { z } from 'zod';
import { address } from '../people/address.ts';
import { line, passage, wholeNumber } from '../platform/http/form.ts';

/** Whom a reminder goes to, and how many mails the page said that would be. */
export const sendForm = z.strictObject({
  to: z.array(z.string().max(40)).default([]),
  count: wholeNumber(0, 100_000),
});

/** The right address of somebody to whom a message could not be delivered. */
export const correctionForm = z.strictObject({ address });

/** What the mail said that came back, and whether the mailbox is gone for good. */
export const bounceForm = z.strictObject({ words: line(500), permanent: z.enum(['yes', 'no']) });

/** A letter in three languages: none may be empty. */
export const letterForm = z.strictObject({
  'subject-en': line(150),
  'text-en': passage(5_000),
  'subject-fr': line(150),
  'text-fr': passage(5_000),
  'subject-es': line(150),
  'text-es': passage(5_000),
});

/** How many mails the page said that a letter would be. */
export const letterSendForm = z.strictObject({ count: wholeNumber(0, 100_000) });
