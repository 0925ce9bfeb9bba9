import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECOND as ONE_SECOND } from '../../src/platform/clock.ts';
import { type Client, openStand, type Stand } from '../stand.ts';
import { answerOf, MOMENT, openSigned, type Signed, setOn } from './ground.ts';

const GUESSED = [
  ...['awardees', 'awardees.csv', 'awardees.json', 'awardees.pdf', 'awardees/1', 'awardees/2', 'package.zip'],
  ...['results', 'results.json', 'result', 'winners', 'winners.csv', 'laureates', 'announcement', 'press'],
  ...['press-kit', 'press.zip', 'letters', 'certificates', 'ranking', 'tally', 'decision', 'selection'],
  ...['feed.xml', 'share.png', 'map', 'awards', 'awardees/latest', 'awardees/corrections', 'package'],
].map((name) => `/en/2027/${name}`);

const ELSEWHERE = [
  ...['/en/awardees', '/en/results', '/en/winners', '/en/2027-awardees', '/en/results/2027', '/en/feed.xml'],
  ...['/en/sitemap.xml', '/en/press', '/en/2027awardees', '/en/2027.zip', '/en/2026/awardees'],
];

/** An address that never existed, with the same beginning and as long, since pages link to themselves. */
const nowhere = (path: string) => {
  const begins = path.startsWith('/en/2027/') ? '/en/2027/' : '/en/';
  return begins + path.slice(begins.length).replaceAll(/[^/]/g, 'z');
};

describe('before the moment', () => {
  let decided: Signed;
  let undecided: Stand;
  let folder: string;
  let cities: Client[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'award-copy-'));
    decided = await openSigned();
    cities = await Promise.all(
      ['owner@dk.invalid', 'owner@pl.invalid', 'owner@ie.invalid'].map((one) => decided.as(one)),
    );
    decided.service.db.$client.prepare('VACUUM INTO ?').run(join(folder, 'award.db'));
    undecided = await openStand({
      start: MOMENT - 60_000,
      env: { DATA_DIR: folder, AWARD_BACKGROUND: 'off' },
    });
    // The twin lost its decision; everything else, sessions included, is the same.
    undecided.service.db.$client.exec('DROP TRIGGER selections_keep_their_record; DELETE FROM selections');
    await setOn(decided);
    for (const one of [decided, undecided]) one.clock.set(MOMENT - ONE_SECOND);
  });
  afterAll(async () => {
    await decided.close();
    await undecided.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([...GUESSED, ...ELSEWHERE])(
    '%s answers as an address that never existed (EM-01, EM-08)',
    async (path) => {
      const guessed = await answerOf(decided.nobody, path);
      expect(guessed).toEqual(await answerOf(decided.nobody, nowhere(path)));
      expect(guessed.status).toBe(404);
      expect(guessed.kept['cache-control']).toBe('no-store');
    },
  );

  const twin = (client: Client): Client => {
    const own = (path: string) => {
      const asked = undecided.nobody.get(path);
      return client.cookie === '' ? asked : asked.set('Cookie', client.cookie);
    };
    return { ...undecided.nobody, get: own };
  };
  const plain = async (client: Client, path: string) => {
    const { status, text, kept } = await answerOf(client, path);
    const mask = (one: string) =>
      one.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST').replaceAll(/http:\/\/localhost:\d+/g, 'HOST');
    return { status, text: mask(text), kept: mask(JSON.stringify(kept)) };
  };

  it('every public page is the same, byte for byte, where nothing was decided (EM-02)', async () => {
    const pages = [
      '/en',
      '/fr',
      '/es',
      '/en/2027',
      '/en/framework',
      '/en/archive',
      '/en/2027/criteria',
      '/en/2027/rules',
    ];
    for (const path of [...pages, ...GUESSED]) {
      const here = await plain(decided.nobody, path);
      expect({ path, ...here }).toEqual({ path, ...(await plain(twin(decided.nobody), path)) });
    }
  });

  it('the pages of cities that won and that lost are the same as where nothing was decided', async () => {
    for (const [at, client] of cities.entries()) {
      const id = Object.values(decided.ids)[at] ?? '';
      for (const path of [`/en/nominations/${id}`, `/en/nominations/${id}/result`, '/en/my']) {
        const here = await plain(client, path);
        expect({ path, ...here }).toEqual({ path, ...(await plain(twin(client), path)) });
      }
    }
    const own = Object.values(decided.ids)[0] ?? '';
    expect((await cities[0]?.get(`/en/nominations/${own}`))?.status).toBe(200);
    expect((await cities[0]?.get(`/en/nominations/${own}/result`))?.status).toBe(404);
  });

  it('no letter has left, and none is due (EM-07)', () => {
    const sqlite = decided.service.db.$client;
    const early = sqlite.prepare(
      "SELECT count(*) AS n FROM outbox WHERE template LIKE 'announcement.mail.%' AND (due_at < ? OR published_at IS NOT NULL OR delivered_at IS NOT NULL)",
    );
    expect(early.get(MOMENT)).toEqual({ n: 0 });
  });

  it('the list of past awards knows nothing', () => {
    const past = decided.service.db.$client.prepare(
      'SELECT count(*) AS n FROM past_awards WHERE year = 2027',
    );
    expect(past.get()).toEqual({ n: 0 });
  });

  it('a forged date, zone or host moves nothing (EM-08)', async () => {
    const forged = await decided.nobody.get('/en/2027/awardees').set({
      Date: new Date(MOMENT + 60_000).toUTCString(),
      'X-Time-Zone': 'Pacific/Kiritimati',
      Prefer: 'preview',
    });
    expect(forged.status).toBe(404);
  });
});

