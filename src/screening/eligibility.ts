import type { Finding } from './findings.ts';

export type EligibilityOutcome = 'eligible' | 'ineligible';

/** Where a nomination stands in the screening. */
export const SCREENING_STATES = ['waiting', 'eligible', 'ineligible', 'shortlisted'] as const;
export type ScreeningState = (typeof SCREENING_STATES)[number];

/** The state that follows from the newest decision and from a place on the shortlist. */
export function screeningStateOf(decision: EligibilityOutcome | null, onShortlist: boolean): ScreeningState {
  if (decision === null) return 'waiting';
  return decision === 'eligible' && onShortlist ? 'shortlisted' : decision;
}

/**
 * The findings that a decision goes against and for which it owes a reason of its own: for "eligible" all that are not
 * met or cannot be told; for "ineligible" all of them where each is met. In bulk such a decision is not taken.
 */
export function findingsAgainst(outcome: EligibilityOutcome, findings: readonly Finding[]): Finding[] {
  if (outcome === 'eligible') return findings.filter((one) => one.state !== 'met');
  return findings.every((one) => one.state === 'met') ? [...findings] : [];
}

/** How many findings are met, not met, and cannot be told. */
export function countFindings(findings: readonly Finding[]): {
  met: number;
  notMet: number;
  unclear: number;
} {
  const count = (state: Finding['state']) => findings.filter((one) => one.state === state).length;
  return { met: count('met'), notMet: count('notMet'), unclear: count('unclear') };
}
