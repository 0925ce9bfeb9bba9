import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { citiesInvariants } from '../../src/cities/invariants.ts';
import { allCities } from '../../src/cities/pages.ts';
import { brokenInvariants } from '../../src/platform/invariants.ts';
import { CAST, loadSample } from '../../src/sample.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const PATH = '/en/office/2027/cities';
const HEAD = 'name,country_iso2,unesco_region,joined';

describe('the registry in the office', () => {
  let stand: Stand;
  let organiser: Client;
  let auditor: Client;
  beforeAll(async () => {
    stand = await openStand();
    await loadSample(stand.service, 'call');
    organiser = await stand.as(CAST.organiser.address);
    auditor = await stand.as(CAST.auditor.address);
  });
  afterAll(() => stand.close());

  const audited = () =>
    stand.service.db.$client
      .prepare("SELECT count(*) FROM audit WHERE action = 'registry.imported'")
      .pluck()
      .get() as number;
  const send = (csv: string, act: 'check' | 'import') =>
    organiser.post(`${PATH}/import`, { csv: `${HEAD}\n${csv}`, act });

  it('finds a city without its accents, and says how many there are', async () => {
    const found = await organiser.get(`${PATH}?name=nzerekore`);
    expect(found.text).toContain('1 city');
    expect(found.text).toContain('N&#x27;Zérékoré');
    const none = await organiser.get(`${PATH}?name=atlantis`);
    expect(none.text).toContain('No city fits.');
  });

  it('narrows to a region, keeps the filter in its export, and exports exactly that', async () => {
    const list = await organiser.get(`${PATH}?name=san&region=LAC`);
    expect(list.text).toContain('/cities/export.csv?name&#x3D;san&amp;region&#x3D;LAC');
    const csv = await organiser.get(`${PATH}/export.csv?name=san&region=LAC`);
    const lines = csv.text.trim().split('\r\n').slice(1);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.includes(',LAC,'))).toBe(true);
    expect(list.text).toContain(`${lines.length} cities`);
  });

  it('pages by fifty, and takes a page that is none for the nearest', async () => {
    const all = allCities(stand.service.db).length;
    const last = await organiser.get(`${PATH}?page=999`);
    expect(last.text).toContain(`to ${all} of ${all}`);
    const odd = await organiser.get(`${PATH}?page=abc`);
    expect(odd.text).toContain(`1 to 50 of ${all}`);
  });

  it('shows a city with the years of its awards; an unknown city is no page', async () => {
    const cork = allCities(stand.service.db).find(({ name }) => name === 'Cork');
    const shown = await auditor.get(`${PATH}/${cork?.id}`);
    expect(shown.text).toContain('Learning City Award 2015');
    expect(shown.text).toContain('Learning City Award 2024');
    expect((await organiser.get(`${PATH}/00000000000000000000000000`)).status).toBe(404);
  });

  it('is closed to everybody else, in reading and in writing', async () => {
    const stranger = await stand.as('stranger@city.invalid');
    for (const path of ['', '/import', '/template.csv', '/export.csv']) {
      expect((await stranger.get(`${PATH}${path}`)).status).toBe(404);
    }
    expect((await auditor.get(PATH)).status).toBe(200);
    expect((await auditor.get(`${PATH}/import`)).status).toBe(404);
    const before = allCities(stand.service.db).length;
    expect((await auditor.post(`${PATH}/import`, { csv: `${HEAD}\nX,IE,ENA,`, act: 'import' })).status).toBe(
      404,
    );
    expect(allCities(stand.service.db)).toHaveLength(before);
  });

  it('a dry run says what would happen, stores nothing and keeps the list', async () => {
    const before = allCities(stand.service.db);
    const answer = await send('Neustadt,DE,ENA,2026\nCork,IE,ENA,2013', 'check');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('1 new city');
    expect(answer.text).toContain('Neustadt,DE,ENA,2026');
    expect(answer.text).toContain('Import these 2 cities');
    expect(allCities(stand.service.db)).toEqual(before);
  });

  it('a list with one faulty line is named line by line and imported in no part', async () => {
    const before = allCities(stand.service.db);
    const answer = await send('Neustadt,DE,ENA,2026\nNowhere,Germany,ZZZ,2026', 'import');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('2 places to correct');
    expect(answer.text).toMatch(/Line 3, country_iso2/);
    expect(answer.text).toMatch(/Line 3, unesco_region/);
    expect(answer.text).toContain('Nowhere,Germany,ZZZ,2026');
    expect(allCities(stand.service.db)).toEqual(before);
  });

  it('imports all of a good list; sent twice it changes nothing more and leaves one entry', async () => {
    const before = audited();
    const list = 'Neustadt,DE,ENA,2026\nAltstadt,DE,ENA,2026-05';
    expect((await send(list, 'import')).headers.location).toBe(PATH);
    expect((await send(list, 'import')).status).toBe(303);
    expect(audited()).toBe(before + 1);
    const added = allCities(stand.service.db).filter(({ name }) => /^(Neustadt|Altstadt)$/.test(name));
    expect(added.map(({ joined }) => joined).sort()).toEqual(['2026', '2026-05']);
    expect(brokenInvariants(stand.service.db, citiesInvariants)).toEqual([]);
  });

  it('takes a file, and refuses one that is too large or no text', async () => {
    const file = (content: string | Buffer) =>
      organiser
        .upload(`${PATH}/import`)
        .field('csv', '')
        .field('act', 'check')
        .attach('file', Buffer.from(content), 'c.csv');
    expect((await file(`${HEAD}\nDorf,AT,ENA,2026\n`)).text).toContain('1 new city');
    expect((await file('x'.repeat(1_000_001))).status).toBe(413);
    expect((await file(Buffer.from([0xff, 0xfe, 0x41]))).status).toBe(422);
  });

  it('gives a template that imports without a change', async () => {
    const template = await organiser.get(`${PATH}/template.csv`);
    const answer = await organiser.post(`${PATH}/import`, { csv: template.text, act: 'check' });
    expect(answer.text).toContain('No new city');
    expect(answer.text).toContain('1 is as it was.');
  });

  it('takes a wrong award off the list with a reason, once, and nobody else may', async () => {
    const cork = allCities(stand.service.db).find(({ name }) => name === 'Cork');
    const page = `${PATH}/${cork?.id}`;
    const entries = () =>
      stand.service.db.$client
        .prepare("SELECT count(*) FROM audit WHERE action = 'award.removed'")
        .pluck()
        .get();
    const form = { year: '2015', reason: 'Another Cork was meant.' };
    expect((await auditor.post(`${page}/wrong-award`, form)).status).toBe(404);
    const empty = await organiser.post(`${page}/wrong-award`, { year: '2015', reason: ' ' });
    const never = await organiser.post(`${page}/wrong-award`, { ...form, year: '1999' });
    expect([empty.status, never.status, never.text.includes('Another Cork was meant.')]).toEqual([
      422,
      409,
      true,
    ]);
    expect((await organiser.get(page)).text).toContain('Learning City Award 2015');
    const answers = [
      await organiser.post(`${page}/wrong-award`, form),
      await organiser.post(`${page}/wrong-award`, form),
    ];
    expect([...answers.map(({ status }) => status), entries()]).toEqual([303, 409, 1]);
    expect((await organiser.get(page)).text).not.toContain('Learning City Award 2015');
  });
});

describe('the archive', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());

  it('says so while no award is recorded', async () => {
    expect((await stand.nobody.get('/en/archive')).text).toContain('No award is recorded here yet.');
  });

  it('shows 58 awards of five editions by region, and what is not known as not found', async () => {
    await loadSample(stand.service, 'call');
    const { text } = await stand.nobody.get('/en/archive');
    expect(text).toContain('58 awards since 2015');
    for (const heading of [
      '2015, Mexico City',
      '2017, Cork',
      '2019, Medellín',
      '2021, Yeonsu',
      '2024, Jubail',
    ]) {
      expect(text).toContain(heading);
    }
    expect(text).toContain('Awarded before, in 2015');
    expect(text).toContain('not found in public sources');
    expect((await stand.nobody.get('/fr/archive')).text).toContain('2015, Mexico<');
    expect((await stand.nobody.get('/es/archive')).text).toContain('2015, Ciudad de México');
  });
});
