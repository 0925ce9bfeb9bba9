/** The fields of which the forms that edit a definition are made: texts in three languages, figures, the reason. */
import { z } from 'zod';
import { optionalLine, wholeNumber } from '../platform/http/form.ts';
import { LANGUAGES, type Texts } from './definition.ts';

/** Why a published call changes; asked where it is due. */
export const reason = optionalLine(500);
/** The version that the page showed. */
export const version = wholeNumber(0, 999_999);
/** A text that may be left empty. */
export const optionalText = z.string().trim().max(2_000, 'platform.field.long').default('');

/** A figure, typed, that may be left empty. */
export const figure = z
  .string()
  .trim()
  .regex(/^(-?\d{1,12}(\.\d{1,6})?)?$/, 'platform.field.number')
  .default('');
/** A whole number that may be left empty. */
export const maybeWhole = (min: number, max: number) =>
  figure
    .refine((typed) => typed === '' || /^\d{1,5}$/.test(typed), 'platform.field.number')
    .transform((typed) => (typed === '' ? undefined : Number(typed)))
    .refine((value) => value === undefined || (value >= min && value <= max), 'platform.field.range');
/** A field of this name for each language. */
export const inThree = <Part extends z.ZodType>(name: string, part: Part) =>
  Object.fromEntries(LANGUAGES.map((lang) => [`${name}-${lang}`, part]));

// Fields of a name and a language are made in a loop, so that their type knows no names.
/** What was typed in a field of a form, trimmed. */
export const textIn = (typed: object, name: string) => {
  const value = (typed as Record<string, unknown>)[name];
  return typeof value === 'string' ? value.trim() : '';
};
/** The languages in which the text of this name is empty. */
export const gapsIn = (typed: object, name: string) =>
  LANGUAGES.filter((lang) => textIn(typed, `${name}-${lang}`) === '');

/** The lines that were typed in a field, empty ones left out. */
export const linesIn = (typed: object, name: string) =>
  textIn(typed, name)
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** The three texts that stand in fields of this name. */
export function textsIn(typed: object, name: string): Texts {
  return {
    en: textIn(typed, `${name}-en`),
    fr: textIn(typed, `${name}-fr`),
    es: textIn(typed, `${name}-es`),
  };
}
