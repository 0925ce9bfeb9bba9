/**
 * The juror's list: in the order in which the dossiers were assigned, the same at every visit; what is handed back or
 * withdrawn stands below it and counts for nothing. Only the juror's own scores are ever in it.
 */
import type { Rubric } from '../editions/definition.ts';
import type { Words } from '../editions/words.ts';
import { totalWords } from './card-page.ts';
import type { Reading } from './pages.ts';
import { type CardState, cardState, cardTotal } from './scorecard.ts';

export const FILTERS = ['all', 'left', 'locked'] as const;
export type Filter = (typeof FILTERS)[number];

export type ListedReading = { reading: Reading; state: CardState; scored: number; total: string | null };

/** Reads the filter of an address; everything else than a known one is all. */
export function filterOf(typed: string | null): Filter {
  return FILTERS.find((one) => one === typed) ?? 'all';
}

/** The dossiers still to be read, each with its state and the own scores so far. */
export function listReadings(
  words: Words,
  rubric: Rubric,
  readings: readonly Reading[],
  points: ReadonlyMap<string, ReadonlyMap<string, number>>,
): ListedReading[] {
  return readings.map((reading) => {
    const own = points.get(reading.scorecard ?? '');
    const total = cardTotal(rubric, (id) => own?.get(id) ?? null);
    return {
      reading,
      state: cardState(reading.openedAt, reading.lockedAt),
      scored: rubric.criteria.filter(({ id }) => own?.has(id)).length,
      total: total && totalWords(words, total),
    };
  });
}

/** What to go on with: the draft saved last, else the first draft, else the first one not opened; null when all is locked. */
export function nextReading(listed: readonly ListedReading[]): ListedReading | null {
  const drafts = listed.filter(({ state }) => state === 'draft');
  const newest = drafts.reduce<ListedReading | null>(
    (best, one) => ((one.reading.savedAt ?? 0) > (best?.reading.savedAt ?? 0) ? one : best),
    drafts[0] ?? null,
  );
  return newest ?? listed.find(({ state }) => state === 'unopened') ?? null;
}

/** Whether a row stands in a filtered list. */
export function isListed(filter: Filter, { state }: ListedReading): boolean {
  return filter === 'all' || (state === 'locked') === (filter === 'locked');
}

/** The spine of a row: locked, begun, not opened, and lit where the juror goes on. */
export function spineOf(one: ListedReading, next: ListedReading | null): 'full' | 'half' | 'open' | 'lit' {
  if (one === next) return 'lit';
  return { locked: 'full', draft: 'half', unopened: 'open' }[one.state] as 'full' | 'half' | 'open';
}

/** The word beside the spine. */
export function stateWord(words: Words, one: ListedReading, next: ListedReading | null): string {
  if (one === next && one.state === 'unopened') return words.t('scoring.state.next');
  return words.t(one === next ? 'scoring.state.here' : `scoring.state.${one.state}`);
}

/** The total of a complete card, else how many criteria have points, else nothing. */
export function amountWords(words: Words, rubric: Rubric, { total, scored, state }: ListedReading): string {
  if (total !== null) return total;
  if (state === 'unopened') return '';
  return words.t('scoring.list.criteria', { scored, total: rubric.criteria.length });
}

/** "Two are begun, three not opened." */
export function leftWords(words: Words, listed: readonly ListedReading[]): string {
  const begun = listed.filter(({ state }) => state === 'draft').length;
  const unopened = listed.filter(({ state }) => state === 'unopened').length;
  return words.t('scoring.list.left', { begun, unopened });
}

/** Where a row leads: to its card, or to the question about conflicts that comes before the first reading. */
export function pathOf(slug: string, { assignment, scorecard }: Reading): string {
  return scorecard === null
    ? `/jury/${slug}/assignments/${assignment}`
    : `/jury/${slug}/scorecards/${scorecard}`;
}
