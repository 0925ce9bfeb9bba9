import { liveAssignments } from './assignment/pages.ts';
import { isRegistryEmpty } from './cities/pages.ts';
import { allEditions, wholeEdition } from './editions/pages.ts';
import { draftFiles } from './nominations/dossier-pages.ts';
import { liveNominations } from './nominations/pages.ts';
import { printSignInLink } from './people/challenges.ts';
import { DAY } from './platform/clock.ts';
import type { Service } from './platform/service.ts';
import { CAST, loadSample, type SampleStage } from './sample.ts';
import { commissionOf, ownerOf } from './sample-dossiers.ts';
import { JURY, jurorAddress } from './sample-jury.ts';
import { readingsOfEdition } from './scoring/pages.ts';

/** One person a role, the same at every stage of the sample. */
const PERSONS: Readonly<Record<string, string>> = {
  organiser: CAST.organiser.address,
  organiser2: CAST.organiser2.address,
  approver: CAST.approver.address,
  auditor: CAST.auditor.address,
  city: ownerOf({ slug: 'sonderborg' }),
  city2: ownerOf({ slug: 'bogota' }),
  commission: commissionOf('DK'),
  juror: jurorAddress(JURY[0]?.[0] ?? ''),
  juror2: jurorAddress(JURY[3]?.[0] ?? ''),
};

/** A sign-in link for each role of the sample: each works once and in any browser, for a day. */
export function sampleLinks(service: Service): Record<string, { address: string; link: string }> {
  const at = service.clock.now();
  return Object.fromEntries(
    Object.entries(PERSONS).map(([role, address]) => {
      const path = printSignInLink(service.db, at, address, 'en', '/my', at + DAY);
      return [role, { address, link: `${service.config.origin}${path}` }];
    }),
  );
}

/** Whether a sample may be loaded here: nothing is in the database, and this is no production. */
export function mayLoadSample(service: Service): boolean {
  return !service.config.production && isRegistryEmpty(service.db) && allEditions(service.db).length === 0;
}

/** On an empty database outside production: loads the sample award and returns a sign-in link a role, as lines. */
export async function loadSampleWhereEmpty(service: Service): Promise<string[]> {
  if (!mayLoadSample(service)) return [];
  process.stderr.write('Loading the sample award …\n');
  await loadSample(service, 'call');
  const shown = Object.entries(sampleLinks(service)).filter(([role]) => !/^(city|juror)2$/.test(role));
  return shown.map(([role, { link }]) => `  ${role.padEnd(12)} ${link}`);
}

/** What a test from outside needs of a sample: origin, links, and an id of each kind. */
export async function sampleSheet(service: Service, stage: SampleStage, announceAt?: number) {
  const edition = await loadSample(service, stage, announceAt);
  const { slug } = allEditions(service.db)[0] ?? { slug: '' };
  const ofCity = (name: string) =>
    liveNominations(service.db, edition).find(({ cityName }) => cityName === name)?.id ?? null;
  const city = ofCity('Sønderborg');
  const files = city === null ? {} : draftFiles(service.db, city);
  const [assignment] = liveAssignments(service.db, edition);
  const reading = readingsOfEdition(service.db, wholeEdition(service.db, edition)).find(
    (one) => one.scorecard !== null,
  );
  return {
    stage,
    edition: slug,
    origin: service.config.origin,
    links: sampleLinks(service),
    ids: {
      nomination: city,
      nomination2: ofCity('Bogotá'),
      file: Object.values(files).flat()[0]?.id ?? null,
      assignment: assignment?.id ?? null,
      scorecard: reading?.scorecard ?? null,
    },
  };
}
