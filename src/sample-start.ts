import { isRegistryEmpty } from './cities/pages.ts';
import { allEditions, wholeEdition } from './editions/pages.ts';
import { draftFiles } from './nominations/dossier-pages.ts';
import { liveNominations } from './nominations/pages.ts';
import { printSignInLink } from './people/challenges.ts';
import { accountOfAddress } from './people/pages.ts';
import { DAY } from './platform/clock.ts';
import type { Service } from './platform/service.ts';
import { loadSample, type SampleOptions, type SampleStage, SEED } from './sample.ts';
import { CAST, commissionOf, JURY, jurorAddress, ownerOf, SHOWN_JURORS } from './sample-cast.ts';
import { sampleDossiers } from './sample-dossiers.ts';
import { readingsOfEdition } from './scoring/pages.ts';

/** One person a role, the same at every stage of the sample; each juror reads the city beside them. */
const PERSONS: Readonly<Record<string, string>> = {
  organiser: CAST.organiser.address,
  organiser2: CAST.organiser2.address,
  approver: CAST.approver.address,
  auditor: CAST.auditor.address,
  city: ownerOf({ slug: 'sonderborg' }),
  city2: ownerOf({ slug: 'bogota' }),
  commission: commissionOf('DK'),
  juror: jurorAddress(SHOWN_JURORS.juror.name),
  juror2: jurorAddress(SHOWN_JURORS.juror2.name),
};

type Links = Record<string, { address: string; link: string }>;

function linksOf(service: Service, addresses: Readonly<Record<string, string>>): Links {
  const at = service.clock.now();
  const print = (address: string) => {
    const path = printSignInLink(service.db, at, address, 'en', '/my', at + DAY);
    return { address, link: `${service.config.origin}${path}` };
  };
  // One wait for the disk, not one a link.
  return service.db.$client.transaction(() =>
    Object.fromEntries(Object.entries(addresses).map(([role, address]) => [role, print(address)])),
  )();
}

/** A sign-in link for each role of the sample: each works once and in any browser, for a day. */
export function sampleLinks(service: Service): Links {
  return linksOf(service, PERSONS);
}

/** Whether a sample may be loaded here: nothing is in the database, and this is no production. */
export function mayLoadSample(service: Service): boolean {
  return !service.config.production && isRegistryEmpty(service.db) && allEditions(service.db).length === 0;
}

/** What a link of the sample stands for; printed beside the links, since a mail of a real award gives less. */
const LINK_NOTE =
  'Each link works once, for a day. It counts as a second factor, fresh for five minutes; later, signing and appointing ask for a code that /en/mailbox shows. A sign-in by mail asks for a second factor.';

/** On an empty database outside production: loads the sample award and returns a sign-in link a role, as lines. */
export async function loadSampleWhereEmpty(service: Service): Promise<string[]> {
  if (!mayLoadSample(service)) return [];
  process.stderr.write('Loading the sample award …\n');
  await loadSample(service, 'call');
  const shown = Object.entries(sampleLinks(service)).filter(([role]) => !/^(city|juror)2$/.test(role));
  return [...shown.map(([role, { link }]) => `  ${role.padEnd(12)} ${link}`), LINK_NOTE];
}

type Ids = Record<'nomination' | 'file' | 'assignment' | 'scorecard', string | null>;

function idsOf(service: Service, edition: string, cityName: string, juror?: string): Ids {
  const { db } = service;
  const nomination = liveNominations(db, edition).find((one) => one.cityName === cityName)?.id ?? null;
  const files = nomination === null ? {} : draftFiles(db, nomination);
  const reading = readingsOfEdition(db, wholeEdition(db, edition)).find(
    (one) => one.nomination === nomination && one.account === (juror ?? one.account),
  );
  return {
    nomination,
    file: Object.values(files).flat()[0]?.id ?? null,
    assignment: reading?.assignment ?? null,
    scorecard: reading?.scorecard ?? null,
  };
}

/** Ids for each role: the nomination and file that it may see, and the card of the juror who reads them. */
function idsOfRoles(service: Service, edition: string): Record<string, Ids> {
  const ids = (shown: (typeof SHOWN_JURORS)['juror' | 'juror2']) => {
    const account = accountOfAddress(service.db, jurorAddress(shown.name))?.id;
    return idsOf(service, edition, shown.city, account);
  };
  const first = ids(SHOWN_JURORS.juror);
  const second = ids(SHOWN_JURORS.juror2);
  const office = { organiser: first, organiser2: first, approver: first, auditor: first };
  return { ...office, city: first, commission: first, juror: first, city2: second, juror2: second };
}

function everyAddress(): Record<string, string> {
  const dossiers = sampleDossiers();
  const addresses = [
    ...Object.values(CAST).map(({ address }) => address),
    ...JURY.map(([name]) => jurorAddress(name)),
    ...dossiers.map(ownerOf),
    ...new Set(dossiers.map(({ country }) => commissionOf(country))),
  ];
  return Object.fromEntries(addresses.map((address) => [address, address]));
}

/** What a test from outside needs of a sample: origin, links by role and by account, and ids of each kind by role. */
export async function sampleSheet(service: Service, stage: SampleStage, options: SampleOptions) {
  const edition = await loadSample(service, stage, options);
  const { slug } = allEditions(service.db)[0] ?? { slug: '' };
  const roles = idsOfRoles(service, edition);
  return {
    stage,
    seed: options.seed ?? SEED,
    variant: options.variant ?? 'a',
    edition: slug,
    origin: service.config.origin,
    note: LINK_NOTE,
    links: sampleLinks(service),
    ids: { ...roles.juror, nomination2: roles.juror2?.nomination ?? null, roles },
    accounts: linksOf(service, everyAddress()),
  };
}
