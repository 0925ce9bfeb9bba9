import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './cities/csv.ts';
import { awardRow, type CityRow, cityRow } from './cities/registry.ts';
import { importCities, importPastAwards } from './cities/store.ts';
import type { Definition } from './editions/definition.ts';
import { type EditionFile, readEditionFile } from './editions/edition-file.ts';
import type { Writers } from './editions/messages.ts';
import { wholeEdition } from './editions/pages.ts';
import { confirmProposal, proposeDefinition } from './editions/proposal-store.ts';
import { appointOfficer, draftEdition, type OfficeRole, publishEdition } from './editions/store.ts';
import { ensureAccount } from './people/store.ts';
import type { Act } from './platform/act.ts';
import { DAY, type Instant, isoOf } from './platform/clock.ts';
import { paths } from './platform/paths.ts';
import { assert, isRefusal } from './platform/result.ts';
import { CAST } from './sample-cast.ts';

/**
 * The edition of the sample: the real registry, the rules of the file, and a calendar that is moved by whole days so
 * that the stage is seen today. What findings count from moves along, so that each finding is there on any day.
 */
export const SAMPLE_STAGES = ['call', 'screening', 'scoring', 'deliberation', 'announced'] as const;
export type SampleStage = (typeof SAMPLE_STAGES)[number];

/** The day of the edition's own calendar on which each stage is seen. */
const SEEN_AT: Record<SampleStage, string> = {
  call: '2026-11-24T09:00:00Z',
  screening: '2027-02-20T09:00:00Z',
  scoring: '2027-04-01T09:00:00Z',
  deliberation: '2027-04-20T09:00:00Z',
  announced: '2027-06-15T09:00:00Z',
};

/** The awards of this year stand on the edge of the rule on awards, whatever the year of the sample. */
const YEAR_ON_THE_EDGE = 2021;

const seedFile = (...parts: string[]) => readFileSync(join(paths.seed, ...parts), 'utf8');

function rowsOf<Row>(outcome: { rows: Row[] } | { faults: unknown[] }): Row[] {
  if ('faults' in outcome) throw new Error(`seed data is faulty: ${JSON.stringify(outcome.faults[0])}`);
  return outcome.rows;
}

/** The edition's file with its calendar moved by whole days, so that the stage is seen now; hours stay as they are. */
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
  // A year that ends on the day that counts would leave nothing that a year alone cannot tell.
  const counted = move(`${eligibility.countedTo}T00:00:00Z`)
    .slice(0, 10)
    .replace(/12-31$/, '12-30');
  eligibility.countedTo = counted;
  eligibility.reawardAfterYears = Number(counted.slice(0, 4)) - YEAR_ON_THE_EDGE;
  return file;
}

/** What the sample invents of the day on which a city joined, so that membership is met, not met and cannot be told. */
function inventedJoining(countedTo: string): Readonly<Record<string, string>> {
  const months = Number(countedTo.slice(0, 4)) * 12 + Number(countedTo.slice(5, 7)) - 1;
  const month = (moved: number) => {
    const at = months + moved;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  };
  return {
    'San José': month(2),
    Thessaloniki: countedTo.slice(0, 4),
    Phuket: month(-5),
    Sharjah: month(-12),
    Surabaya: String(Number(countedTo.slice(0, 4)) - 1),
  };
}

function registryRows(countedTo: string): CityRow[] {
  const invented = inventedJoining(countedTo);
  return rowsOf(readCsv(seedFile('cities.csv'), cityRow)).map((row) => ({
    ...row,
    joined: invented[row.name] ?? row.joined,
  }));
}

/** The rules as they were first published: the consent form and one answer were asked for a week later. */
export function firstDefinition(definition: Definition): Definition {
  const first = structuredClone(definition);
  const { eligibility } = first.rules;
  eligibility.requiredFiles = eligibility.requiredFiles.filter((id) => id !== 'consent.file');
  for (const { questions } of first.sections)
    for (const question of questions)
      if (question.id === 'consent.file' || question.id === 'resources.outside') question.required = false;
  return first;
}

export type Staffed = { id: string; organiser: string; organiser2: string };

/** Loads registry and past awards, and drafts, staffs and publishes the edition with its first definition. */
export async function openEdition(act: Act, file: EditionFile): Promise<Staffed> {
  await act('system', 'registry.imported', (tx) => {
    importCities(tx, registryRows(file.definition.rules.eligibility.countedTo));
    importPastAwards(tx, rowsOf(readCsv(seedFile('awardees.csv'), awardRow)));
  });
  return act('system', 'sample.loaded', (tx) => {
    const id = draftEdition(tx, { ...file, definition: firstDefinition(file.definition) }, true);
    assert(!isRefusal(id), 'the sample is the first edition here');
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
    return { id, organiser, organiser2 };
  });
}

/** Two people put the definition of the file in place of the first one, and whoever writes a dossier is told. */
export async function changeRules(
  act: Act,
  { id, organiser, organiser2 }: Staffed,
  definition: Definition,
  writers: Writers,
): Promise<void> {
  const reason =
    'The first dossiers came without the consent form, and without it no jury may read the names in them.';
  const { proposal } = await act(organiser, 'definition.proposed', (tx) =>
    proposeDefinition(tx, wholeEdition(tx.db, id), definition, reason),
  );
  await act(organiser2, 'definition.confirmed', (tx) => {
    const refusal = confirmProposal(tx, wholeEdition(tx.db, id), proposal, writers);
    assert(refusal === null, 'a second person confirms the rules');
  });
}
