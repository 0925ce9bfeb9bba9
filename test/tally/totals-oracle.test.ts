import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction, isEqual } from '../../src/platform/exact/fraction.ts';
import type { Rubric } from '../../src/tally/rubric.ts';
import type { Score } from '../../src/tally/score.ts';
import { tallyScores } from '../../src/tally/tally.ts';

/** One drawn panel: points in quarters by nomination, juror and criterion; null where no card was given. */
type Drawn = {
  weights: number[];
  cards: (number[] | null)[][];
  method: 'mean' | 'median' | 'trimmed';
  rounding: { criterion: boolean; weighted: boolean };
};

const drawn: fc.Arbitrary<Drawn> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }))
  .chain(([nominations, jurors, criteria]) =>
    fc.record({
      weights: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: criteria, maxLength: criteria }),
      cards: fc.array(
        fc.array(
          // Few levels, so that ties are frequent.
          fc.option(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: criteria, maxLength: criteria }), {
            freq: 8,
          }),
          { minLength: jurors, maxLength: jurors },
        ),
        { minLength: nominations, maxLength: nominations },
      ),
      method: fc.constantFrom('mean', 'median', 'trimmed'),
      rounding: fc.record({ criterion: fc.boolean(), weighted: fc.boolean() }),
    }),
  );

/** A ratio of whole numbers, never shortened: the oracle knows nothing of the program's fractions. */
type Ratio = [num: bigint, den: bigint];

/** Points are drawn as whole quarters. */
const QUARTERS = 4n;

/** Halves up to the nearest hundredth. */
function hundredth([num, den]: Ratio): Ratio {
  return [(200n * num + den) / (2n * den), 100n];
}

/** The total of one nomination from its cards; null where none is left. */
function oracle({ weights, method, rounding }: Drawn, cards: number[][]): Ratio | null {
  let total: Ratio = [0n, 1n];
  for (const [criterion, weight] of weights.entries()) {
    const column = cards.map((card) => card[criterion] ?? 0).sort((a, b) => a - b);
    const middle = Math.floor((column.length - 1) / 2);
    const cut = { mean: 0, trimmed: 1, median: middle }[method];
    const kept = column.slice(cut, column.length - cut);
    if (kept.length === 0) return null;
    let part: Ratio = [BigInt(kept.reduce((a, b) => a + b, 0)), BigInt(kept.length) * QUARTERS];
    if (rounding.criterion) part = hundredth(part);
    part = [part[0] * BigInt(weight), part[1] * 10n];
    if (rounding.weighted) part = hundredth(part);
    total = [total[0] * part[1] + part[0] * total[1], total[1] * part[1]];
  }
  return total;
}

function rubricOf({ weights, method, rounding }: Drawn, order = weights.map((_, index) => index)): Rubric {
  return {
    criteria: order.map((at) => ({ id: `c${at}`, weight: fraction(weights[at] ?? 0, 10) })),
    method,
    trim: method === 'trimmed' ? 1 : 0,
    rounding: {
      criterion: rounding.criterion ? fraction(1, 100) : null,
      weighted: rounding.weighted ? fraction(1, 100) : null,
    },
    tieRules: [],
    incomplete: 'exclude',
    adjustedDecides: false,
  };
}

function scoresOf({ cards }: Drawn): Score[] {
  return cards.flatMap((row, nomination) =>
    row.flatMap((card, juror) =>
      (card ?? []).map((quarters, criterion) => ({
        nomination: `n${nomination}`,
        juror: `j${juror}`,
        criterion: `c${criterion}`,
        millionths: quarters * 250_000,
      })),
    ),
  );
}

function tallied(scores: Score[], rubric: Rubric) {
  const tally = tallyScores(scores, rubric);
  if ('faults' in tally) throw new Error(tally.faults[0]?.code);
  return tally.ranking;
}

const RUNS = Number(process.env.AWARD_PANELS ?? 1_000);

describe('totals against an oracle in whole numbers', () => {
  it('every total, every tie and every rank agree', () => {
    fc.assert(
      fc.property(drawn, (panel) => {
        const ranking = tallied(scoresOf(panel), rubricOf(panel));
        const totals = new Map(
          panel.cards.map((row, at) => [
            `n${at}`,
            oracle(
              panel,
              row.filter((card) => card !== null),
            ),
          ]),
        );
        for (const { nomination, total, rank } of ranking) {
          const known = totals.get(nomination) ?? null;
          expect(total === null).toBe(known === null);
          if (known === null || total === null) continue;
          expect(isEqual(total, fraction(...known))).toBe(true);
          const above = [...totals.values()].filter(
            (other) => other && other[0] * known[1] > known[0] * other[1],
          );
          expect(rank).toBe(1 + above.length);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('the order of jurors, criteria, nominations and lines changes nothing', () => {
    fc.assert(
      fc.property(drawn, fc.integer(), (panel, seed) => {
        const rows = scoresOf(panel);
        const mixed = [...rows].sort((a, b) => keyOf(a, seed) - keyOf(b, seed));
        const order = panel.weights.map((_, at) => at).reverse();
        const plain = ({ nomination, total, rank, mean, median }: ReturnType<typeof tallied>[number]) => {
          return { nomination, total, rank, mean, median };
        };
        const turned = tallied(mixed, rubricOf(panel, order)).map(plain);
        expect(turned).toEqual(tallied(rows, rubricOf(panel)).map(plain));
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });

  it('other names for jurors and criteria change nothing', () => {
    fc.assert(
      fc.property(drawn, (panel) => {
        const renamed = scoresOf(panel).map((one) => ({
          ...one,
          juror: `z${9 - Number(one.juror.slice(1))}`,
          criterion: `k${one.criterion}`,
        }));
        const rubric = rubricOf(panel);
        const criteria = rubric.criteria.map(({ id, weight }) => ({ id: `k${id}`, weight }));
        const shown = (ranking: ReturnType<typeof tallied>) =>
          ranking.map(({ nomination, rank, total }) => [nomination, rank, total]);
        expect(shown(tallied(renamed, { ...rubric, criteria }))).toEqual(
          shown(tallied(scoresOf(panel), rubric)),
        );
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });

  it('a higher score never lowers its nomination’s total', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.integer({ min: 1, max: 20 }), (panel, place, more) => {
        const rows = scoresOf(panel);
        if (rows.length === 0) return;
        const at = place % rows.length;
        const raised = rows.map((one, index) =>
          index === at ? { ...one, millionths: one.millionths + more * 250_000 } : one,
        );
        const nomination = rows[at]?.nomination;
        const [before, after] = [rows, raised].map(
          (scores) => tallied(scores, rubricOf(panel)).find((one) => one.nomination === nomination)?.total,
        );
        if (before && after) expect(after.num * before.den >= before.num * after.den).toBe(true);
      }),
      { numRuns: Math.ceil(RUNS / 5) },
    );
  });
});

/** A place in a mixed order: the same for the same score and seed. */
function keyOf({ nomination, juror, criterion }: Score, seed: number): number {
  return [...`${nomination}${juror}${criterion}`].reduce(
    (sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193) >>> 0,
    seed >>> 0,
  );
}
