import { expect } from 'vitest';
import type { Definition } from '../../src/editions/definition.ts';
import { type SampleDossier, sampleDossiers } from '../../src/sample-dossiers.ts';
import type { Client, Stand } from '../stand.ts';
import { type Entry, ownerOf, type Seat } from './cast.ts';

/**
 * People who use the same addresses and forms as everybody, by plain requests without a browser: many of them play
 * in the time of one.
 */
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

type Form = Record<string, string | string[]>;

/** Posts a form that must be taken, and returns where it leads. */
export async function post(client: Client, path: string, form: Form = {}): Promise<string> {
  const answer = await client.post(path, form);
  expect([path, answer.status, answer.status === 303 ? '' : answer.text]).toEqual([path, 303, '']);
  return answer.headers.location as string;
}

/** The first match of a pattern's group on a page. */
export async function find(client: Client, path: string, pattern: RegExp): Promise<string> {
  const { text } = await client.get(path);
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`${path} shows nothing like ${pattern.source}`);
  return found;
}

/** The text that a dossier of the sample bears. */
export function textOf(name: string): SampleDossier {
  const text = sampleDossiers().find(({ slug }) => slug === name);
  if (text === undefined) throw new Error(`the sample has no dossier ${name}`);
  return text;
}

type Section = Definition['sections'][number];

/** What the form of a section holds for this text, files aside. */
export function answersFor(section: Section, { answers }: SampleDossier): Form {
  const asked = section.questions.filter(({ kind }) => kind !== 'file');
  return Object.fromEntries(
    asked.flatMap(({ id }) => {
      const answer = answers[id];
      if (answer === undefined) return [];
      return [[id, Array.isArray(answer) ? answer : String(answer)]];
    }),
  );
}

/** Signs somebody in and lets the account say in which language it is written to. */
export async function clientOf(stand: Stand, who: { address: string; name: string; lang: string }) {
  const client = await stand.as(who.address, who.name);
  await post(client, `/${who.lang}/my/account`, { name: who.name, lang: who.lang, timeZone: '' });
  return client;
}

/** Starts, fills and submits a dossier; returns its id. */
export async function enterDossier(
  stand: Stand,
  slug: string,
  definition: Definition,
  entry: Entry,
): Promise<string> {
  const { lang, city } = entry;
  const text = textOf(entry.text);
  const client = await clientOf(stand, { address: ownerOf(entry), name: text.owner.name, lang });
  const search = `/${lang}/nominations/start?edition=${slug}&q=${encodeURIComponent(city)}`;
  const id = await find(client, search, new RegExp(`name="city" value="([^"]+)"[^>]*><span>${city} <small`));
  const typed = { city: id, lang, name: text.owner.name, q: city };
  const base = await post(client, `/${lang}/nominations/start?edition=${slug}`, typed);
  const dossier = base.split('?')[0] ?? '';
  for (const section of definition.sections) await enterSection(client, dossier, section, text);
  await post(client, `${dossier}/submit`, { agreed: 'yes' });
  return dossier.split('/').at(-1) ?? '';
}

async function enterSection(client: Client, dossier: string, section: Section, text: SampleDossier) {
  const path = `${dossier}/sections/${section.id}`;
  const files = section.questions.filter((one) => one.kind === 'file' && one.required);
  const form = { version: '0', next: 'on', ...answersFor(section, text) };
  if (files.length === 0) {
    await post(client, path, form);
    return;
  }
  let sending = client.upload(path).field('version', '0').field('next', 'on');
  for (const { id } of files) sending = sending.attach(id, PDF, { filename: `${id}.pdf` });
  const answer = await sending;
  expect([path, answer.status]).toEqual([path, 303]);
}

/** The address of a country's National Commission here. */
const commissionOf = (country: string) => `commission-${country.toLowerCase()}@unesco.invalid`;

/** The office asks the National Commission of a country in. */
export async function askCommission(organiser: Client, slug: string, country: string): Promise<void> {
  await post(organiser, `/en/office/${slug}/nominations/commissions`, {
    country,
    name: `National Commission ${country}`,
    address: commissionOf(country),
    lang: 'en',
  });
}

/** The commission of a country tries to nominate; returns the answer's status and words. */
export async function nominateBy(stand: Stand, slug: string, country: string, nomination: string) {
  const client = await stand.as(commissionOf(country));
  const statement = 'We read this dossier with the ministry and nominate the city.';
  const path = `/en/commission/${slug}/nominations/${nomination}/nominate`;
  const { status, text } = await client.post(path, { statement });
  return { status, text };
}

/** What the office types to invite a juror. */
export function seatForm({ name, address, country, region, lang }: Seat): Form {
  const languages = ['en', 'fr', 'es'].filter((one) => one !== lang);
  const own = { first: lang, languages, expertise: ['access', 'plan'], maxLoad: '12' };
  return { ...own, name, address, country, region, affiliations: '' };
}

/** A juror accepts the invitation with the terms that the page shows. */
export async function acceptSeat(stand: Stand, slug: string, seat: Seat): Promise<void> {
  const client = await stand.as(seat.address, seat.name);
  const path = `/${seat.lang}/jury/${slug}/accept`;
  const version = await find(client, path, /name="version" value="([^"]+)"/);
  await post(client, path, { act: 'accept', agreed: 'yes', version });
}

/** How good each city is in this invented edition, in points of the rubric. */
export type Worth = (city: string, juror: string, criterion: number) => number;

/** A juror opens, scores and locks every dossier of the list that is still to do. */
export async function scoreAll(stand: Stand, slug: string, seat: Seat, worth: Worth, rubric: string[]) {
  const client = await stand.as(seat.address, seat.name);
  const base = `/${seat.lang}/jury/${slug}`;
  const { text } = await client.get(`${base}?show=left`);
  const rows = [...text.matchAll(/<a href="([^"]+\/(?:assignments|scorecards)\/[^"]+)">([^<]+)<\/a>/g)];
  const left = rows.filter(([whole]) => !whole.includes('class='));
  for (const [, href = '', city = ''] of left) {
    const card = href.includes('/assignments/') ? await post(client, `${href}/open`) : href;
    const path = card.split('?')[0] ?? '';
    let version = await find(client, `${path}?criterion=${rubric[0]}`, /name="version" value="(\d+)"/);
    for (const [index, criterion] of rubric.entries()) {
      const points = String(worth(city, seat.name, index));
      const remark = `${city}: ${criterion} (${points}).`;
      await post(client, `${path}/scores`, { criterion, points, remark, version, next: 'stay' });
      version = String(Number(version) + 1);
    }
    version = await find(client, `${path}?all`, /name="version" value="(\d+)"/);
    await post(client, `${path}/lock`, { version, agreed: 'yes' });
  }
  return left.length;
}
