/** Scripts that a font is kept for; whatever is of none of them is asked of the font for Latin, Greek and Cyrillic. */
export type Script = 'Latin' | 'Arabic' | 'Hebrew' | 'Thai' | 'Ethiopic' | 'Georgian' | 'Hangul' | 'Han';

/** A stretch of text of one script; `rtl` is read from right to left. */
export type Run = { script: Script; text: string; rtl: boolean };

const OF: readonly (readonly [Script, RegExp])[] = [
  ['Arabic', /\p{Script=Arabic}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Thai', /\p{Script=Thai}/u],
  ['Ethiopic', /\p{Script=Ethiopic}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Hangul', /\p{Script=Hangul}/u],
  ['Han', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}]/u],
];
/** Of no script of its own: marks, spaces, points. They go with what stands before them. */
const ANY = /[\p{Script=Common}\p{Script=Inherited}]/u;
const DIGIT = /\p{Nd}/u;
/** Marks of direction are no letters: order is made here. */
const DIRECTIONS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Splits a text into runs of one script, in the order in which it is written. Figures in Hebrew or Arabic are their own. */
export function scriptRuns(text: string): Run[] {
  const runs: Run[] = [];
  for (const character of text.normalize('NFC').replace(DIRECTIONS, '')) {
    const last = runs.at(-1);
    const script = scriptOf(character, last);
    if (last?.script === script) last.text += character;
    else runs.push({ script, text: character, rtl: script === 'Arabic' || script === 'Hebrew' });
  }
  return runs;
}

function scriptOf(character: string, last: Run | undefined): Script {
  const own = OF.find(([, pattern]) => pattern.test(character))?.[0];
  if (own && !DIGIT.test(character)) return own;
  if (DIGIT.test(character) && last?.rtl) return 'Latin';
  return ANY.test(character) && last ? last.script : 'Latin';
}

/** The runs from left to right as they stand on a line: reversed where the text begins in Hebrew or Arabic. */
export function visualRuns(text: string): Run[] {
  const runs = scriptRuns(text);
  return runs[0]?.rtl ? runs.toReversed() : runs;
}
