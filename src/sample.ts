import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './cities/csv.ts';
import { awardRow, cityRow } from './cities/registry.ts';
import { importCities, importPastAwards } from './cities/store.ts';
import { type EditionFile, readEditionFile } from './editions/edition-file.ts';
import { appointOfficer, draftEdition, publishEdition } from './editions/store.ts';
import { ensureAccount } from './people/store.ts';
import { createAct } from './platform/act.ts';
import { DAY, type Instant, settableClock } from './platform/clock.ts';
import { paths } from './platform/paths.ts';
import { isRefusal } from './platform/result.ts';
import type { Service } from './platform/service.ts';

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
  const move = (instant: string) => new Date(Date.parse(instant) + days * DAY).toISOString();
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

/** Loads registry, past awards, the edition and its office. */
export async function loadSample(service: Service, stage: SampleStage): Promise<string> {
  const now = service.clock.now();
  const file = shiftedEdition('edition-2027', stage, now);
  const clock = settableClock(Date.parse(file.calendar.call.opensAt) - 20 * DAY);
  const act = createAct(service.db, clock);
  await act('system', 'registry.imported', (tx) => {
    importCities(tx, rowsOf(readCsv(seedFile('cities.csv'), cityRow)));
    importPastAwards(tx, rowsOf(readCsv(seedFile('awardees.csv'), awardRow)));
  });
  return act('system', 'sample.loaded', (tx) => {
    const edition = draftEdition(tx, file, true);
    if (isRefusal(edition)) throw new Error(edition.code);
    for (const [key, person] of Object.entries(CAST)) {
      const role = key.startsWith('organiser') ? 'organiser' : (key as 'approver' | 'auditor');
      appointOfficer(tx, edition, ensureAccount(tx, { ...person, lang: 'en' }), role);
    }
    publishEdition(tx, edition);
    return edition;
  });
}
