/**
 * The calendar of an edition: six stages, each an instant when it opens and one when it closes. Nothing is switched
 * on or off: whether a stage is open is judged by the clock when somebody asks. A later closing is a dated extension.
 */
import type { Instant } from '../platform/clock.ts';
import { STAGES, type StageName } from './definition.ts';

export type StageDates = { stage: StageName; opensAt: Instant; closesAt: Instant; extendedBecause?: string };
export type Calendar = readonly StageDates[];

export type StageState = 'ahead' | 'open' | 'closed';

/** The dates of a stage. */
export function datesOf(calendar: Calendar, stage: StageName): StageDates {
  const found = calendar.find((one) => one.stage === stage);
  if (found === undefined) throw new Error(`the calendar lacks the stage ${stage}`);
  return found;
}

/** Whether the stage lies ahead, is open, or is closed at this instant; it is open at its first and not at its last. */
export function stateOf(dates: StageDates, at: Instant): StageState {
  if (at < dates.opensAt) return 'ahead';
  return at < dates.closesAt ? 'open' : 'closed';
}

/** Whether the stage is open at this instant. */
export function isOpen(calendar: Calendar, stage: StageName, at: Instant): boolean {
  return stateOf(datesOf(calendar, stage), at) === 'open';
}

/** The stage in which the edition stands: the last one that has opened, or null before the call. */
export function currentStage(calendar: Calendar, at: Instant): StageName | null {
  const opened = STAGES.filter((stage) => stateOf(datesOf(calendar, stage), at) !== 'ahead');
  return opened.at(-1) ?? null;
}
