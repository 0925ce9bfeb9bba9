import type { Translate } from '../platform/i18n/catalogue.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import type { ByHand } from './by-hand.ts';
import type { Cause } from './clash.ts';

/*
 * A stored selection in words: for each nomination that is not chosen the rule that binds, and the cheapest way in;
 * what rules are called, what breaks them, and why no selection keeps them all.
 */
export type StoredLoser = {
  id: string;
  score: string;
  bindingRules: string[];
  costOfForcing?: string | null;
  wouldLeave?: string[];
  wouldEnter?: string[];
};

export type Named = { city: string; country: string; region: string };
export type Words = {
  lang: Lang;
  translate: Translate;
  nameOf: (id: string) => Named | undefined;
  /** A tie rule's name, by the key under which the record holds it. */
  tieRuleName: (key: string) => string;
  countryName: (code: string) => string;
  /** The limits of the rules, by the names of results. */
  limitOf: (rule: string) => number;
};

type Facts = Record<string, string | number>;
const said = (words: Words, key: string, facts: Facts = {}) =>
  words.translate(words.lang, `decision.${key}`, facts);

/** Why a nomination is not chosen: the kind of reason, its sentence, and a few words for a column. */
export type WrittenReason = { kind: string; sentence: string; short: string };

/** The reason of a nomination that is not chosen; `decidedBy` are the tie rules that parted equal sets. */
export function reasonOf(
  words: Words,
  loser: StoredLoser,
  winners: readonly string[],
  decidedBy: readonly string[],
): WrittenReason {
  const { kind, facts } = bindingOf(words, loser, winners, decidedBy);
  return {
    kind,
    sentence: said(words, `reason.${kind}`, facts),
    short: said(words, `short.${kind}`, facts),
  };
}

function bindingOf(
  words: Words,
  loser: StoredLoser,
  winners: readonly string[],
  decidedBy: readonly string[],
): { kind: string; facts: Facts } {
  const own = words.nameOf(loser.id);
  const country = loser.bindingRules.find((rule) => rule.startsWith('country:'));
  if (country) {
    const instead = winners
      .flatMap((id) => words.nameOf(id) ?? [])
      .filter((one) => one.country === own?.country);
    const cities = formatList(
      words.lang,
      instead.map(({ city }) => city),
    );
    const facts = { country: words.countryName(own?.country ?? ''), cities, count: words.limitOf(country) };
    return { kind: 'country', facts };
  }
  if (loser.bindingRules.includes('threshold')) return { kind: 'threshold', facts: {} };
  const [rule = 'seats', ...more] = loser.bindingRules;
  if (more.length > 0) {
    const names = loser.bindingRules.map((one) => ruleInWords(words, one));
    return { kind: 'rules', facts: { rules: formatList(words.lang, names) } };
  }
  if (rule.startsWith('region:')) return regionReason(words, rule);
  const decider = decidedBy.at(-1);
  return decider !== undefined && loser.costOfForcing === '0'
    ? { kind: 'tieRule', facts: { rule: words.tieRuleName(decider) } }
    : { kind: 'score', facts: {} };
}

function regionReason(words: Words, rule: string): { kind: string; facts: Facts } {
  const [, name = '', side] = rule.split(':');
  const facts = { region: regionName(words, name), count: words.limitOf(rule) };
  return { kind: side === 'min' ? 'regionElsewhere' : 'region', facts };
}

/** What it would cost to put a nomination in, and who would leave and come along; null where it was not asked for. */
export function forcingOf(words: Words, loser: StoredLoser): string | null {
  if (loser.costOfForcing === undefined) return null;
  if (loser.costOfForcing === null) return said(words, 'forcing.impossible');
  const named = (ids: readonly string[] = []) =>
    formatList(
      words.lang,
      ids.map((id) => words.nameOf(id)?.city ?? id),
    );
  const { wouldLeave = [], wouldEnter = [] } = loser;
  const kind = wouldEnter.length > 0 ? 'chain' : wouldLeave.length > 0 ? 'cost' : 'free';
  const isFree = kind === 'cost' && loser.costOfForcing === '0';
  return said(words, `forcing.${isFree ? 'swap' : kind}`, {
    cost: writtenCost(words.lang, loser.costOfForcing),
    leaves: named(wouldLeave),
    enters: named(wouldEnter),
  });
}

/** A rule's name in words. */
export function ruleInWords(words: Words, rule: string): string {
  const [kind = '', name = '', side = ''] = rule.split(':');
  const count = words.limitOf(rule);
  if (kind === 'region')
    return said(words, `rule.region-${side}`, { region: regionName(words, name), count });
  if (kind === 'country') return said(words, 'rule.country', { country: words.countryName(name), count });
  return said(words, `rule.${kind}`, { count });
}

/** A rule's name where it begins a line. */
export function ruleAsTitle(words: Words, rule: string): string {
  const name = ruleInWords(words, rule);
  return name.charAt(0).toLocaleUpperCase(words.lang) + name.slice(1);
}

/** What a selection made by hand breaks, one sentence a rule. */
export function breachInWords(
  words: Words,
  { rule, side, limit, chosen, id }: ByHand['breaches'][number],
): string {
  const [kind = '', name = ''] = rule.split(':');
  const place =
    kind === 'region' ? regionName(words, name) : kind === 'country' ? words.countryName(name) : '';
  const city = id === undefined ? '' : (words.nameOf(id)?.city ?? id);
  const written = (value: string) => (value.includes('/') ? value : formatNumber(words.lang, value));
  return said(words, `breach.${kind}-${side}`, {
    place,
    city,
    limit: written(limit),
    chosen: written(chosen),
  });
}

/** Why no selection keeps the rules, in two short sentences made from the counts of the clash. */
export function causeInWords(words: Words, { rules, needed, available, count }: Cause): string {
  const list = (items: readonly string[]) => formatList(words.lang, items);
  if (count === null)
    return said(words, 'cause.noCase', { rules: list(rules.map((one) => ruleInWords(words, one))) });
  const asks = count.asks.map(({ rule, limit }) => limitInWords(words, 'ask', rule, limit));
  const ofCountries = count.limits.some(({ rule }) => rule.startsWith('country:'));
  const rooms = count.limits
    .filter(({ rule }) => !rule.startsWith('country:'))
    .map(({ rule, limit }) => limitInWords(words, 'room', rule, limit));
  if (ofCountries) {
    rooms.push(
      said(words, 'cause.room-country', { countries: count.countries, limit: count.maxPerCountry ?? 0 }),
    );
  }
  if (count.limits.length === 0 || (count.loose > 0 && !ofCountries)) {
    const kind = count.hasThreshold ? 'threshold' : 'loose';
    rooms.push(said(words, `cause.room-${kind}`, { count: count.loose }));
  }
  return said(words, 'cause.count', {
    needed: needed ?? 0,
    available: available ?? 0,
    asks: list(asks),
    rooms: list(rooms),
  });
}

function limitInWords(words: Words, part: 'ask' | 'room', rule: string, limit: number): string {
  const [kind = '', name = ''] = rule.split(':');
  const place = kind === 'region' ? regionName(words, name) : name;
  return said(words, `cause.${part}-${kind}`, { place, limit });
}

function regionName({ lang, translate }: Words, code: string): string {
  return translate(lang, `platform.region.${code}`);
}

/** A cost of the record as the language writes it; one that no decimal ends stays the fraction that it is. */
export function writtenCost(lang: Lang, cost: string): string {
  return cost.includes('/') ? cost : formatNumber(lang, cost);
}
