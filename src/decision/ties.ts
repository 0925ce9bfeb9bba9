import type { Fraction } from '../platform/exact/fraction.ts';
import { compare, fraction } from '../platform/exact/fraction.ts';
import { drawLot } from '../platform/exact/lot.ts';
import { type Candidate, type TieRule, tieKey } from './problem.ts';

/** A tie rule asked for a value that a tied candidate does not have. */
export type MissingTieValue = { missing: 'tieValue'; candidate: string; rule: string };

/** The value of a candidate under a tie rule, larger is better; null where the problem gives none. */
export function tieValue(candidate: Candidate, rule: TieRule): Fraction | null {
  if (rule.by !== 'lot') return candidate.tie[tieKey(rule)] ?? null;
  // The smallest text of a lot comes first, and a larger value is better.
  return fraction(-BigInt(`0x${drawLot(rule.seed, candidate.id)}`));
}

/**
 * One whole weight a candidate, so that of two sets with the same number of open members the heavier one is better
 * under the rule: values sorted, best first, compared one by one. A value weighs more than all lower ones together.
 * Candidates that are not open weigh 0. The result is a refusal where an open candidate has no value.
 */
export function tieWeights(
  candidates: readonly Candidate[],
  open: readonly number[],
  rule: TieRule,
): bigint[] | MissingTieValue {
  const valued: { index: number; value: Fraction }[] = [];
  for (const index of open) {
    const candidate = candidates[index];
    const value = candidate ? tieValue(candidate, rule) : null;
    if (!value) return { missing: 'tieValue', candidate: candidate?.id ?? '', rule: tieKey(rule) };
    valued.push({ index, value });
  }
  valued.sort((a, b) => compare(a.value, b.value));
  const weights: bigint[] = new Array(candidates.length).fill(0n);
  const step = BigInt(open.length + 1);
  let weight = 1n;
  for (const [at, { index, value }] of valued.entries()) {
    const before = valued[at - 1];
    if (before && compare(before.value, value) < 0) weight *= step;
    weights[index] = weight;
  }
  return weights;
}
