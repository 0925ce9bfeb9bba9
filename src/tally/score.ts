/**
 * One score: the points that a juror gave a nomination on one criterion. Points are kept in whole millionths, so
 * that six decimals are exact and sums do not depend on their order.
 */
export type Score = {
  readonly nomination: string;
  readonly juror: string;
  readonly criterion: string;
  readonly millionths: number;
};

export const MILLION = 1_000_000;

/** Largest score, either way, so that its millionths are still a whole number that a double holds exactly. */
export const LARGEST_SCORE = 1_000_000_000;

/** A juror and a nomination: a card that was due, or one that a recusal has taken out. */
export type Pair = { readonly juror: string; readonly nomination: string };

/** The score of whole points, as the service keeps them. */
export function scoreOfPoints(nomination: string, juror: string, criterion: string, points: number): Score {
  return { nomination, juror, criterion, millionths: points * MILLION };
}

/** Order of ids by code units: the same on every machine and in every language. */
export function byId(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
