/**
 * A letter that the office writes to a group in its own words, in three languages. Its few placeholders are replaced by
 * plain text in one pass; nothing in it is compiled, so that neither the office nor a name can bring in more.
 */
import { LANGS, type Lang } from '../platform/i18n/lang.ts';

export const ADDRESSEES = ['drafts', 'jurors', 'awardees'] as const;
export type Addressees = (typeof ADDRESSEES)[number];

/** What a letter to each group may name: who has no deadline left is told none, and a juror is told of no city. */
export const PLACEHOLDERS: Readonly<Record<Addressees, readonly Placeholder[]>> = {
  drafts: ['name', 'city', 'deadline', 'link'],
  jurors: ['name', 'deadline', 'link'],
  awardees: ['name', 'city', 'link'],
};
export type Placeholder = 'name' | 'city' | 'deadline' | 'link';

export type LetterText = { subject: string; text: string };
export type LetterTexts = Readonly<Record<Lang, LetterText>>;

/** The marks in a text that are no placeholder of its group: an unknown name, or a brace that stands alone. */
export function unknownMarks(text: string, group: Addressees): string[] {
  const known = PLACEHOLDERS[group].map((one) => `{${one}}`);
  return [...text.matchAll(/\{[^{}\n]*\}|[{}]/g)]
    .map(([mark]) => mark)
    .filter((mark) => !known.includes(mark));
}

/** What keeps a letter from being saved, by the field of its form. */
export function letterFaults(texts: LetterTexts, group: Addressees): { field: string; mark: string }[] {
  return LANGS.flatMap((lang) =>
    (['subject', 'text'] as const).flatMap((part) => {
      const [mark] = unknownMarks(texts[lang][part], group);
      return mark === undefined ? [] : [{ field: fieldOf(part, lang), mark }];
    }),
  );
}

/** The field of a form that holds one part of the letter in one language. */
export function fieldOf(part: keyof LetterText, lang: Lang): string {
  return `${part}-${lang}`;
}

/** A text with its placeholders replaced; what a value holds is never read as a placeholder again. */
export function fillIn(text: string, values: Readonly<Record<Placeholder, string>>): string {
  return text.replace(/\{(name|city|deadline|link)\}/g, (_mark, name: Placeholder) => values[name]);
}
