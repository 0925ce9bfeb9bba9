/**
 * The rules of an edition as sentences that anybody can read: the same on the public call, in the office and in
 * print. Nothing here decides anything; each sentence says one setting of the definition.
 */
import { formatInstant, formatList } from '../platform/i18n/formats.ts';
import type { Definition, Region, Rules, TieRule } from './definition.ts';
import { REGIONS } from './definition.ts';
import { type Fact, inLang, type Words } from './words.ts';

/** All rules of a definition as facts, in the order in which an edition meets them. */
export function rulesInWords(definition: Definition, words: Words): Fact[] {
  const { rules } = definition;
  const fact = (key: string, values: string[]): Fact => ({
    term: words.t(`editions.rules.${key}.term`),
    values,
  });
  return [
    fact('who', eligibilityInWords(rules, words)),
    fact('files', [requiredFilesInWords(definition, words)]),
    fact('nominations', [
      limitInWords(words, 'nominations', rules.nomination.maxPerCountry),
      ...(rules.nomination.asksOrder === true ? [words.t('editions.rules.nominations.order')] : []),
    ]),
    fact('jury', juryInWords(rules, words)),
    fact('readers', assignmentInWords(rules, words)),
    fact('scores', scoresInWords(definition, words)),
    fact('awards', awardsInWords(rules, words)),
    fact('ties', [tiesInWords(definition, words)]),
  ];
}

/** The rules by which scores become a ranking, as facts: how totals are made, and what parts equal ones. */
export function countingInWords(definition: Definition, words: Words): Fact[] {
  return [
    { term: words.t('editions.rules.scores.term'), values: scoresInWords(definition, words) },
    { term: words.t('editions.rules.ties.term'), values: [tiesInWords(definition, words)] },
  ];
}

function eligibilityInWords({ eligibility }: Rules, words: Words): string[] {
  const { membersOnly, minMembershipMonths, countedTo, reawardAfterYears } = eligibility;
  const date = formatInstant(words.lang, `${countedTo}T00:00:00Z`, 'UTC', 'date');
  const said = [words.t(membersOnly ? 'editions.rules.who.members' : 'editions.rules.who.anybody')];
  if (minMembershipMonths !== null) {
    said.push(words.t('editions.rules.who.months', { months: minMembershipMonths, date }));
  }
  if (reawardAfterYears !== null) {
    said.push(words.t('editions.rules.who.years', { years: reawardAfterYears, date }));
  }
  return said;
}

function requiredFilesInWords({ rules, sections }: Definition, words: Words): string {
  const labels = rules.eligibility.requiredFiles.map((file) => {
    const asked = sections.flatMap((section) => section.questions).find((one) => one.id === file);
    return asked ? inLang(words, asked.label) : file;
  });
  return labels.length === 0 ? words.t('editions.rules.files.none') : formatList(words.lang, labels);
}

function limitInWords(words: Words, key: string, limit: number | null): string {
  return limit === null
    ? words.t(`editions.rules.${key}.unlimited`)
    : words.t(`editions.rules.${key}.limit`, { count: limit });
}

function juryInWords({ jury }: Rules, words: Words): string[] {
  return [
    words.t('editions.rules.jury.readers', { count: jury.readersPerNomination }),
    words.t(jury.ownCountryConflict ? 'editions.rules.jury.ownNever' : 'editions.rules.jury.ownMay'),
    ...(jury.regionPanels === true ? [words.t('editions.rules.jury.panels')] : []),
    ...(jury.readsLanguage ? [words.t('editions.rules.jury.language')] : []),
    words.t(`editions.rules.jury.others.${jury.othersScores}`),
    words.t(jury.linkAlone === true ? 'editions.rules.jury.linkAlone' : 'editions.rules.jury.factor'),
  ];
}

function assignmentInWords({ jury }: Rules, words: Words): string[] {
  const { expertiseEach, otherRegion, sameRegion, firstLanguage } = jury.affinity;
  return [
    words.t('editions.rules.readers.load', { min: jury.minLoad, max: jury.maxLoad }),
    words.t(`editions.rules.readers.${jury.objective}`),
    words.t('editions.rules.readers.points', { expertiseEach, otherRegion, sameRegion, firstLanguage }),
  ];
}

function scoresInWords({ rubric, rules }: Definition, words: Words): string[] {
  const { criterion, weighted } = rubric.rounding ?? {};
  return [
    words.t(`editions.rules.scores.${rubric.method}`, { trim: rubric.trim ?? 0 }),
    ...(criterion ? [words.t('editions.rules.scores.roundCriterion', { step: criterion })] : []),
    ...(weighted ? [words.t('editions.rules.scores.roundWeighted', { step: weighted })] : []),
    words.t('editions.rules.scores.missing'),
    ...(rules.adjustedDecides
      ? [words.t('editions.rules.scores.adjusted'), words.t('editions.rules.scores.test')]
      : [words.t('editions.rules.scores.plain')]),
  ];
}

function awardsInWords({ selection }: Rules, words: Words): string[] {
  const { seats, maxPerCountry, threshold } = selection;
  const said = [
    typeof seats === 'number'
      ? words.t('editions.rules.awards.seats', { count: seats })
      : words.t('editions.rules.awards.range', { min: seats.min, max: seats.max }),
    limitInWords(words, 'awards', maxPerCountry),
    ...regionsInWords(selection.regions, words),
  ];
  if (threshold !== null) said.push(words.t('editions.rules.awards.threshold', { threshold }));
  return said;
}

type Ranges = Rules['selection']['regions'];

function regionsInWords(regions: Ranges, words: Words): string[] {
  const sentences = REGIONS.map((region) => rangeInWords(regions[region], words));
  if (sentences.every((one) => one === null)) return [words.t('editions.rules.awards.noRegions')];
  const [first] = sentences;
  if (sentences.every((one) => one === first)) {
    return [words.t('editions.rules.awards.eachRegion', { range: first ?? '' })];
  }
  return REGIONS.map((region, index) =>
    words.t('editions.rules.awards.region', {
      region: regionName(words, region),
      range: sentences[index] ?? words.t('editions.rules.awards.unbounded'),
    }),
  );
}

function rangeInWords(range: Ranges[Region], words: Words): string | null {
  if (range?.min !== undefined && range.max !== undefined) {
    return words.t('editions.rules.awards.minMax', { min: range.min, max: range.max });
  }
  if (range?.max !== undefined) return words.t('editions.rules.awards.max', { max: range.max });
  return range?.min === undefined ? null : words.t('editions.rules.awards.min', { min: range.min });
}

function regionName(words: Words, region: Region): string {
  return words.t(`platform.region.${region}`);
}

function tiesInWords(definition: Definition, words: Words): string {
  const { tieRules } = definition.rules.selection;
  const steps = tieRules.map((rule) => tieRuleInWords(definition, rule, words));
  const last = words.t('editions.rules.ties.people');
  if (tieRules.at(-1)?.by === 'lot') return steps.join(' ');
  return [...steps, last].join(' ');
}

function tieRuleInWords(definition: Definition, rule: TieRule, words: Words): string {
  switch (rule.by) {
    case 'criterion': {
      const criterion = definition.rubric.criteria.find((one) => one.id === rule.id);
      return words.t('editions.rules.ties.criterion', {
        criterion: criterion ? inLang(words, criterion.name) : rule.id,
      });
    }
    case 'median':
      return words.t('editions.rules.ties.median');
    case 'lowestScore':
      return words.t('editions.rules.ties.lowestScore');
    case 'lot':
      return words.t('editions.rules.ties.lot', { seed: rule.seed });
  }
}
