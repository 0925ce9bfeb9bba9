import type { NominationState } from './nomination.ts';

/** The spine of each state: in draft, submitted in full, nominated lit; what has ended is an outline. */
export const STATE_MARKS: Readonly<Record<NominationState, 'half' | 'full' | 'lit' | 'open'>> = {
  started: 'half',
  submitted: 'full',
  nominated: 'lit',
  declined: 'open',
  withdrawn: 'open',
};
