import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { appointOrganiser } from '../../src/cli-organiser.ts';
import { type EditionFile, readEditionFile } from '../../src/editions/edition-file.ts';
import { paths } from '../../src/platform/paths.ts';
import { FRANCE, OFFICE } from './cast.ts';
import { askCommission } from './players.ts';
import {
  comeBack,
  enterByInvitation,
  go,
  type Person,
  personOf,
  press,
  said,
  signInByCode,
  type Walk,
  write,
} from './walk.ts';

export const SLUG = '2027';
export const DESK = `/office/${SLUG}`;

/** An edition's file as it is committed. */
export function fileOf(name: string): { text: string; file: EditionFile } {
  const text = readFileSync(join(paths.seed, 'sample', `${name}.json`), 'utf8');
  const read = readEditionFile(text);
  if ('faults' in read) throw new Error(`${name} has faults`);
  return { text, file: read.file };
}

const MADE = fileOf('edition-2027');
export const DEFINITION = MADE.file.definition;
export const CRITERIA = DEFINITION.rubric.criteria.map(({ id }) => id);

const json = (text: string) => ({
  name: 'edition.json',
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});

/** Sends a file with the page that is open. */
async function sendFile(person: Person, text: string, button: string, status = 200): Promise<void> {
  await person.page.setInputFiles('main input[type="file"]', json(text));
  await press(person, button, status);
}

/** The first organiser, appointed by the operator's command, comes in and makes the edition from its file. */
export async function makeEdition(walk: Walk): Promise<void> {
  const { service } = walk.stand;
  const draft = structuredClone(MADE.file);
  draft.definition.rules.nomination.maxPerCountry = 9;
  expect(await appointOrganiser(service.act, { ...OFFICE.first, edition: SLUG }, draft)).toBe('drafted');
  const maren = await personOf(walk, OFFICE.first);
  await enterByInvitation(maren);
  expect(new URL(maren.page.url()).pathname).toBe(`/en${DESK}`);
  await go(maren, `${DESK}/definition`);
  expect(await maren.page.locator('form[action$="/publish"]').count()).toBe(0);
  await go(maren, `${DESK}/definition/import`);
  const faulty = MADE.text.replace('"readersPerNomination": 5', '"readersPerNomination": "five"');
  await sendFile(maren, faulty, 'main form button', 422);
  expect(await said(maren)).toContain('definition.rules.jury.readersPerNomination');
  await go(maren, `${DESK}/definition/import`);
  await sendFile(maren, MADE.text, 'main form button');
  expect(await said(maren)).not.toContain('Up to 9');
}

/** A correction to the registry comes as a list, is looked at, and then imported. */
export async function correctRegistry(walk: Walk): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  const lines = readFileSync(join(paths.seed, 'cities.csv'), 'utf8').split('\n');
  const joined: Record<string, string> = {
    Bogotá: '2019',
    Manizales: '2018',
    Tunis: '2017',
    Sønderborg: '2016',
  };
  const corrected = lines.flatMap((line) => {
    const [name = '', country, english, region, , ...rest] = line.split(',');
    return joined[name] ? [[name, country, english, region, joined[name], ...rest].join(',')] : [];
  });
  await go(maren, `${DESK}/cities/import`);
  const csv = [lines[0], ...corrected].join('\n');
  await write(maren, { csv: csv.replace(',2019,', ',twenty,') });
  await press(maren, 'main button[value="check"]', 422);
  await write(maren, { csv });
  await press(maren, 'main button[value="check"]');
  expect(await said(maren)).toContain('Sønderborg');
  await press(maren, 'main button[value="import"]');
  await go(maren, `${DESK}/cities`);
  await write(maren, { name: 'Bogotá' });
  await press(maren, 'main form button');
  expect(await said(maren)).toContain('2019');
}

/** A second organiser, an approver and an auditor are appointed and come in; the checklist is full, the call goes out. */
export async function publishCall(walk: Walk): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  for (const [key, role] of [
    ['second', 'organiser'],
    ['approver', 'approver'],
    ['auditor', 'auditor'],
  ] as const) {
    const { name, address } = OFFICE[key];
    await go(maren, `${DESK}/people`);
    await write(maren, { name, address, role });
    await press(maren, `main form[action$="/people"] button`);
    const other = await personOf(walk, OFFICE[key]);
    await enterByInvitation(other);
    await go(other, DESK);
  }
  await go(maren, `${DESK}/definition/dates`);
  await press(maren, 'form[action$="/definition/dates"] button');
  await press(maren, 'form[action$="/publish"] button');
  expect(await maren.page.locator('form[action$="/publish"]').count()).toBe(0);
  await go(maren, `${DESK}/definition`);
}

/** The public reads the call in three languages; nobody sees a result. */
export async function readCall(walk: Walk): Promise<void> {
  for (const lang of ['en', 'fr', 'es'] as const) {
    const reader = await personOf(walk, { address: `reader.${lang}`, name: '', lang });
    await go(reader, '');
    for (const path of ['', '/rubric']) {
      await go(reader, `/${SLUG}${path}`);
      expect(await said(reader)).toContain(DEFINITION.rubric.criteria[0]?.name[lang]);
    }
    for (const path of ['/framework', '/archive', '/contact', '/accessibility', '/privacy']) {
      await go(reader, path);
    }
    await go(reader, `/${SLUG}/awardees`, 404);
  }
}

/** The National Commissions are asked in; the one of France comes at once, by the code of its mail. */
export async function askCommissions(walk: Walk): Promise<void> {
  const maren = await personOf(walk, OFFICE.first);
  await comeBack(maren, `${DESK}/nominations/commissions`);
  await write(maren, { country: 'FR', name: FRANCE.name, address: FRANCE.address, lang: 'fr' });
  await press(maren, 'main form[action$="/commissions"] button');
  const organiser = await walk.stand.as(OFFICE.first.address);
  for (const country of ['CO', 'DK', 'EC', 'KR', 'SA', 'SN', 'TN', 'UG']) {
    await askCommission(organiser, SLUG, country);
  }
  const helene = await personOf(walk, FRANCE);
  await enterByInvitation(helene);
  await go(helene, `/commission/${SLUG}`);
  await signOut(helene);
  await signInByCode(helene);
}

/** Signs out at the page of the account. */
async function signOut(person: Person): Promise<void> {
  await go(person, '/my/account');
  await press(person, 'main form[action$="/sign-out"] button');
}
