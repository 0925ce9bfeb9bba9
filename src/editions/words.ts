import type { Facts } from '../platform/result.ts';
import type { Texts } from './definition.ts';

/** The language of a page and its catalogue: what a page model needs to speak. */
export type Words = { lang: 'en' | 'fr' | 'es'; t(key: string, facts?: Facts): string };

/** A term with its value or values, as pages print facts. */
export type Fact = { term: string; value?: string; values?: string[] };

/** A text of a definition in the language of the page. */
export function inLang(words: Words, texts: Texts): string {
  return texts[words.lang];
}

/** A text of a definition in a language, as for a mail. */
export function inLangOf(lang: Words['lang'], texts: Texts): string {
  return texts[lang];
}
