import type { Instant } from '../platform/clock.ts';

export type HistoryEvent = {
  at: Instant;
  by: string;
  what: 'eligible' | 'ineligible' | 'shortlisted' | 'off';
  reason: string;
  against: string;
};

type DecisionRow = {
  at: Instant;
  by: string;
  outcome: 'eligible' | 'ineligible';
  reason: string;
  against: string | null;
};
type PlaceRow = {
  at: Instant;
  by: string;
  removedAt: Instant | null;
  removedBy: string | null;
  removalReason: string | null;
};

/** Decisions and places on the shortlist as one history, the oldest first. */
export function historyOf(decisions: readonly DecisionRow[], places: readonly PlaceRow[]): HistoryEvent[] {
  const decided = decisions.map(({ at, by, outcome, reason, against }): HistoryEvent => {
    return { at, by, what: outcome, reason, against: against ?? '' };
  });
  const placed = places.flatMap((one): HistoryEvent[] => {
    const on: HistoryEvent = { at: one.at, by: one.by, what: 'shortlisted', reason: '', against: '' };
    if (one.removedAt === null) return [on];
    const by = one.removedBy ?? '';
    return [on, { at: one.removedAt, by, what: 'off', reason: one.removalReason ?? '', against: '' }];
  });
  return [...decided.reverse(), ...placed].sort((one, other) => one.at - other.at);
}
