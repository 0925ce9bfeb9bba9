/** A letter that the office writes to a group in its own words, in three languages, with a few marks for each group. */
import { unknownMarks } from '../notices/marks.ts';
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

/** What keeps a letter from being saved, by the field of its form. */
export function letterFaults(texts: LetterTexts, group: Addressees): { field: string; mark: string }[] {
  return LANGS.flatMap((lang) =>
    (['subject', 'text'] as const).flatMap((part) => {
      const [mark] = unknownMarks(texts[lang][part], PLACEHOLDERS[group]);
      return mark === undefined ? [] : [{ field: fieldOf(part, lang), mark }];
    }),
  );
}

/** The field of a form that holds one part of the letter in one language. */
export function fieldOf(part: keyof LetterText, lang: Lang): string {
  return `${part}-${lang}`;
}
