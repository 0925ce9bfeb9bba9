/** A supposition as an address says it: without one juror, or with other weights. Nothing of it is stored. */
import type { FieldError } from '../platform/http/answer.ts';

export type Asked = {
  /** The juror whose cards are left out; null: nobody. */
  without: string | null;
  /** Weights by criterion that differ from the published ones. */
  weights: Map<string, number>;
  errors: FieldError[];
};

export const LARGEST_WEIGHT = 1_000;

/** Reads a supposition; what cannot be meant is told at its field and left as published. */
export function readSupposition(
  query: URLSearchParams,
  jurors: ReadonlySet<string>,
  criteria: readonly { id: string; weight: number }[],
): Asked {
  const errors: FieldError[] = [];
  const named = query.get('without') ?? '';
  const isKnown = named === '' || jurors.has(named);
  if (!isKnown) errors.push({ field: 'without', code: 'tally.whatIf.juror' });
  const weights = new Map<string, number>();
  for (const { id, weight } of criteria) {
    const typed = (query.get(weightField(id)) ?? String(weight)).trim();
    const value = /^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN;
    if (!(value <= LARGEST_WEIGHT))
      errors.push({ field: weightField(id), code: 'tally.whatIf.weight', facts: { most: LARGEST_WEIGHT } });
    else if (value !== weight) weights.set(id, value);
  }
  if (criteria.every(({ id, weight }) => (weights.get(id) ?? weight) === 0)) {
    errors.push({ field: weightField(criteria[0]?.id ?? ''), code: 'tally.whatIf.allZero' });
    weights.clear();
  }
  return { without: isKnown && named !== '' ? named : null, weights, errors };
}

/** The name of a criterion's field in the address. */
export function weightField(criterion: string): string {
  return `weight-${criterion}`;
}

export type Move = { nomination: string; before: number | null; after: number | null };

/** The ranks before and after a supposition, in the order after it. */
export function movesOf(
  before: readonly { nomination: string; rank: number | null }[],
  after: readonly { nomination: string; rank: number | null }[],
): Move[] {
  const ranks = new Map(before.map(({ nomination, rank }) => [nomination, rank]));
  return after.map(({ nomination, rank }) => ({
    nomination,
    before: ranks.get(nomination) ?? null,
    after: rank,
  }));
}
