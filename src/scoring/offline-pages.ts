import type { Edition } from '../editions/pages.ts';
import type { Words } from '../editions/words.ts';
import type { WrittenAnswer, WrittenSection } from '../nominations/dossier.ts';
import { answersFor, scoreWords } from './card-page.ts';
import { isStored, type OfflineSheet, writeSheet } from './offline-form.ts';
import { type Card, countWords, pointsOf } from './scorecard.ts';

function toldOf(words: Words, { label, blank, paragraphs, values, link, files }: WrittenAnswer): string[] {
  const said = blank ? [words.t('scoring.card.blank')] : [...paragraphs, ...values, ...(link ? [link] : [])];
  return ['', label, ...said, ...files.map(({ name }) => name)];
}

/** The sheet of a card as plain text: the answers that each criterion judges, its levels, what is saved so far. */
export function sheetText(
  words: Words,
  { definition, year }: Edition,
  of: { scorecard: string; city: string; card: Card; sections: readonly WrittenSection[] },
): string {
  const { rubric } = definition;
  const { scorecard, city, card, sections } = of;
  return writeSheet(words.lang, {
    card: scorecard,
    version: card.version,
    head: [
      words.t('scoring.offline.head', { city, award: definition.name[words.lang], year: String(year) }),
      ...words.t('scoring.offline.how').split('\n'),
    ],
    parts: rubric.criteria.map((criterion, index) => ({
      id: criterion.id,
      name: criterion.name[words.lang],
      told: [
        words.t('scoring.offline.place', {
          number: index + 1,
          total: rubric.criteria.length,
          weight: criterion.weight,
        }),
        ...answersFor(sections, criterion.id).flatMap((one) => toldOf(words, one)),
        '',
        ...rubric.levels.map(({ points, word }, at) => {
          const text = criterion.descriptions[at]?.[words.lang] ?? '';
          return `${points}  ${word[words.lang]}. ${text}`;
        }),
        ...(criterion.remarkRequired ? [words.t('scoring.offline.remarkAsked')] : []),
      ],
      points: pointsOf(card, criterion.id),
      remark: card.scores[criterion.id]?.remark ?? '',
    })),
  });
}

/** What a sheet would change on a card, criterion by criterion; where the page saved later than the sheet, both. */
export function changesOf(words: Words, { definition }: Edition, card: Card, sheet: OfflineSheet) {
  const { criteria, remarkMaxWords } = definition.rubric;
  const changed = sheet.scores.filter((one) => !isStored(card, one));
  return changed.map(({ criterion, points, remark }) => {
    const stored = card.scores[criterion];
    const over = countWords(remark) - remarkMaxWords;
    return {
      name: criteria.find(({ id }) => id === criterion)?.name[words.lang] ?? criterion,
      stored: scoreWords(words, definition, stored?.points ?? null),
      storedRemark: stored?.remark ?? '',
      score: scoreWords(words, definition, points),
      remark,
      clash: (stored?.version ?? 0) > sheet.version,
      over: over > 0 ? words.t('scoring.offline.over', { over }) : '',
    };
  });
}
