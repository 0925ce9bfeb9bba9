/**
 * What a person looks for among what they may see. Words are compared without accents, case, hyphens and apostrophes;
 * every other sign stands for itself, so that `%` and `_` are no wildcards. What may be seen is decided before a text
 * comes here: nothing in this file widens it.
 */
import { foldName } from '../cities/fold-name.ts';

export type SearchGroup = 'nominations' | 'cities' | 'jurors';

/** Something that can be found: how it is shown, and the texts by which it is known beside its title. */
export type Findable = {
  group: SearchGroup;
  title: string;
  detail: string;
  href: string;
  texts: readonly string[];
};

export const LONGEST_SEARCH = 120;

/** The words of a search, folded; empty where nothing was asked. */
export function wordsOf(asked: string): string[] {
  return foldName(asked.slice(0, LONGEST_SEARCH))
    .split(' ')
    .filter((word) => word !== '');
}

const squeezed = (text: string) => foldName(text).replaceAll(' ', '');

/** Everything that holds all the words, in the order given: first what begins with the words, then what is called so. */
export function findAmong(findable: readonly Findable[], asked: string): Findable[] {
  const words = wordsOf(asked);
  if (words.length === 0) return [];
  const whole = words.join('');
  const ranked = findable.flatMap((one) => {
    const title = squeezed(one.title);
    const known = [title, ...one.texts.map(squeezed)];
    if (!words.every((word) => known.some((text) => text.includes(word)))) return [];
    return [{ one, rank: title.startsWith(whole) ? 0 : words.every((word) => title.includes(word)) ? 1 : 2 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}
