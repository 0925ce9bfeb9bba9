import type { Edition } from '../editions/pages.ts';
import type { Call } from '../platform/http/route.ts';
import type { ScreeningState } from './eligibility.ts';
import { writeFinding } from './finding-words.ts';
import type { Finding } from './findings.ts';

const STATE_SPINES = { waiting: 'open', eligible: 'half', ineligible: 'full', shortlisted: 'full' } as const;
const FINDING_SPINES = { met: 'full', notMet: 'need', unclear: 'half' } as const;

/** A finding with its spine and the word of its state, for a page. */
export function drawFinding(call: Call, edition: Edition, finding: Finding) {
  const zone = call.viewer.account?.timeZone ?? edition.definition.timeZone;
  const written = writeFinding(call.t, call.lang, edition.definition, zone, finding);
  const word = call.t(`screening.state.${finding.state}`);
  return { ...written, spine: FINDING_SPINES[finding.state], word };
}

/** The state of a nomination with its spine and word, for a page. */
export function drawState(call: Call, state: ScreeningState) {
  return { spine: STATE_SPINES[state], word: call.t(`screening.state.${state}`) };
}

/** The address of an edition's screening. */
export const listPath = (edition: { slug: string }) => `/office/${edition.slug}/screening`;
