/**
 * What the pages of a card show: the answers that a criterion judges, the levels with their words, the remark, and
 * where the juror stands among the criteria.
 */
import type { Criterion, Definition } from '../editions/definition.ts';
import type { Words } from '../editions/words.ts';
import { jurorNamesIn, type Named } from '../jury/juror-names.ts';
import type { WrittenAnswer, WrittenSection } from '../nominations/dossier.ts';
import { printDecimal } from '../platform/exact/decimal.ts';
import type { Fraction } from '../platform/exact/fraction.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import { type Card, cardTotal, countScored, countWords, lacksOf, pointsOf } from './scorecard.ts';

/** A total as jurors read it: exact underneath, printed with one decimal. */
export function totalWords(words: Words, total: Fraction): string {
  return formatNumber(words.lang, printDecimal(total, 1), 1);
}

/** The answers that this criterion judges, in the order of the question set. */
export function answersFor(sections: readonly WrittenSection[], criterion: string): WrittenAnswer[] {
  return sections.flatMap(({ questions }) => questions.filter((one) => one.criteria.includes(criterion)));
}

type Figure = { label: string; value: string };
type ReadAnswer = Pick<WrittenAnswer, 'label' | 'blank' | 'paragraphs' | 'values' | 'link'> & {
  files: { href: string; name: string; bytes: number }[];
};

/** Answers as the view prints them: text to read, links, files; figures that follow one another stand in one row. */
export function readAnswers(
  answers: readonly WrittenAnswer[],
  fileBase: string,
): (ReadAnswer | { figures: Figure[] })[] {
  const read: (ReadAnswer | { figures: Figure[] })[] = [];
  for (const { kind, label, blank, paragraphs, values, link, files } of answers) {
    const last = read.at(-1);
    if (blank || (kind !== 'number' && kind !== 'date')) {
      const sent = files.map(({ id, name, bytes }) => ({ href: `${fileBase}/${id}`, name, bytes }));
      read.push({ label, blank, paragraphs, values, link, files: sent });
    } else {
      const figure = { label, value: values[0] ?? '' };
      if (last && 'figures' in last) last.figures.push(figure);
      else read.push({ figures: [figure] });
    }
  }
  return read;
}

/** The spines of a card: scored, here, not scored. */
export function criterionStates(definition: Definition, card: Card, here: string | null): string[] {
  return definition.rubric.criteria.map(({ id }) => {
    if (id === here) return 'lit';
    return pointsOf(card, id) === null ? 'open' : 'full';
  });
}

/** The levels of a criterion, lowest first, the chosen one marked. */
export function levelRows(words: Words, definition: Definition, criterion: Criterion, chosen: string) {
  return definition.rubric.levels.map(({ points, word }, index) => ({
    score: points,
    word: word[words.lang],
    text: criterion.descriptions[index]?.[words.lang] ?? '',
    chosen: String(points) === chosen,
  }));
}

/** Points with the word of their level: "3, Established". */
export function scoreWords(words: Words, definition: Definition, points: number | null): string {
  if (points === null) return words.t('scoring.notScored');
  const level = definition.rubric.levels.find((one) => one.points === points);
  return words.t('scoring.score', { points, word: level?.word[words.lang] ?? '' });
}

/** The criterion beside this one, with the own score, for the foot of the page. */
export function neighbour(words: Words, definition: Definition, card: Card, index: number, base: string) {
  const criterion = definition.rubric.criteria[index];
  if (criterion === undefined) return null;
  const points = pointsOf(card, criterion.id);
  return {
    href: `${base}?criterion=${criterion.id}`,
    name: criterion.name[words.lang],
    given: points === null ? words.t('scoring.card.notScored') : words.t('scoring.card.youGave', { points }),
  };
}

/** "Criterion 5 of 8, 4 scored". */
export function progressWords(words: Words, definition: Definition, card: Card, index: number): string {
  return words.t('scoring.card.progress', {
    number: index + 1,
    total: definition.rubric.criteria.length,
    scored: countScored(definition.rubric, card),
  });
}

/** What the form of a criterion holds: what was typed, else what is saved. */
export type Held = { points: string; remark: string };

/** The saved values of a criterion as its form holds them. */
export function heldOf(card: Card, criterion: string): Held {
  const points = pointsOf(card, criterion);
  return { points: points === null ? '' : String(points), remark: card.scores[criterion]?.remark ?? '' };
}

/** The remark's field with its count. */
export function remarkField(words: Words, definition: Definition, criterion: Criterion, remark: string) {
  const most = definition.rubric.remarkMaxWords;
  const key = criterion.remarkRequired ? 'scoring.card.remarkRequired' : 'scoring.card.remarkHint';
  return { value: remark, hint: words.t(key), count: countWords(remark), most };
}

/** The sentence that the juror's own name stands in a remark of theirs, or nothing; of the others no card tells. */
export function ownNameWords(words: Words, self: Named | null, remarks: readonly string[]): string | null {
  const names = self === null ? [] : jurorNamesIn(remarks.join('\n'), [self]);
  return names.length === 0
    ? null
    : words.t('scoring.card.ownName', { names: formatList(words.lang, names) });
}

/** The sentences of what the card lacks, each led to its criterion. */
export function lackTexts(words: Words, definition: Definition, card: Card, base: string) {
  return lacksOf(definition.rubric, card).map(({ criterion, what, over }) => ({
    criterion,
    href: `${base}?criterion=${criterion}`,
    text: words.t(`scoring.lack.${what}`, { name: criterionName(words, definition, criterion), over }),
  }));
}

/** The name of a criterion in the language of the page. */
export function criterionName(words: Words, definition: Definition, id: string): string {
  return definition.rubric.criteria.find((one) => one.id === id)?.name[words.lang] ?? id;
}

/** All criteria on one page: name, own score, the others' where they may be seen, remark, the way back to each. */
export function checkRows(
  words: Words,
  definition: Definition,
  card: Card,
  { base, others }: { base: string; others: ReadonlyMap<string, readonly number[]> | null },
) {
  return definition.rubric.criteria.map(({ id, name, weight }) => ({
    href: `${base}?criterion=${id}`,
    name: name[words.lang],
    weight,
    score: scoreWords(words, definition, pointsOf(card, id)),
    state: pointsOf(card, id) === null ? 'open' : 'full',
    others: others?.get(id)?.join(', ') ?? '',
    remark: card.scores[id]?.remark ?? '',
  }));
}

/** The own total of a card in words, or null while a criterion has no points. */
export function ownTotal(words: Words, definition: Definition, card: Card): string | null {
  const total = cardTotal(definition.rubric, (id) => pointsOf(card, id));
  return total && totalWords(words, total);
}

type BarOf = {
  edition: { slug: string };
  reading: { city: string; region: string; lang: string };
  scorecard: string;
  place: number;
  total: number;
};

/** The band above a dossier: which one, of where, how far the card is, and the way to declare a conflict. */
export function barOf(
  words: Words,
  { edition, reading, scorecard, place, total }: BarOf,
  shown: { country: string; progress: string; states: string[]; hasScore: boolean },
) {
  const { hasScore, ...rest } = shown;
  return {
    ...rest,
    place: words.t('scoring.place', { place, total }),
    city: reading.city,
    region: reading.region,
    facts: words.t('scoring.bar.facts', { lang: reading.lang }),
    conflictHref: `/${words.lang}/jury/${edition.slug}/scorecards/${scorecard}/conflict`,
    conflictLabel: words.t('scoring.bar.conflict'),
    ...(hasScore ? { scoreHref: '#score' } : {}),
  };
}
