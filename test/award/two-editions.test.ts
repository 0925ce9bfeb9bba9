import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointOrganiser } from '../../src/cli-organiser.ts';
import { standingSelection } from '../../src/decision/pages.ts';
import { editionBySlug } from '../../src/editions/pages.ts';
import { allInvariants } from '../../src/invariants.ts';
import { verifyChain } from '../../src/platform/audit.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { until } from '../mail-catcher.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { type Entry, JURORS, OTHER_JURORS } from './cast.ts';
import {
  acceptSeat,
  askCommission,
  enterDossier,
  find,
  nominateBy,
  post,
  scoreAll,
  seatForm,
  type Worth,
} from './players.ts';
import { CRITERIA, DEFINITION, fileOf } from './steps-opening.ts';
import { fillRegistry } from './walk.ts';

/**
 * Two editions in one service: the rules of 2024, with two nominations a country, and beside them the rules of 2017,
 * with three a country and at most six awardees a region. Each has an office of its own.
 */
const NEW = '2027';
const OLD = '2017-rules';
const HEADS = { [NEW]: 'maren@award.invalid', [OLD]: 'kofi@award.invalid' };

const entry = (city: string, country: string, text: string, lang: Entry['lang'] = 'en'): Entry => ({
  city,
  country,
  lang,
  text,
});
const PORTUGAL = [
  entry('Braga', 'PT', 'braga'),
  entry('Câmara de Lobos', 'PT', 'camara-de-lobos'),
  entry('Cascais', 'PT', 'dublin'),
];
/** Seven good cities of one region, the least good of them still better than the one of another region. */
const SEVEN = [
  ...PORTUGAL,
  entry('Gdynia', 'PL', 'gdynia'),
  entry('Sønderborg', 'DK', 'sonderborg'),
  entry('Liège', 'BE', 'liege', 'fr'),
  entry('Girona', 'ES', 'girona', 'es'),
];
const ELSEWHERE = entry('Bogotá', 'CO', 'bogota', 'es');
const worth: Worth = (city, _juror, criterion) =>
  city === 'Bogotá' ? 3 : city === 'Cascais' ? (criterion === 0 ? 4 : 3) : 4;
const SEATS = [...Object.values(JURORS), ...OTHER_JURORS];

let stand: Stand;
const on = (day: string) => stand.clock.set(Date.parse(`${day}T10:00:00Z`));
const head = (slug: typeof NEW | typeof OLD): Promise<Client> => stand.as(HEADS[slug]);
const entered = new Map<string, string>();
const idOf = (slug: string, city: string) => entered.get(`${slug} ${city}`) ?? '';

beforeAll(async () => {
  stand = await openStand({ start: Date.parse('2026-10-20T10:00:00Z'), env: { AWARD_BACKGROUND: 'off' } });
  await fillRegistry(stand);
});
afterAll(() => stand.close());

async function enterAll(slug: string, entries: readonly Entry[]): Promise<void> {
  const organiser = await head(slug as typeof NEW);
  for (const country of new Set(entries.map((one) => one.country)))
    await askCommission(organiser, slug, country);
  for (const one of entries)
    entered.set(`${slug} ${one.city}`, await enterDossier(stand, slug, DEFINITION, one));
}

const OFFICE_PAGES = ['', '/nominations', '/people', '/jury', '/decision', '/audit', '/messages'];

/** To the head of one edition every page of the other is one that never was; a draft not even in the navigation. */
async function expectNothing(slug: typeof NEW | typeof OLD, other: string, isDraft: boolean): Promise<void> {
  const organiser = await head(slug);
  const plain = (text: string) => {
    const named = text.replaceAll(other, 'x').replaceAll('never', 'x');
    return isDraft ? named : named.slice(named.indexOf('<main'), named.indexOf('</main>'));
  };
  for (const path of OFFICE_PAGES) {
    expect([path, (await organiser.get(`/en/office/${slug}${path}`)).status]).toEqual([path, 200]);
    const answer = await organiser.get(`/en/office/${other}${path}`);
    const never = await organiser.get(`/en/office/never${path}`);
    expect([path, answer.status, plain(answer.text)]).toEqual([path, 404, plain(never.text)]);
  }
  const own = { name: 'Me', address: HEADS[slug], role: 'organiser' };
  expect((await organiser.post(`/en/office/${other}/people`, own)).status).toBe(404);
}

