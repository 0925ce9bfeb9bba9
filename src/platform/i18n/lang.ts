/** The award's working languages, in the order in which pages list them. */
export const LANGS = ['en', 'fr', 'es'] as const;

/** One of the working languages; the first part of every page's address. */
export type Lang = (typeof LANGS)[number];

/** Tells whether a text is the tag of a working language. */
export function isLang(text: string): text is Lang {
  return (LANGS as readonly string[]).includes(text);
}
