import { z } from 'zod';
import { line } from '../platform/http/form.ts';

const ADDRESS = /^[^\s@<>"(),:;]+@[^\s@<>"(),:;]+\.[^\s@<>"(),:;]{2,}$/;

/** An address to which a mail can be written. */
export const address = line(254, 'people.field.address')
  .transform((typed) => typed.toLowerCase())
  .pipe(z.string().regex(ADDRESS, 'people.field.address'));
