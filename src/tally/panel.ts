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
  const ofCriterion = Int32Array.from(scores, (score) => placeIn(places.criterion, score.criterion));
  const ofJuror = Int32Array.from(scores, (score) => placeIn(places.juror, score.juror));
  const ofNomination = Int32Array.from(scores, (score) => placeIn(places.nomination, score.nomination));
  let order = Uint32Array.from(scores, (_, index) => index);
  // From the last sorting key to the first, each pass keeping the order before it: equal scores stay in file order.
  order = sortedBy(order, ofCriterion, columns.length);
  order = sortedBy(order, ofJuror, jurors.length);
  order = sortedBy(order, ofNomination, nominations.length);
  const keys = Float64Array.from(scores, (_, index) => {
    const pair = (ofNomination[index] ?? 0) * jurors.length + (ofJuror[index] ?? 0);
    return pair * columns.length + (ofCriterion[index] ?? 0);
  });
  const duplicates = duplicatesIn(order, keys);
  if (duplicates.length > 0) return { faults: duplicates };
  return {
    nominations,
    jurors,
    criteria: columns,
    cards: cardsOf(scores, order, keys, jurors.length, columns.length),
  };
}

/** The order sorted by a column of small whole numbers, stably, by counting. */
function sortedBy(order: Uint32Array, column: Int32Array, size: number): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(size + 1);
  for (const value of column) next[value + 1] = (next[value + 1] ?? 0) + 1;
  for (let value = 0; value < size; value += 1) next[value + 1] = (next[value + 1] ?? 0) + (next[value] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const index of order) {
    const value = column[index] ?? 0;
    const place = next[value] ?? 0;
    sorted[place] = index;
    next[value] = place + 1;
  }
  return sorted;
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
