/** Folds a name for comparing: without accents, marks and case. */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øœæłđßı]/g, (letter) => FOLDED[letter] ?? letter)
    .replace(/[’'`.-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const FOLDED: Readonly<Record<string, string>> = {
  ø: 'o',
  œ: 'oe',
  æ: 'ae',
  ł: 'l',
  đ: 'd',
  ß: 'ss',
  ı: 'i',
};

/** Folded words between single spaces, so that a name is found as whole words and never inside another word. */
export function wordsOf(text: string): string {
  const folded = foldName(text).normalize('NFC');
  return ` ${folded.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Whether a text is in a script that sets no spaces between words: a name in it is looked for anywhere. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}
