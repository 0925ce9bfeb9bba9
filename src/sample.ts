import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mailResult } from './announcement/messages.ts';
import { lettersFor } from './announcement/pages.ts';
import { setMoment } from './announcement/store.ts';
import { readCsv } from './cities/csv.ts';
import { awardRow, cityRow } from './cities/registry.ts';
import { importCities, importPastAwards } from './cities/store.ts';
import { approvedSelection, computeSelection, standingSelection } from './decision/pages.ts';
import { approveSelection, keepSelection, proposeSelection } from './decision/store.ts';
import { datesOf } from './editions/calendar.ts';
import type { StageName } from './editions/definition.ts';
import { type EditionFile, readEditionFile } from './editions/edition-file.ts';
import { type Edition, wholeEdition } from './editions/pages.ts';
import { appointOfficer, draftEdition, type OfficeRole, publishEdition } from './editions/store.ts';
import { ensureAccount } from './people/store.ts';
import { type Act, createAct } from './platform/act.ts';
import { DAY, HOUR, type Instant, isoOf, settableClock } from './platform/clock.ts';
import { paths } from './platform/paths.ts';
import { isRefusal } from './platform/result.ts';
import type { Service } from './platform/service.ts';
import {
  appointCommissions,
  endorse,
  fillDossier,
  keepLetters,
  sampleDossiers,
  submitDossier,
} from './sample-dossiers.ts';
import { acceptAll, assignAll, handBackTwo, inviteJury, scoreShare, screenAll } from './sample-jury.ts';
import { closeScoring } from './scoring/store.ts';
import { scoresForTally } from './scoring/tally-pages.ts';
import { closeTally } from './tally/store.ts';

/**
 * One sample award, invented, on real member cities: the first start, the tests and the screenshots share it. It is
 * played through the same writers as the pages use, on a clock of its own that stands where each act belongs.
 */
export const SAMPLE_STAGES = ['call', 'screening', 'scoring', 'deliberation', 'announced'] as const;
export type SampleStage = (typeof SAMPLE_STAGES)[number];

/** The day of the edition's own calendar on which each stage is seen; the whole calendar moves so that it is today. */
const SEEN_AT: Record<SampleStage, string> = {
  call: '2026-11-24T09:00:00Z',
  screening: '2027-02-20T09:00:00Z',
  scoring: '2027-04-01T09:00:00Z',
  deliberation: '2027-04-20T09:00:00Z',
  announced: '2027-06-15T09:00:00Z',
};

const seedFile = (...parts: string[]) => readFileSync(join(paths.seed, ...parts), 'utf8');

function rowsOf<Row>(outcome: { rows: Row[] } | { faults: unknown[] }): Row[] {
  if ('faults' in outcome) throw new Error(`seed data is faulty: ${JSON.stringify(outcome.faults[0])}`);
  return outcome.rows;
}

/** Moves the calendar by whole days, so that the stage is seen now; hours stay as they are. */
export function shiftedEdition(name: string, stage: SampleStage, now: Instant): EditionFile {
  const read = readEditionFile(seedFile('sample', `${name}.json`));
  if ('faults' in read) throw new Error(`sample edition is faulty: ${JSON.stringify(read.faults[0])}`);
  const days = Math.floor((now - Date.parse(SEEN_AT[stage])) / DAY);
  const move = (instant: string) => isoOf(Date.parse(instant) + days * DAY);
  const { file } = read;
  for (const dates of Object.values(file.calendar)) {
    dates.opensAt = move(dates.opensAt);
    dates.closesAt = move(dates.closesAt);
  }
  const { eligibility } = file.definition.rules;
  eligibility.countedTo = move(`${eligibility.countedTo}T00:00:00Z`).slice(0, 10);
  return file;
}

export const CAST = {
  organiser: { name: 'Ingrid Solheim-Paz', address: 'ingrid.solheim-paz@award.invalid' },
  organiser2: { name: 'Kofi Marchetti', address: 'kofi.marchetti@award.invalid' },
  approver: { name: 'Lucía Fernández-Okoye', address: 'lucia.fernandez-okoye@award.invalid' },
  auditor: { name: 'Tomasz Lindqvist', address: 'tomasz.lindqvist@audit.invalid' },
} as const;

type Players = { edition: Edition; organiser: string; organiser2: string };

/** Loads registry and past awards and drafts, staffs and publishes the edition. */
async function openEdition(act: Act, file: EditionFile): Promise<Players> {
  await act('system', 'registry.imported', (tx) => {
    importCities(tx, rowsOf(readCsv(seedFile('cities.csv'), cityRow)));
    importPastAwards(tx, rowsOf(readCsv(seedFile('awardees.csv'), awardRow)));
  });
  return act('system', 'sample.loaded', (tx) => {
    const id = draftEdition(tx, file, true);
    if (isRefusal(id)) throw new Error(id.code);
    const appoint = (key: keyof typeof CAST, role: OfficeRole) => {
      const account = ensureAccount(tx, { ...CAST[key], lang: 'en' });
      appointOfficer(tx, id, account, role);
      return account;
    };
    const organiser = appoint('organiser', 'organiser');
    const organiser2 = appoint('organiser2', 'organiser');
    appoint('approver', 'approver');
    appoint('auditor', 'auditor');
    publishEdition(tx, id);
    return { edition: wholeEdition(tx.db, id), organiser, organiser2 };
  });
}

