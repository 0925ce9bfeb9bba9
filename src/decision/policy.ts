import { type Calendar, datesOf, stateOf } from '../editions/calendar.ts';
import type { Instant } from '../platform/clock.ts';
import { type Refusal, refuse } from '../platform/result.ts';

export type SelectionState = {
  proposedBy: string | null;
  approvedBy: string | null;
  returnedAt: number | null;
  voidedAt: number | null;
  digest: string;
  awardees: readonly string[] | null;
  /** Who chose among level sets; null where nobody had to. */
  chooser: string | null;
  /** Whether it still equals what the rows say. */
  holds: boolean;
};

/** Says why nothing can be computed, or nothing: the tally closed, the decision stage open, nothing signed that holds. */
export function whyNotCompute(
  facts: { calendar: Calendar; tallyClosed: boolean; signed: boolean; hasConflict: boolean },
  at: Instant,
): Refusal | null {
  if (facts.hasConflict) return refuse('decision.conflict');
  if (facts.signed) return refuse('decision.signed');
  if (!facts.tallyClosed) return refuse('decision.tallyOpen');
  const dates = datesOf(facts.calendar, 'decision');
  switch (stateOf(dates, at)) {
    case 'ahead':
      return refuse('decision.ahead', { opensAt: new Date(dates.opensAt) });
    case 'closed':
      return refuse('decision.closed', { closedAt: new Date(dates.closesAt) });
    case 'open':
      return null;
  }
}

/** Says why this person cannot propose this selection for sign-off, or nothing. */
export function whyNotPropose(one: SelectionState, account: string, digestNow: string): Refusal | null {
  if (one.voidedAt !== null) return refuse('decision.older');
  if (!one.holds) return refuse('decision.changed');
  if (one.approvedBy !== null) return refuse('decision.signed');
  if (one.awardees === null) return refuse('decision.tied');
  if (one.awardees.length === 0) return refuse('decision.nobody');
  // Two people give a reason for the choice among level sets: who chose is one of them.
  if (one.chooser !== null && one.chooser !== account) return refuse('decision.chooser');
  return one.digest === digestNow ? null : refuse('decision.changed');
}

/** Says why this person cannot approve, or nothing: proposed, not by the same person, and recomputed to the same. */
export function whyNotApprove(
  one: SelectionState,
  account: string,
  seen: string,
  digestNow: string,
): Refusal | null {
  if (!one.holds) return refuse('decision.changed');
  if (one.approvedBy !== null) return refuse('decision.signed');
  if (one.voidedAt !== null || one.returnedAt !== null) return refuse('decision.older');
  if (one.proposedBy === null) return refuse('decision.notProposed');
  if (one.proposedBy === account) return refuse('decision.proposer');
  return one.digest === digestNow && seen === one.digest ? null : refuse('decision.changed');
}

/** Says why a city cannot be moved, or nothing: ranked, and not already on that side. `base` null: a tie is open. */
export function whyNotMove(
  facts: { ranked: boolean; base: ReadonlySet<string> | null },
  move: { nomination: string; side: 'in' | 'out' },
): Refusal | null {
  if (!facts.ranked) return refuse('decision.unranked');
  if (facts.base === null) return refuse('decision.tied');
  return facts.base.has(move.nomination) === (move.side === 'in') ? refuse('decision.idleMove') : null;
}
