import { announcementInvariants } from './announcement/invariants.ts';
import { assignmentInvariants } from './assignment/invariants.ts';
import { citiesInvariants } from './cities/invariants.ts';
import { decisionInvariants } from './decision/invariants.ts';
import { editionsInvariants } from './editions/invariants.ts';
import { nominationsInvariants } from './nominations/invariants.ts';
import type { Invariant } from './platform/invariants.ts';
import { scoringInvariants } from './scoring/invariants.ts';
import { screeningInvariants } from './screening/invariants.ts';
import { tallyInvariants } from './tally/invariants.ts';

/** What must never be found in an award, room by room: asked after tests and on the live service. */
export const allInvariants: readonly Invariant[] = [
  ...editionsInvariants,
  ...citiesInvariants,
  ...nominationsInvariants,
  ...screeningInvariants,
  ...assignmentInvariants,
  ...scoringInvariants,
  ...tallyInvariants,
  ...decisionInvariants,
  ...announcementInvariants,
];