describe.sequential('two editions beside each other', () => {
  it('are made by two offices, and show nothing of one to the office of the other', async () => {
    for (const [slug, name] of [
      [NEW, 'edition-2027'],
      [OLD, 'edition-2017-rules'],
    ] as const) {
      const who = { address: HEADS[slug], name: 'Head', lang: 'en', edition: slug } as const;
      await appointOrganiser(stand.service.act, who, fileOf(name).file);
      const approver = { name: 'Second', address: `second-${slug}@award.invalid`, role: 'approver' };
      await post(await head(slug), `/en/office/${slug}/people`, approver);
    }
    await expectNothing(NEW, OLD, true);
    await expectNothing(OLD, NEW, true);
  });

  it('are published, and still show nothing of one to the office of the other', async () => {
    for (const slug of [NEW, OLD] as const) {
      await post(await head(slug), `/en/office/${slug}/definition/publish`);
      expect((await stand.nobody.get(`/en/${slug}`)).status).toBe(200);
    }
    await expectNothing(NEW, OLD, false);
    await expectNothing(OLD, NEW, false);
  });

  it('take three nominations of a country under the old rules and two under the new', async () => {
    on('2026-12-01');
    await enterAll(OLD, [...SEVEN, ELSEWHERE]);
    await enterAll(NEW, PORTUGAL);
    on('2027-02-10');
    for (const { city, country } of [...SEVEN, ELSEWHERE]) {
      expect((await nominateBy(stand, OLD, country, idOf(OLD, city))).status).toBe(303);
    }
    const answers = [];
    for (const { city } of PORTUGAL) answers.push(await nominateBy(stand, NEW, 'PT', idOf(NEW, city)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 409]);
    expect(answers[2]?.text).toContain('your country may nominate 2 cities');
    const crossed = await nominateBy(stand, NEW, 'PT', idOf(OLD, 'Braga'));
    expect(crossed.status).toBe(404);
  });

  it('keep their dossiers apart', async () => {
    const shown = async (slug: typeof NEW | typeof OLD) =>
      (await (await head(slug)).get(`/en/office/${slug}/nominations`)).text;
    expect(await shown(NEW)).not.toContain('Gdynia');
    expect(await shown(OLD)).toContain('Gdynia');
    const organiser = await head(NEW);
    expect((await organiser.get(`/en/office/${NEW}/nominations/${idOf(OLD, 'Braga')}`)).status).toBe(404);
  });

  it('the old rules are screened, read and scored while the new ones wait', async () => {
    on('2027-03-01');
    const organiser = await head(OLD);
    const office = `/en/office/${OLD}`;
    for (const { city } of [...SEVEN, ELSEWHERE])
      await admit(organiser, `${office}/screening/${idOf(OLD, city)}`);
    for (const seat of SEATS) {
      await post(organiser, `${office}/jury/invite`, seatForm(seat));
      await acceptSeat(stand, OLD, seat);
    }
    await post(organiser, `${office}/assignment/propose`, { minLoad: '0', maxLoad: '12' });
    const isProposed = async () => (await organiser.get(`${office}/assignment`)).text.includes('/apply"');
    await until(isProposed, 'a proposal', 60_000);
    const apply = await find(organiser, `${office}/assignment`, /action="([^"]+\/apply)"/);
    await post(organiser, apply);
    const count = await find(organiser, `${office}/assignment`, /name="count" value="(\d+)"/);
    expect(count).toBe('40');
    await post(organiser, `${office}/assignment/announce`, { count });
    on('2027-03-20');
    let cards = 0;
    for (const seat of SEATS) cards += await scoreAll(stand, OLD, seat, worth, CRITERIA);
    expect(cards).toBe(40);
  });

  it('at most six of a region are awarded: the seventh is told the rule, and a worse city elsewhere is chosen', async () => {
    on('2027-04-20');
    const organiser = await head(OLD);
    await post(organiser, `/en/office/${OLD}/tally/close`, { reason: '' });
    await post(organiser, `/en/office/${OLD}/decision/compute`);
    const { db } = stand.service;
    const edition = editionBySlug(db, OLD)?.id ?? '';
    const awardees = standingSelection(db, edition)?.record.awardees ?? [];
    const best = [...SEVEN.filter(({ city }) => city !== 'Cascais'), ELSEWHERE];
    expect([...awardees].sort()).toEqual(best.map(({ city }) => idOf(OLD, city)).sort());
    const { text } = await organiser.get(`/en/office/${OLD}/decision`);
    const row = text.split('<tr').find((one) => one.includes('Cascais')) ?? '';

    expect(row).toContain('Region full: 6 of 6');
  });

  it('leave a whole chain and no impossible row', () => {
    const { db } = stand.service;
    expect(verifyChain(db.$client)).toBeNull();
    expect(brokenInvariants(db, allInvariants)).toEqual([]);
  });
});

async function admit(organiser: Client, path: string): Promise<void> {
  const words = { reason: 'The findings were looked at.', against: 'Confirmed on paper.' };
  await post(organiser, `${path}/decide`, { outcome: 'eligible', ...words, seen: '' });
  await post(organiser, `${path}/shortlist`, { act: 'shortlist', offReason: '' });
}
