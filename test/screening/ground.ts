import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { importCities, importPastAwards } from '../../src/cities/store.ts';
import { cities } from '../../src/cities/tables.ts';
import { type EditionFile, readEditionFile } from '../../src/editions/edition-file.ts';
import { type Edition, wholeEdition } from '../../src/editions/pages.ts';
import { appointOfficer, draftEdition, publishEdition } from '../../src/editions/store.ts';
import type { Answers } from '../../src/nominations/answers.ts';
import type { DossierDocument } from '../../src/nominations/dossier.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { endorsements, nominationMembers, nominations, submissions } from '../../src/nominations/tables.ts';
import { ensureAccount } from '../../src/people/store.ts';
import type { Tx } from '../../src/platform/act.ts';
import type { Lang } from '../../src/platform/i18n/lang.ts';
import { newId } from '../../src/platform/ids.ts';
import { paths } from '../../src/platform/paths.ts';
import { isRefusal } from '../../src/platform/result.ts';
import { openStand, type Stand } from '../stand.ts';

/** An edition in its screening, with members of the network and an office; nominations are made as a test needs them. */
export type Ground = Stand & {
  edition: Edition;
  nominate(city: string, made?: Partial<Made>): Promise<string>;
};

export type Made = {
  lang: Lang;
  answers: Answers;
  files: readonly string[];
  submittedAt: number;
  endorsed: 'nominated' | 'declined' | null;
  owner: string;
};

export const SCREENING = Date.parse('2027-03-01T09:00:00Z');
export const ORGANISER = 'ines@award.invalid';

const REGISTRY: [
  name: string,
  country: string,
  region: 'AFR' | 'ARB' | 'APA' | 'ENA' | 'LAC',
  joined: string | null,
][] = [
  ['Sønderborg', 'DK', 'ENA', '2019'],
  ['Gdynia', 'PL', 'ENA', '2026'],
  ['Cork', 'IE', 'ENA', '2015-06'],
  ['Câmara de Lobos', 'PT', 'ENA', '2018-03-04'],
  ['Laâyoune', 'MA', 'ARB', '2020'],
  ['Porto-Novo', 'BJ', 'AFR', null],
  ['北京', 'CN', 'APA', '2016'],
];

export const ANSWERS: Answers = {
  'about.summary': 'A harbour town.',
  'about.population': '50000',
  'team.lead': 'A. B.',
  'team.office': 'Learning office',
  'plan.answer': 'A plan was made.',
  'coordination.answer': 'A board decides.',
  'coordination.partners': 'School, library',
  'resources.answer': 'Two people.',
  'resources.budget': '1000',
  'resources.outside': 'none',
  'monitoring.answer': 'Counted each year.',
  'access.answer': 'Free for all.',
  'access.learners': '100',
  'access.places': '5',
  'culture.answer': 'A festival.',
  'culture.events': ['festival'],
  'innovation.answer': 'A boat with books.',
  'network.answer': 'Two visits.',
};

/** Opens a stand on which the edition of 2027 stands in its screening. */
export async function openGround(change: (file: EditionFile) => void = () => {}): Promise<Ground> {
  const stand = await openStand({ start: SCREENING });
  const read = readEditionFile(readFileSync(join(paths.seed, 'sample', 'edition-2027.json'), 'utf8'));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults[0]));
  change(read.file);
  const id = await stand.service.act('system', 'ground.laid', (tx) => layGround(tx, read.file));
  const edition = wholeEdition(stand.service.db, id);
  return {
    ...stand,
    edition,
    nominate: (city, made = {}) =>
      stand.service.act('system', 'ground.nominated', (tx) => writeNomination(tx, edition, city, made)),
  };
}

function layGround(tx: Tx, file: EditionFile): string {
  const blank = { localName: null, languageTag: null, latitude: null, longitude: null, source: 'test' };
  importCities(
    tx,
    REGISTRY.map(([name, country, region, joined]) => ({ name, country, region, joined, ...blank })),
  );
  importPastAwards(tx, [
    { year: 2015, cityName: 'Cork', country: 'IE', region: 'ENA', latitude: null, longitude: null },
    { year: 2024, cityName: 'Cork', country: 'IE', region: 'ENA', latitude: null, longitude: null },
    { year: 2019, cityName: 'Sønderborg', country: 'DK', region: 'ENA', latitude: null, longitude: null },
  ]);
  const id = draftEdition(tx, file);
  if (isRefusal(id)) throw new Error(id.code);
  publishEdition(tx, id);
  const organiser = ensureAccount(tx, { address: ORGANISER, name: 'Inês Organiser', lang: 'en' });
  appointOfficer(tx, id, organiser, 'organiser');
  appointOfficer(
    tx,
    id,
    ensureAccount(tx, { address: 'auditor@award.invalid', name: 'Aud', lang: 'en' }),
    'auditor',
  );
  return id;
}

function writeNomination(tx: Tx, edition: Edition, cityName: string, made: Partial<Made>): string {
  const city = tx.db.select().from(cities).where(eq(cities.name, cityName)).get();
  if (!city) throw new Error(`no city ${cityName}`);
  const owner = ensureAccount(tx, {
    address: made.owner ?? `owner@${city.country.toLowerCase()}.invalid`,
    name: `Owner of ${cityName}`,
    lang: 'en',
  });
  const id = newId<'nomination'>();
  const at = made.submittedAt ?? Date.parse('2027-01-20T12:00:00Z');
  const { id: cityId, country, region } = city;
  const lang = made.lang ?? 'en';
  tx.db
    .insert(nominations)
    .values({ id, editionId: edition.id, cityId, country, region, lang, startedAt: at, startedBy: owner })
    .run();
  tx.db
    .insert(nominationMembers)
    .values({ id: newId(), nominationId: id, accountId: owner, role: 'owner', since: at, appointedBy: owner })
    .run();
  const file = {
    id: newId(),
    name: 'letter.pdf',
    mediaType: 'application/pdf',
    bytes: 1000,
    sha256: '0'.repeat(64),
  };
  const files = made.files ?? ['mayor-letter.file', 'consent.file'];
  const dossier: DossierDocument = {
    format: 'learning-cities-award/dossier/1',
    edition: edition.slug,
    nomination: id,
    city: { id: cityId, name: city.name, country, region },
    lang,
    definition: { version: edition.version, digest: edition.digest },
    answers: made.answers ?? ANSWERS,
    files: Object.fromEntries(files.map((question) => [question, [file]])),
  };
  tx.db
    .insert(submissions)
    .values({
      id: newId(),
      nominationId: id,
      number: 1,
      receipt: newId(),
      dossier,
      digest: newId(),
      at,
      by: owner,
    })
    .run();
  const endorsed = made.endorsed === undefined ? 'nominated' : made.endorsed;
  if (endorsed) {
    tx.db
      .insert(endorsements)
      .values({
        id: newId(),
        nominationId: id,
        outcome: endorsed,
        statement: 'We know it well.',
        at,
        by: owner,
      })
      .run();
  }
  tx.record({ edition: edition.id, object: id });
  return id;
}

/** The nomination as the rooms read it. */
export function nominationOf(ground: Ground, id: string) {
  const found = nominationById(ground.service.db, id);
  if (found === null) throw new Error(`no nomination ${id}`);
  return found;
}

/** How many rows a query counts. */
export function count(ground: Stand, sql: string, ...values: unknown[]): number {
  return ground.service.db.$client
    .prepare(`SELECT count(*) FROM ${sql}`)
    .pluck()
    .get(...values) as number;
}