describe('from the moment on', () => {
  let open: Signed;
  beforeAll(async () => {
    open = await openSigned();
    await setOn(open);
    open.clock.set(MOMENT);
  });
  afterAll(() => open.close());

  it('the result is there in three languages, and as a list for the press', async () => {
    for (const lang of ['en', 'fr', 'es']) {
      const { text } = await open.nobody.get(`/${lang}/2027/awardees`).expect(200);
      expect(text).toContain('Sønderborg');
      expect(text).toContain('Gdynia');
      expect(text).not.toContain('Cork');
    }
    const csv = await open.nobody.get('/en/2027/awardees.csv').expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(
      csv.text
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(',')[0]),
    ).toEqual(['city', 'Gdynia', 'Sønderborg']);
  });

  it('anybody may keep the result for a minute, nobody a page drawn for a session (EM-10)', async () => {
    for (const path of ['awardees', 'awardees/1', 'awardees.csv']) {
      const { headers } = await open.nobody.get(`/en/2027/${path}`).expect(200);
      expect(headers['cache-control']).toBe('public, max-age=60');
      expect(headers.vary).toContain('Cookie');
      expect(headers['set-cookie']).toBeUndefined();
      const own = await open.organiser.get(`/en/2027/${path}`).expect(200);
      expect(own.headers['cache-control']).toBe('no-store');
    }
    const missing = await open.nobody.get('/en/2027/awardees/2').expect(404);
    expect(missing.headers['cache-control']).toBe('no-store');
  });

  it('a shared link carries the title and the cities', async () => {
    const { text } = await open.nobody.get('/en/2027/awardees').expect(200);
    expect(text).toContain('<meta property="og:title" content="2 cities awarded">');
    expect(text).toMatch(/og:description" content="(Gdynia, Sønderborg|Sønderborg, Gdynia)"/);
    const calls = await open.nobody.get('/en/2027').expect(200);
    expect(calls.text).not.toContain('og:');
  });

  it('each city has one letter with its own result and nobody else’s (PR-07)', async () => {
    await expect
      .poll(
        () =>
          open.service.db.$client
            .prepare(
              "SELECT to_address, subject, text FROM mailbox WHERE subject LIKE '%award%' OR subject LIKE 'Result for%'",
            )
            .all().length,
        { timeout: 5_000 },
      )
      .toBe(3);
    const mails = open.service.db.$client
      .prepare('SELECT to_address AS address, subject, text FROM mailbox ORDER BY to_address')
      .all() as { address: string; subject: string; text: string }[];
    const of = (address: string) =>
      mails.filter((one) => one.address === address && /award|Result for/.test(one.subject));
    expect(of('owner@dk.invalid').map(({ subject }) => subject)).toEqual(['Sønderborg is awarded']);
    expect(of('owner@ie.invalid').map(({ subject }) => subject)).toEqual(['Result for Cork']);
    expect(of('owner@ie.invalid')[0]?.text).toContain('Cork is not among the awardees');
    expect(of('owner@ie.invalid')[0]?.text).not.toMatch(/Gdynia|Sønderborg/);
  });

  it('its awards count as past awards, and stand in the archive', async () => {
    const past = open.service.db.$client
      .prepare('SELECT city_name FROM past_awards WHERE year = 2027 ORDER BY city_name')
      .pluck();
    await expect.poll(() => past.all(), { timeout: 5_000 }).toEqual(['Gdynia', 'Sønderborg']);
    expect(
      open.service.db.$client
        .prepare("SELECT count(*) FROM audit WHERE action = 'awards.recorded'")
        .pluck()
        .get(),
    ).toBe(1);
  });
});
