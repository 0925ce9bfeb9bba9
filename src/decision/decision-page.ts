import type { Translate } from '../platform/i18n/catalogue.ts';
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
type Words = { lang: Lang; translate: Translate; nameOf: (id: string) => Named | undefined };

/** Why a nomination is not chosen, in one sentence. */
export function reasonOf(words: Words, loser: StoredLoser, winners: readonly string[]): string {
  const t = (key: string, facts: Record<string, string | number> = {}) =>
    words.translate(words.lang, `decision.reason.${key}`, facts);
  const own = words.nameOf(loser.id);
  const country = loser.bindingRules.find((rule) => rule.startsWith('country:'));
  if (country) {
    const instead = winners.map(words.nameOf).find((one) => one?.country === own?.country);
    return t('country', { country: own?.countryName ?? '', city: instead?.city ?? '' });
  }
  const region = loser.bindingRules.find((rule) => rule.startsWith('region:'));
  if (region)
    return t('region', { region: words.translate(words.lang, `platform.region.${own?.region ?? ''}`) });
  if (loser.bindingRules.includes('threshold')) return t('threshold');
  return t('score');
}

/** What it would cost to put a nomination in, and who would leave. */
export function forcingOf(words: Words, loser: StoredLoser): string | null {
  if (loser.costOfForcing === undefined) return null;
  if (loser.costOfForcing === null) return words.translate(words.lang, 'decision.forcing.impossible');
  const leaves = (loser.wouldLeave ?? []).map((id) => words.nameOf(id)?.city ?? id).join(', ');
  return words.translate(words.lang, 'decision.forcing.cost', { cost: loser.costOfForcing, leaves });
}

/** A rule's name in words. */
export function ruleInWords(words: Words, rule: string): string {
  const [kind, name = '', side = ''] = rule.split(':');
  if (kind === 'region') {
    const region = words.translate(words.lang, `platform.region.${name}`);
    return words.translate(words.lang, `decision.rule.region-${side}`, { region });
  }
  if (kind === 'country') return words.translate(words.lang, 'decision.rule.country', { country: name });
  return words.translate(words.lang, `decision.rule.${kind}`);
}
