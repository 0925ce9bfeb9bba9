import type { Lang } from '../platform/i18n/lang.ts';

/** Small words that are frequent in one working language and rare in the two others. */
const SMALL_WORDS: Readonly<Record<Lang, ReadonlySet<string>>> = {
  en: new Set(
    'the and of to in is that for with was are by from this have has it at on their which not who were'.split(
      ' ',
    ),
  ),
  fr: new Set(
    'le les des et du est dans pour qui sur par avec au aux sont pas plus ce cette une nous leur ont été'.split(
      ' ',
    ),
  ),
  es: new Set(
    'el los las y del por con una para su al como sus lo fue más se han está desde pero cada'.split(' '),
  ),
};

/** Below this many words nothing is said: the language that the city named is taken. */
const ENOUGH_WORDS = 40;
const CLEAR_SHARE = 0.1;
const NO_SHARE = 0.06;

/**
 * The working language in which a text seems to be written, by the share of small words (unitless, of all words):
 * `null` where it is too short to tell, `other` where it seems to be in none of the three.
 */
export function seemingLanguage(text: string): Lang | 'other' | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < ENOUGH_WORDS) return null;
  const shares = (Object.keys(SMALL_WORDS) as Lang[])
    .map((lang) => ({
      lang,
      share: words.filter((word) => SMALL_WORDS[lang].has(word)).length / words.length,
    }))
    .sort((one, other) => other.share - one.share);
  const [best, second] = shares;
  if (best === undefined || second === undefined || best.share < NO_SHARE) return 'other';
  return best.share >= CLEAR_SHARE && second.share < best.share / 2 ? best.lang : null;
}
