/**
 * What an edition lacks before its call may be published: two people who can sign, dates that follow each other and
 * do not lie behind us, an address to write to. The page shows the list; publishing is judged by the same list.
 */
import type { Instant } from '../platform/clock.ts';
import { type Calendar, datesOf } from './calendar.ts';
import { type Definition, STAGES } from './definition.ts';

export type Officer = { id: string; accountId: string; role: 'organiser' | 'approver' | 'auditor' };

export type ReadyPoint = {
  point: 'signers' | 'order' | 'ahead' | 'contact' | 'auditor';
  done: boolean;
  /** Whether the call waits for it; else it is advice. */
  needed: boolean;
};

/** The people of an office who can give a signature: organisers and approvers, but for those who lost their factor. */
export function signersOf(officers: readonly Officer[], lost: ReadonlySet<string> = new Set()): Officer[] {
  return officers.filter(({ role, accountId }) => role !== 'auditor' && !lost.has(accountId));
}

/** The points that are looked at before a call is published, in order. */
export function readiness(
  edition: { definition: Definition; calendar: Calendar },
  officers: readonly Officer[],
  at: Instant,
): ReadyPoint[] {
  const { calendar, definition } = edition;
  return [
    { point: 'signers', done: signersOf(officers).length >= 2, needed: true },
    { point: 'order', done: isInOrder(calendar), needed: true },
    { point: 'ahead', done: datesOf(calendar, 'call').closesAt > at, needed: true },
    { point: 'contact', done: /^[^\s@]+@[^\s@]+$/.test(definition.contact), needed: true },
    { point: 'auditor', done: officers.some(({ role }) => role === 'auditor'), needed: false },
  ];
}

/** Whether no stage closes before the one that stands before it. */
export function isInOrder(calendar: Calendar): boolean {
  return STAGES.every((stage, index) => {
    const before = STAGES[index - 1];
    return before === undefined || datesOf(calendar, before).closesAt <= datesOf(calendar, stage).closesAt;
  });
}
