import { createHash } from 'node:crypto';
import { mailResult } from './announcement/messages.ts';
import { lettersFor } from './announcement/pages.ts';
import { setMoment } from './announcement/store.ts';
import { approvedSelection, computeSelection, standingSelection } from './decision/pages.ts';
import { approveSelection, keepSelection, proposeSelection } from './decision/store.ts';
import { datesOf } from './editions/calendar.ts';
import type { StageName } from './editions/definition.ts';
import { DAY, HOUR, type Instant, isoOf } from './platform/clock.ts';
import { drawIdsFrom } from './platform/ids.ts';
import { assert } from './platform/result.ts';
import type { Service } from './platform/service.ts';
import { editionOf, openClock, playCall, playEndorsements, type Stage } from './sample-call.ts';
import type { SampleVariant } from './sample-cast.ts';
import { openEdition, SAMPLE_STAGES, type SampleStage, shiftedEdition } from './sample-edition.ts';
import {
  applyNewest,
  playAcceptances,
  playAssignment,
  playInvitations,
  playOpenRecusal,
  playReplacedRecusal,
  settleSuggestions,
} from './sample-jury.ts';
import { askForReopening, playLateLock, playScores } from './sample-scores.ts';
import { playScreening } from './sample-screening.ts';
import { closeScoring } from './scoring/store.ts';
import { scoresForTally } from './scoring/tally-pages.ts';
import { closeTally } from './tally/store.ts';

export { CAST, SAMPLE_VARIANTS, type SampleVariant } from './sample-cast.ts';
export { SAMPLE_STAGES, type SampleStage, shiftedEdition } from './sample-edition.ts';

/**
 * One sample award, invented, on real member cities: the first start, the tests and the screenshots share it. It is
 * played through the same writers as the pages use, on a clock of its own that stands where each act belongs. Ids are
 * drawn from a fixed stream, so that two samples of one day are the same but for scores and secrets.
 */
export type SampleOptions = {
  /** The moment of the announcement; else the one of the calendar. */
  announceAt?: Instant | undefined;
  /** Changes the scores and nothing that others rely on: who reads what, who is chosen, which cities are level. */
  seed?: number | undefined;
  /** Two samples that differ only in the decision: in the second one another city of the region has the seat. */
  variant?: SampleVariant | undefined;
};

export const SEED = 1;

/** Plays the sample award up to a stage and returns the id of its edition. */
export async function loadSample(
  service: Service,
  until: SampleStage,
  options: SampleOptions = {},
): Promise<string> {
  let count = 0;
  const stop = drawIdsFrom(() => {
    count += 1;
    return createHash('sha256').update(`sample ${count}`).digest().subarray(0, 16);
  });
  // What is written here can be written anew, so no act waits for the disk.
  service.db.$client.pragma('synchronous = OFF');
  try {
    return await play(service, until, options);
  } finally {
    service.db.$client.pragma('synchronous = FULL');
    stop();
  }
}

async function play(service: Service, until: SampleStage, options: SampleOptions): Promise<string> {
  const { announceAt, seed = SEED, variant = 'a' } = options;
  const now = service.clock.now();
  const file = shiftedEdition('edition-2027', until, now);
  if (announceAt !== undefined) file.calendar.announcement.opensAt = isoOf(Math.min(announceAt, now));
  const scene = openClock(service, Date.parse(file.calendar.call.opensAt) - 20 * DAY);
  const opened = await openEdition(scene.act, file);
  const stage: Stage = { ...scene, ...opened, seed, variant, nominations: new Map() };
  const far = SAMPLE_STAGES.indexOf(until);
  await playCall(stage, file.definition, far === 0);
  if (far === 0) await playInvitations(stage, 9);
  if (far >= 1) await playSecretariat(stage, far > 1);
  if (far >= 2) await playJury(stage, now, far > 2);
  if (far >= 3) await playDecision(stage, far > 3, announceAt);
  return stage.id;
}

const opens = (stage: Stage, name: StageName) => datesOf(editionOf(stage).calendar, name).opensAt;
const closes = (stage: Stage, name: StageName) => datesOf(editionOf(stage).calendar, name).closesAt;

async function playSecretariat(stage: Stage, isOver: boolean): Promise<void> {
  stage.clock.set(opens(stage, 'screening') + 2 * DAY);
  await playInvitations(stage, 9);
  await playEndorsements(stage);
  await playScreening(stage, isOver);
}

async function playJury(stage: Stage, now: Instant, isOver: boolean): Promise<void> {
  const start = opens(stage, 'scoring');
  const end = closes(stage, 'scoring');
  stage.clock.set(start - 2 * DAY);
  await playAcceptances(stage);
  await settleSuggestions(stage, { Okayama: 'confirmed', Durban: 'refused' });
  stage.clock.set(start - DAY);
  await playAssignment(stage);
  stage.clock.set(start + DAY / 2);
  await playReplacedRecusal(stage);
  const middle = isOver ? start + 17 * DAY : now;
  await playScores(stage, start + 3 * DAY, middle - 3 * HOUR, false);
  stage.clock.set(middle - 2 * HOUR);
  await playOpenRecusal(stage);
  await askForReopening(stage);
  if (!isOver) return;
  stage.clock.set(middle + DAY);
  await settleSuggestions(stage, { Manizales: 'confirmed' });
  await applyNewest(stage);
  await playScores(stage, middle + 2 * DAY, end - DAY / 8, true);
  await playLateLock(stage);
}

async function playDecision(
  stage: Stage,
  isAnnounced: boolean,
  announceAt: Instant | undefined,
): Promise<void> {
  const { service, clock, act, organiser, organiser2, id } = stage;
  clock.set(closes(stage, 'scoring') + 3 * DAY);
  await act(organiser, 'edition.tallied', (tx) => {
    const { scores, missing } = scoresForTally(tx.db, editionOf(stage));
    closeScoring(tx, id);
    closeTally(tx, id, { reason: '', missing, scores });
  });
  const computed = await computeSelection(service.db, editionOf(stage), service.solve);
  await act(organiser, 'selection.proposed', (tx) => {
    const selection = keepSelection(tx, id, computed);
    proposeSelection(tx, id, selection, computed.digest);
  });
  if (!isAnnounced) return;
  clock.advance(DAY);
  await act(organiser2, 'selection.approved', (tx) => {
    const standing = standingSelection(tx.db, id);
    assert(standing !== null, 'the sample selection stands');
    approveSelection(tx, id, standing.id, standing.digest);
  });
  await act(organiser, 'announcement.set', (tx) => {
    const approved = approvedSelection(tx.db, id);
    assert(approved !== null, 'the sample selection is approved');
    const moment = announceAt ?? opens(stage, 'announcement');
    const announcement = setMoment(tx, id, approved, 1, moment);
    for (const nomination of lettersFor(tx.db, id))
      mailResult(tx, editionOf(stage), announcement, nomination);
  });
}
