/**
 * The order of nominations: by the deciding value, then by the rubric's tie rules in their order, each by name. What
 * no rule parts shares a rank: 1, 2, 2, 4. A nomination without a value has no rank and stands at the end.
 */

import { compare, type Fraction } from '../platform/exact/fraction.ts';
import { drawLot } from '../platform/exact/lot.ts';
import { type Rubric, type TieRule, tieRuleName } from './rubric.ts';
import { byId } from './score.ts';
import type { Totals } from './totals.ts';

/** What is ranked: the deciding value and the figures that tie rules look at. */
export type Contender = {
  readonly nomination: string;
  readonly value: Fraction | null;
  readonly totals: Totals;
};

export type Place = {
  readonly nomination: string;
  readonly rank: number | null;
  /** The rule that put it behind the nomination before it on the same value; null where none was needed or helped. */
  readonly tieBrokenBy: string | null;
};

/** The places of all contenders, best first; those that stay tied are in the order of their ids. */
export function rank(contenders: readonly Contender[], rubric: Rubric | null): Place[] {
  const rules = (rubric?.tieRules ?? []).map((rule) => ({
    name: tieRuleName(rule),
    order: orderBy(rule, rubric),
  }));
  const parting = (a: Contender, b: Contender) => rules.find(({ order }) => order(a, b) !== 0);
  const sorted = [...contenders].sort(
    (a, b) =>
      higherFirst(a.value, b.value) || (parting(a, b)?.order(a, b) ?? 0) || byId(a.nomination, b.nomination),
  );
  const places: Place[] = [];
  for (const [index, one] of sorted.entries()) {
    const before = sorted[index - 1];
    const tied = before !== undefined && one.value !== null && higherFirst(before.value, one.value) === 0;
    const rule = tied ? parting(before, one) : undefined;
    const shared = tied && !rule ? places[index - 1]?.rank : undefined;
    places.push({
      nomination: one.nomination,
      rank: one.value === null ? null : (shared ?? index + 1),
      tieBrokenBy: rule?.name ?? null,
    });
  }
  return places;
}

type Order = (a: Contender, b: Contender) => number;

function orderBy(rule: TieRule, rubric: Rubric | null): Order {
  switch (rule.by) {
    case 'criterion': {
      const column = rubric?.criteria.findIndex(({ id }) => id === rule.id) ?? -1;
      return (a, b) => higherFirst(a.totals.criteria[column] ?? null, b.totals.criteria[column] ?? null);
    }
    case 'median':
      return (a, b) => higherFirst(a.totals.median, b.totals.median);
    case 'lowestScore':
      return (a, b) => higherFirst(a.totals.lowestScore, b.totals.lowestScore);
    case 'lot': {
      const lots = new Map<string, string>();
      const lotOf = (id: string) => {
        const drawn = lots.get(id) ?? drawLot(rule.seed, id);
        lots.set(id, drawn);
        return drawn;
      };
      return (a, b) => byId(lotOf(a.nomination), lotOf(b.nomination));
    }
  }
}

/** Higher values first, and what has no value last. */
function higherFirst(a: Fraction | null, b: Fraction | null): number {
  if (a && b) return compare(b, a);
  return Number(a === null) - Number(b === null);
}
