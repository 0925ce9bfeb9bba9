import type { Translate } from '../platform/i18n/catalogue.ts';
import { formatNumber } from '../platform/i18n/formats.ts';
import type { Lang } from '../platform/i18n/lang.ts';

/*
 * A stored selection in words: for each nomination that is not chosen the rule that binds, and the cheapest way in.
 */
export type StoredLoser = {
  id: string;
  bindingRules: string[];
  costOfForcing?: string | null;
  wouldLeave?: string[];
};

export type Named = { city: string; country: string; countryName: string; region: string };
type Words = {
  lang: Lang;
  translate: Translate;
  nameOf: (id: string) => Named | undefined;
  /** A tie rule's name, by the key under which the record holds it. */
  tieRuleName: (key: string) => string;
  countryName: (code: string) => string;
};

/** Why a nomination is not chosen, in one sentence; `decidedBy` are the tie rules that parted equal sets. */
export function reasonOf(
  words: Words,
  loser: StoredLoser,
  winners: readonly string[],
  decidedBy: readonly string[],
): string {
  const t = (key: string, facts: Record<string, string | number> = {}) =>
    words.translate(words.lang, `decision.reason.${key}`, facts);
  const own = words.nameOf(loser.id);
  const country = loser.bindingRules.find((rule) => rule.startsWith('country:'));
  if (country) {
    const instead = winners.map(words.nameOf).find((one) => one?.country === own?.country);
    return t('country', { country: own?.countryName ?? '', city: instead?.city ?? '' });
  }
  if (loser.bindingRules.includes('threshold')) return t('threshold');
  const [rule = 'seats', ...more] = loser.bindingRules;
  if (more.length > 0)
    return t('rules', { rules: loser.bindingRules.map((one) => ruleInWords(words, one)).join(', ') });
  if (rule.startsWith('region:')) {
    if (rule.endsWith(':min')) return t('regionElsewhere');
    return t('region', { region: words.translate(words.lang, `platform.region.${own?.region ?? ''}`) });
  }
  const decider = decidedBy.at(-1);
  return decider !== undefined && loser.costOfForcing === '0'
    ? t('tieRule', { rule: words.tieRuleName(decider) })
    : t('score');
}

/** What it would cost to put a nomination in, and who would leave. */
export function forcingOf(words: Words, loser: StoredLoser): string | null {
  if (loser.costOfForcing === undefined) return null;
  if (loser.costOfForcing === null) return words.translate(words.lang, 'decision.forcing.impossible');
  const leaves = (loser.wouldLeave ?? []).map((id) => words.nameOf(id)?.city ?? id).join(', ');
  return words.translate(words.lang, 'decision.forcing.cost', {
    cost: writtenCost(words.lang, loser.costOfForcing),
    leaves,
  });
}

/** A rule's name in words. */
export function ruleInWords(words: Words, rule: string): string {
  const [kind, name = '', side = ''] = rule.split(':');
  if (kind === 'region') {
    const region = words.translate(words.lang, `platform.region.${name}`);
    return words.translate(words.lang, `decision.rule.region-${side}`, { region });
  }
  if (kind === 'country')
    return words.translate(words.lang, 'decision.rule.country', { country: words.countryName(name) });
  return words.translate(words.lang, `decision.rule.${kind}`);
}

/** A cost of the record as the language writes it; one that no decimal ends stays the fraction that it is. */
export function writtenCost(lang: Lang, cost: string): string {
  return cost.includes('/') ? cost : formatNumber(lang, cost);
}
