import { calendarText } from '../platform/calendar.ts';
import type { Edition } from './pages.ts';
import { inLang, type Words } from './words.ts';

/** The stages of an edition as a calendar file: the close of each stage, and of the announcement its opening. */
export function calendarFile(edition: Edition, origin: string, words: Words): string {
  return calendarText(
    edition.calendar.map(({ stage, opensAt, closesAt }) => ({
      uid: `${edition.id}-${stage}@${new URL(origin).hostname}`,
      sequence: 0,
      at: stage === 'announcement' ? opensAt : closesAt,
      stamp: edition.publishedAt ?? edition.draftedAt,
      summary: `${inLang(words, edition.definition.name)}: ${words.t(`editions.stage.${stage}`)}`,
      url: `${origin}/${words.lang}/${edition.slug}`,
    })),
  );
}
