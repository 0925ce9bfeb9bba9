import type { Edition } from '../editions/pages.ts';
import { countingInWords } from '../editions/rules-in-words.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { printDecimal } from '../platform/exact/decimal.ts';
import type { Fraction } from '../platform/exact/fraction.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import type { Gate } from './gate.ts';

const PLACES = ['ranking', 'matrix', 'jurors', 'what-if'] as const;
export type TallyPlace = (typeof PLACES)[number];

/** The address of a page of the tally, without its language. */
export function tallyPath(edition: { slug: string }, place: TallyPlace = 'ranking'): string {
  const base = `/office/${edition.slug}/tally`;
  return place === 'ranking' ? base : `${base}/${place}`;
}

/** What every page of a closed tally begins with: the ways between them, and whether something is left out. */
export function tallyFrame(call: Call, edition: Edition, current: TallyPlace, hidden: ReadonlySet<string>) {
  return {
    title: call.t('tally.title'),
    editionSlug: edition.slug,
    isWalled: hidden.size > 0,
    ownConflicts: `/${call.lang}/office/${edition.slug}/jury/own-conflicts`,
    tabs: PLACES.map((place) => ({
      href: `/${call.lang}${tallyPath(edition, place)}`,
      label: call.t(`tally.tab.${place}`),
      current: place === current,
    })),
  };
}

/** The nominations of whose tally the reader learns nothing. */
export function hiddenFrom(call: Call, edition: Edition): ReadonlySet<string> {
  return hiddenFromOffice(call.service.db, edition.id, accountOf(call).id);
}

/** An exact figure in the reader's language, halves rounded up; null stays null. */
export function written(call: Call, value: Fraction | null, digits = 2): string | null {
  return value === null ? null : formatNumber(call.lang, printDecimal(value, digits), digits);
}

/** A float in the reader's language; null stays null. */
export function rounded(call: Call, value: number | null, digits = 1): string | null {
  return value === null ? null : formatNumber(call.lang, value.toFixed(digits), digits);
}

/** A float with its sign in front, 0 without one; null stays null. */
export function signed(call: Call, value: number | null, digits = 1): string | null {
  if (value === null) return null;
  const text = formatNumber(call.lang, Math.abs(value).toFixed(digits), digits);
  const isZero = Number(value.toFixed(digits)) === 0;
  return isZero ? text : `${value > 0 ? '+' : '−'}${text}`;
}

/** One sentence: which value decides, and which conditions for the adjusted one are not met. */
export function whatDecides(call: Call, { applied, failures }: Gate): string {
  if (applied) return call.t('tally.decides.adjusted');
  const reasons = failures.map((failure) => call.t(`tally.because.${failure}`));
  return call.t('tally.decides.totals', { why: formatList(call.lang, reasons) });
}

/** The published rules of counting, as facts. */
export function methodFacts(call: Call, edition: Edition) {
  return countingInWords(edition.definition, call);
}
