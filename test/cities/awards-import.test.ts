import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planAwards } from '../../src/cities/awards-import.ts';
import { readCsv } from '../../src/cities/csv.ts';
import { allPastAwards, type City, cityById } from '../../src/cities/pages.ts';
import { cityRow } from '../../src/cities/registry.ts';
import { importCities } from '../../src/cities/store.ts';
import { paths } from '../../src/platform/paths.ts';
import { type Ground, ORGANISER, openGround } from '../screening/ground.ts';
import type { Client } from '../stand.ts';

const seed = (name: string) => readFileSync(join(paths.seed, name), 'utf8');
const award = (cityName: string, country: string, year = 2015) => ({
  year,
  cityName,
  country,
  region: 'ENA' as const,
  latitude: null,
  longitude: null,
});
const city = (id: string, name: string, country: string, localName: string | null = null): City => ({
  id,
  name,
  localName,
  languageTag: null,
  country,
  region: 'ENA',
  joined: null,
  latitude: null,
  longitude: null,
  source: 'test',
  addedAt: 0,
});

describe('a plan of past awards', () => {
  it('finds the city by its very name before its name without accents, in its own country alone', () => {
    const cities = [
      city('a', 'Sonderborg', 'DK'),
      city('b', 'Sønderborg', 'DK'),
      city('c', 'Beijing', 'CN', '北京'),
    ];
    const rows = [
      award('Sønderborg', 'DK'),
      award('sonderborg', 'DK'),
      award('Sonderborg', 'DE'),
      award('北京', 'CN'),
    ];
    expect(planAwards([], cities, rows).added.map((one) => one.city)).toEqual(['b', 'b', null, 'c']);
  });

  it('counts what is stored, and links what waited for its city', () => {
    const known = [
      { id: 'x', cityId: null, ...award('Cork', 'IE') },
      { id: 'y', cityId: null, ...award('Atlantis', 'IE') },
    ];
    const plan = planAwards(
      known,
      [city('c', 'Cork', 'IE')],
      [award('Cork', 'IE'), award('Cork', 'IE', 2019)],
    );
    expect(plan).toMatchObject({ same: 1, linked: [{ id: 'x', city: 'c' }], added: [{ city: 'c' }] });
  });
});

describe('the import of past awards', () => {
  let ground: Ground;
  let organiser: Client;
  const HERE = '/en/office/2027/cities/awards/import';
  const send = (csv: string, act: 'check' | 'import') =>
    organiser.upload(HERE).field('act', act).attach('file', Buffer.from(csv), 'awards.csv');
  const stored = () => allPastAwards(ground.service.db).length;
  const entries = () =>
    ground.service.db.$client
      .prepare("SELECT count(*) FROM audit WHERE action = 'awards.imported'")
      .pluck()
      .get();
  beforeEach(async () => {
    ground = await openGround();
    organiser = await ground.as(ORGANISER);
  });
  afterEach(() => ground.close());

  it('checks without storing, then stores once what the list of real awards holds', async () => {
    const before = stored();
    const checked = await send(seed('awardees.csv'), 'check');
    expect(checked.status).toBe(200);
    expect(checked.text).toContain('Bahir Dar');
    expect([stored(), entries()]).toEqual([before, 0]);
    expect((await send(seed('awardees.csv'), 'import')).status).toBe(303);
    const after = stored();
    expect(after).toBeGreaterThanOrEqual(58);
    expect((await send(seed('awardees.csv'), 'import')).status).toBe(303);
    expect([stored(), entries()]).toEqual([after, 1]);
  });

  it('names each faulty line, keeps the list and stores none of it', async () => {
    const before = stored();
    const head = 'edition,city,country_iso2,region';
    const csv = [
      head,
      '2015,Evora,PT,ENA',
      'last,Evora,PT,ENA',
      '2015,Evora,PT,ENA',
      '2017,,PT,Atlantis',
    ].join('\n');
    const answer = await send(csv, 'import');
    expect(answer.status).toBe(422);
    for (const said of ['Line 3', 'Line 5', 'four digits', 'Write the name of the city', 'last,Evora'])
      expect(answer.text).toContain(said);
    const twice = await send([head, '2015,Evora,PT,ENA', '2015,Evora,PT,ENA'].join('\n'), 'import');
    expect([twice.status, stored()]).toEqual([422, before]);
    expect(twice.text).toContain('Evora 2015 stands on line 2 already');
  });

  it('says which city the registry lacks, and links the award once it is imported', async () => {
    const csv = 'edition,city,country_iso2,region\n2019,Melitopolis,UA,ENA';
    expect((await send(csv, 'check')).text).toContain('1 award of a city that the registry lacks');
    await send(csv, 'import');
    const found = () => allPastAwards(ground.service.db).find(({ cityName }) => cityName === 'Melitopolis');
    expect(found()?.cityId).toBeNull();
    const read = readCsv('name,country_iso2,unesco_region,joined\nMelitópolis,UA,ENA,', cityRow);
    if ('faults' in read) throw new Error('faulty');
    await ground.service.act('system', 'registry.imported', (tx) => importCities(tx, read.rows));
    expect(cityById(ground.service.db, found()?.cityId ?? '')?.name).toBe('Melitópolis');
  });

  it('gives a template that imports as it is, and nothing to a stranger or an auditor', async () => {
    const template = await organiser.get('/en/office/2027/cities/awards/template.csv');
    expect((await send(template.text, 'check')).text).toContain('1 is stored already');
    for (const address of ['stranger@nowhere.invalid', 'auditor@award.invalid']) {
      const other = await ground.as(address);
      expect((await other.get(HERE)).status).toBe(404);
    }
  });
});
