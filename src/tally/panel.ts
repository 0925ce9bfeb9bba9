import { byId, type Score } from './score.ts';

/**
 * Scores in the one order that everything is computed in: by nomination, juror and criterion, whatever the order of
 * the file. So the same scores give the same bytes, also where floats are added.
 */
export type Panel = {
  readonly nominations: readonly string[];
  readonly jurors: readonly string[];
  /** In the rubric's order, or by id without a rubric. */
  readonly criteria: readonly string[];
  readonly cards: readonly Card[];
};

/** One juror's scores of one nomination; indices into the panel's lists, scores in whole millionths. */
export type Card = {
  readonly nomination: number;
  readonly juror: number;
  readonly criteria: readonly number[];
  readonly millionths: readonly number[];
};

/** Scores that stand twice, or on a criterion that the rubric lacks: indices into the list of scores. */
export type PanelFault =
  | { readonly code: 'duplicate'; readonly score: number; readonly first: number }
  | { readonly code: 'unknownCriterion'; readonly score: number };

/** Orders scores into cards; the faults instead where a score stands twice or on no criterion of `criteria`. */
export function buildPanel(
  scores: readonly Score[],
  criteria: readonly string[] | null,
): Panel | { faults: readonly PanelFault[] } {
  const nominations = sortedIds(scores, (score) => score.nomination);
  const jurors = sortedIds(scores, (score) => score.juror);
  const columns = criteria ?? sortedIds(scores, (score) => score.criterion);
  const places = { nomination: placesOf(nominations), juror: placesOf(jurors), criterion: placesOf(columns) };
  const unknown = scores.flatMap((score, index): PanelFault[] =>
    places.criterion.has(score.criterion) ? [] : [{ code: 'unknownCriterion', score: index }],
  );
  if (unknown.length > 0) return { faults: unknown };
  const keys = Float64Array.from(scores, (score) => {
    const pair =
      placeIn(places.nomination, score.nomination) * jurors.length + placeIn(places.juror, score.juror);
    return pair * columns.length + placeIn(places.criterion, score.criterion);
  });
  const order = Uint32Array.from(keys, (_, index) => index);
  // Equal keys keep the order of the file, so that the later one is told as the duplicate.
  order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  const duplicates = duplicatesIn(order, keys);
  if (duplicates.length > 0) return { faults: duplicates };
  return {
    nominations,
    jurors,
    criteria: columns,
    cards: cardsOf(scores, order, keys, jurors.length, columns.length),
  };
}

function duplicatesIn(order: Uint32Array, keys: Float64Array): PanelFault[] {
  const faults: PanelFault[] = [];
  for (let place = 1, first = order[0] ?? 0; place < order.length; place += 1) {
    const score = order[place] ?? 0;
    if (keys[score] === keys[first]) faults.push({ code: 'duplicate', score, first });
    else first = score;
  }
  return faults.sort((a, b) => a.score - b.score);
}

function cardsOf(
  scores: readonly Score[],
  order: Uint32Array,
  keys: Float64Array,
  jurors: number,
  columns: number,
): Card[] {
  const cards: Card[] = [];
  let openPair = -1;
  let criteria: number[] = [];
  let millionths: number[] = [];
  for (const index of order) {
    const key = keys[index] ?? 0;
    const pair = Math.floor(key / columns);
    if (pair !== openPair) {
      openPair = pair;
      criteria = [];
      millionths = [];
      cards.push({ nomination: Math.floor(pair / jurors), juror: pair % jurors, criteria, millionths });
    }
    criteria.push(key % columns);
    millionths.push(scores[index]?.millionths ?? 0);
  }
  return cards;
}

function sortedIds(scores: readonly Score[], id: (score: Score) => string): string[] {
  return [...new Set(scores.map(id))].sort(byId);
}

function placesOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, place) => [id, place]));
}

function placeIn(places: ReadonlyMap<string, number>, id: string): number {
  return places.get(id) ?? 0;
}
