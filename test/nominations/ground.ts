import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCities, type City } from '../../src/cities/pages.ts';
import { cityRow } from '../../src/cities/registry.ts';
import { importCities } from '../../src/cities/store.ts';
import type { Question } from '../../src/editions/definition.ts';
import { readEditionFile } from '../../src/editions/edition-file.ts';
import { type Edition, wholeEdition } from '../../src/editions/pages.ts';
import { appointOfficer, draftEdition, publishEdition } from '../../src/editions/store.ts';
import { draftSection } from '../../src/nominations/dossier-pages.ts';
import { nominationById } from '../../src/nominations/pages.ts';
import { attachFile, saveSection } from '../../src/nominations/section-store.ts';
import { startNomination } from '../../src/nominations/store.ts';
import { submitNomination } from '../../src/nominations/submission-store.ts';
import { ensureAccount } from '../../src/people/store.ts';
import { newId } from '../../src/platform/ids.ts';
import { paths } from '../../src/platform/paths.ts';
import { isRefusal } from '../../src/platform/result.ts';
import type { Stand } from '../stand.ts';

/** An edition whose call is open, seven cities of four countries, and an organiser. */
export type Ground = { edition: Edition; cities: Map<string, City>; organiser: string };

const CITIES: readonly [name: string, country: string, region: string][] = [
  ['Sønderborg', 'DK', 'ENA'],
  ['N’Zérékoré', 'GN', 'AFR'],
  ['Bogotá', 'CO', 'LAC'],
  ['Manizales', 'CO', 'LAC'],
  ['Mérida', 'CO', 'LAC'],
  ['Pasto', 'CO', 'LAC'],
  ['Şanlıurfa', 'TR', 'ENA'],
];

export const fileOf2027 = () => {
  const read = readEditionFile(readFileSync(join(paths.seed, 'sample/edition-2027.json'), 'utf8'));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.file;
};

/** Lays the ground on a stand: how many dossiers a country may nominate, and whether it is asked for an order. */
export async function layGround(stand: Stand, limit: number | null = 2, asksOrder = false): Promise<Ground> {
  const file = fileOf2027();
  file.definition.rules.nomination = { maxPerCountry: limit, ...(asksOrder ? { asksOrder } : {}) };
  const rows = CITIES.map(([name, country, region]) =>
    cityRow.parse({
      name,
      country_iso2: country,
      unesco_region: region,
      joined: '2017',
      latitude: '',
      longitude: '',
    }),
  );
  const made = await stand.service.act('system', 'edition.drafted', (tx) => {
    importCities(tx, rows);
    const edition = draftEdition(tx, file);
    if (isRefusal(edition)) return edition;
    publishEdition(tx, edition);
    const organiser = ensureAccount(tx, { address: 'office@award.invalid', name: 'Ana Office', lang: 'en' });
    appointOfficer(tx, edition, organiser, 'organiser');
    return { edition, organiser };
  });
  if (isRefusal(made)) throw new Error(made.code);
  const cities = new Map(allCities(stand.service.db).map((city) => [city.name, city]));
  return { edition: wholeEdition(stand.service.db, made.edition), cities, organiser: made.organiser };
}

/** A right answer to each kind of question. */
export function rightAnswer(question: Question): string | string[] {
  switch (question.kind) {
    case 'short':
      return 'Mette Krog';
    case 'long':
      return `Since 2017 the city council has a plan.\n\nIt answers: ${question.id}.`;
    case 'number':
      return '1200';
    case 'date':
      return '2019-05-31';
    case 'single':
      return question.choices[0]?.id ?? '';
    case 'multiple':
      return [question.choices[0]?.id ?? ''];
    case 'link':
      return 'https://learning.invalid/plan';
    case 'file':
      return '';
  }
}

export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** Starts the dossier of a city, owned by the address. */
export async function startFor(stand: Stand, ground: Ground, city: string, address: string): Promise<string> {
  const started = ground.cities.get(city);
  if (started === undefined) throw new Error(`no city ${city}`);
  const id = await stand.service.act('system', 'nomination.started', (tx) => {
    const account = ensureAccount(tx, { address, name: 'Mette Krog', lang: 'en' });
    return startNomination(tx, { edition: ground.edition.id, city: started, account, lang: 'en' });
  });
  if (isRefusal(id)) throw new Error(id.code);
  return id;
}

/** Answers every question of a dossier rightly. */
export async function fillIn(stand: Stand, ground: Ground, nomination: string): Promise<void> {
  await stand.service.act('system', 'section.saved', (tx) => {
    const of = { nomination, edition: ground.edition.id };
    for (const section of ground.edition.definition.sections) {
      const typed = section.questions.filter(({ kind }) => kind !== 'file');
      const answers = Object.fromEntries(typed.map((one) => [one.id, rightAnswer(one)]));
      const { version } = draftSection(tx.db, nomination, section.id);
      saveSection(tx, { ...of, section: section.id, version, answers });
      for (const question of section.questions) {
        if (question.kind !== 'file' || !question.required) continue;
        const sha256 = 'a'.repeat(64);
        const file = { storedName: newId(), bytes: 10, sha256, mediaType: 'application/pdf' };
        attachFile(tx, { ...of, question: question.id, name: 'letter.pdf', file, most: question.maxFiles });
      }
    }
  });
}

/** A submitted dossier of a city, with its receipt. */
export async function submittedFor(stand: Stand, ground: Ground, city: string, address: string) {
  const id = await startFor(stand, ground, city, address);
  await fillIn(stand, ground, id);
  const head = await stand.service.act('system', 'nomination.submitted', (tx) => {
    const nomination = nominationById(tx.db, id);
    if (nomination === null) throw new Error('not started');
    return submitNomination(tx, ground.edition, nomination);
  });
  if (isRefusal(head)) throw new Error(head.code);
  return { id, receipt: head.receipt };
}

export const count = (stand: Stand, sql: string, ...values: unknown[]): number =>
  (stand.service.db.$client.prepare(sql).get(...values) as { n: number }).n;
