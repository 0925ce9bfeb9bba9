/**
 * Finds the people of a jury in a text that is meant for others. It would rather find one too many: any word of a
 * name counts, in any case and without accents, since a person looks at what was found before anything goes out.
 */
import { isUnspaced, wordsOf } from '../cities/fold-name.ts';

export type Named = { name: string; address: string };

const SHORTEST = 3;
// Words of names that are words of every text.
const PARTICLES = new Set(
  'and bin das del della den der des dos ibn las les los san the van von und von y e de da do di la le el al'.split(
    ' ',
  ),
);

/** The words by which these people stand in a text, each once, as their names spell them; none where none stands in it. */
export function jurorNamesIn(text: string, people: readonly Named[]): string[] {
  const words = wordsOf(text);
  const close = words.replaceAll(' ', '');
  const typed = text.toLowerCase();
  const found = people.flatMap(({ name, address }) => [
    ...wordsInName(name).filter((one) => stands(one, words, close)),
    ...(address !== '' && typed.includes(address.toLowerCase()) ? [address] : []),
  ]);
  return [...new Set(found)];
}

// A name in Chinese or Korean is looked for as a whole: one sign of it alone is a word of every text.
function wordsInName(name: string): string[] {
  if (isUnspaced(name)) return [name];
  return name.split(/[\s\-–.,'’]+/u).filter((word) => {
    const folded = wordsOf(word).trim();
    return folded.length >= SHORTEST && !PARTICLES.has(folded);
  });
}

function stands(word: string, words: string, close: string): boolean {
  if (isUnspaced(word)) return close.includes(wordsOf(word).replaceAll(' ', ''));
  return words.includes(wordsOf(word));
}
