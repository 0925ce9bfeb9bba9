/**
 * What the models see: one number a card, the weighted mean of its scores. Nominations and jurors are the two sides of
 * a bipartite graph, its cards the edges. Severity can be told from quality only within a connected part of it.
 */
import { fraction, multiply, toNumber } from '../platform/exact/fraction.ts';
import type { Panel } from './panel.ts';
import { type Rubric, weightSum } from './rubric.ts';
import { cardScale } from './totals.ts';

/** Cards as parallel arrays, in order of nomination, then juror. */
export type Observations = {
  readonly nominations: number;
  readonly jurors: number;
  readonly nomination: Int32Array;
  readonly juror: Int32Array;
  readonly y: Float64Array;
};

/** The weighted mean of each card (of the criteria present, without a rubric), on the scale of the scores. */
export function observe(panel: Panel, rubric: Rubric | null): Observations {
  const scale = cardScale(panel, rubric);
  const whole = multiply(fraction(scale.den), weightSum(rubric));
  return {
    nominations: panel.nominations.length,
    jurors: panel.jurors.length,
    nomination: Int32Array.from(panel.cards, (card) => card.nomination),
    juror: Int32Array.from(panel.cards, (card) => card.juror),
    y: Float64Array.from(panel.cards, (card) =>
      toNumber(fraction(scale.partsOf(card) * whole.den, whole.num)),
    ),
  };
}

/** The observations at these places, with the same numbering of nominations and jurors. */
export function selectRows(all: Observations, rows: ArrayLike<number>): Observations {
  return {
    nominations: all.nominations,
    jurors: all.jurors,
    nomination: Int32Array.from(rows, (row) => all.nomination[row] ?? 0),
    juror: Int32Array.from(rows, (row) => all.juror[row] ?? 0),
    y: Float64Array.from(rows, (row) => all.y[row] ?? 0),
  };
}

/** Connected parts, numbered from 0 in the order of their first card; -1 for what has no card. */
export type Components = {
  readonly count: number;
  readonly ofNomination: Int32Array;
  readonly ofJuror: Int32Array;
};

/** The connected parts of the graph of nominations and jurors. */
export function componentsOf({ nominations, jurors, nomination, juror }: Observations): Components {
  const parent = Int32Array.from({ length: nominations + jurors }, (_, node) => node);
  const root = (node: number): number => {
    let top = node;
    while (parent[top] !== top) top = parent[top] ?? top;
    for (let step = node; step !== top; ) {
      const next = parent[step] ?? top;
      parent[step] = top;
      step = next;
    }
    return top;
  };
  for (const [row, left] of nomination.entries()) {
    parent[root(left)] = root(nominations + (juror[row] ?? 0));
  }
  const names = new Map<number, number>();
  const all = new Int32Array(nominations + jurors).fill(-1);
  for (const [row, left] of nomination.entries()) {
    const right = nominations + (juror[row] ?? 0);
    const name = names.get(root(left)) ?? names.size;
    names.set(root(left), name);
    all[left] = name;
    all[right] = name;
  }
  return { count: names.size, ofNomination: all.slice(0, nominations), ofJuror: all.slice(nominations) };
}

/** How many cards each nomination and each juror has. */
export function degreesOf({ nominations, jurors, nomination, juror }: Observations) {
  const ofNomination = new Int32Array(nominations);
  const ofJuror = new Int32Array(jurors);
  for (const one of nomination) ofNomination[one] = (ofNomination[one] ?? 0) + 1;
  for (const one of juror) ofJuror[one] = (ofJuror[one] ?? 0) + 1;
  return { ofNomination, ofJuror };
}