/** Plays the sample award up to a stage, on a clock of its own; what it mails is delivered as it would have been. */
export async function loadSample(
  service: Service,
  stage: SampleStage,
  announceAt?: Instant,
): Promise<string> {
  const now = service.clock.now();
  const file = shiftedEdition('edition-2027', stage, now);
  if (announceAt !== undefined) file.calendar.announcement.opensAt = isoOf(Math.min(announceAt, now));
  const clock = settableClock(Date.parse(file.calendar.call.opensAt) - 20 * DAY);
  const act = createAct(service.db, clock);
  const players = await openEdition(act, file);
  const until = SAMPLE_STAGES.indexOf(stage);
  await playCall(service, act, clock, players, stage === 'call');
  if (until >= 1) await playScreening(act, clock, players, until > 1);
  if (until >= 2) await playScoring(service, act, clock, players, until > 2 ? 1 : 0.6);
  if (until >= 3) await playDecision(service, act, clock, players, until > 3, announceAt);
  return players.edition.id;
}

type Stood = ReturnType<typeof settableClock>;
const opens = ({ edition }: Players, stage: StageName) => datesOf(edition.calendar, stage).opensAt;

async function playCall(
  service: Service,
  act: Act,
  clock: Stood,
  players: Players,
  isUnderWay: boolean,
): Promise<void> {
  const { edition, organiser } = players;
  clock.set(opens(players, 'call') + HOUR);
  const dossiers = sampleDossiers();
  await act(organiser, 'commission.appointed', (tx) => appointCommissions(tx, edition, dossiers));
  for (const [index, dossier] of dossiers.entries()) {
    const letters = await keepLetters(service, dossier);
    // Under way a third has been submitted, the others stand somewhere in their draft.
    const isDone = !isUnderWay || index % 3 === 0;
    clock.advance(5 * 60_000);
    const id = await act('system', 'nomination.started', (tx) =>
      fillDossier(
        tx,
        edition,
        dossier,
        isDone || index % 3 === 1 ? letters : null,
        isDone ? 99 : 3 + (index % 9),
      ),
    );
    if (isDone) await act('system', 'nomination.submitted', (tx) => submitDossier(tx, edition, id));
  }
  if (isUnderWay) {
    await act(organiser, 'juror.invited', (tx) => inviteJury(tx, edition));
    await act('system', 'juror.accepted', (tx) => acceptAll(tx, edition));
    return;
  }
  clock.set(datesOf(edition.calendar, 'call').closesAt + DAY);
  await act('system', 'nomination.endorsed', (tx) => endorse(tx, edition));
}

async function playScreening(act: Act, clock: Stood, players: Players, isOver: boolean): Promise<void> {
  const { edition, organiser } = players;
  clock.set(opens(players, 'screening') + 2 * DAY);
  await act(organiser, 'juror.invited', (tx) => inviteJury(tx, edition));
  if (!isOver) return;
  clock.advance(10 * DAY);
  await act('system', 'juror.accepted', (tx) => acceptAll(tx, edition));
  clock.advance(20 * DAY);
  await act(organiser, 'screening.decided', (tx) => screenAll(tx, edition, tx.at, 30));
}

async function playScoring(
  service: Service,
  act: Act,
  clock: Stood,
  players: Players,
  share: number,
): Promise<void> {
  const { edition, organiser } = players;
  clock.set(opens(players, 'scoring') - DAY);
  await assignAll(service, act, edition, organiser);
  clock.set(opens(players, 'scoring') + DAY);
  await act('system', 'dossier.handedBack', (tx) => handBackTwo(tx, edition));
  clock.advance(10 * DAY);
  await act('system', 'scorecard.scored', (tx) => scoreShare(tx, edition, share));
}

async function playDecision(
  service: Service,
  act: Act,
  clock: Stood,
  { edition, organiser, organiser2 }: Players,
  isAnnounced: boolean,
  announceAt: Instant | undefined,
): Promise<void> {
  clock.set(datesOf(edition.calendar, 'scoring').closesAt + HOUR);
  await act(organiser, 'edition.tallied', (tx) => {
    const { scores, missing } = scoresForTally(tx.db, edition);
    closeScoring(tx, edition.id);
    closeTally(tx, edition.id, {
      reason: missing.length > 0 ? 'Two cards were handed back.' : '',
      missing,
      scores,
    });
  });
  const computed = await computeSelection(service.db, edition, service.solve);
  await act(organiser, 'selection.proposed', (tx) => {
    const id = keepSelection(tx, edition.id, computed);
    proposeSelection(tx, edition.id, id, computed.digest);
  });
  if (!isAnnounced) return;
  clock.advance(DAY);
  await act(organiser2, 'selection.approved', (tx) => {
    const standing = standingSelection(tx.db, edition.id);
    if (standing) approveSelection(tx, edition.id, standing.id, standing.digest);
  });
  await act(organiser, 'announcement.set', (tx) => {
    const approved = approvedSelection(tx.db, edition.id);
    if (approved === null) throw new Error('the sample selection is approved');
    const moment = announceAt ?? datesOf(edition.calendar, 'announcement').opensAt;
    const announcement = setMoment(tx, edition.id, approved, 1, moment);
    for (const nomination of lettersFor(tx.db, edition.id)) mailResult(tx, edition, announcement, nomination);
  });
}
