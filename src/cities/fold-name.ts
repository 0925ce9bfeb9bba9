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
