import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liveNominations } from '../../src/nominations/pages.ts';
import { sheetAnswer } from '../../src/overview/export-routes.ts';
import { MOST_WORKBOOK_ROWS, sheetCsv, sheetWorkbook } from '../../src/overview/sheet.ts';
import { MINUTE } from '../../src/platform/clock.ts';
import { loadSample } from '../../src/sample.ts';
import { CAST } from '../../src/sample-cast.ts';
import { type Client, openStand, type Stand } from '../stand.ts';

const rowsOf = (csv: string) => parse(csv, { bom: true, columns: true }) as Record<string, string>[];
const sheet = (...cells: (string | number | null)[]) => ({
  name: 'x',
  heads: cells.map((_cell, at) => `h${at}`),
  rows: [cells],
});
const bytes = (test: request.Test) =>
  test.buffer(true).parse((res, done) => {
    const parts: Buffer[] = [];
    res.on('data', (part: Buffer) => parts.push(part));
    res.on('end', () => done(null, Buffer.concat(parts)));
  });
const firstSheet = async (file: Uint8Array) => {
  const [found] = await readXlsxFile(Buffer.from(file));
  return found?.data ?? [];
};

describe('a sheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠A'])(
    'gives %j away as text in both formats',
    async (text) => {
      const [row] = parse(sheetCsv(sheet(text)), { bom: true, from_line: 2 }) as string[][];
      expect(row).toEqual([`'${text}`]);
      const data = await firstSheet(await sheetWorkbook(sheet(text, 'after')));
      expect(typeof data[1]?.[0]).toBe('string');
      expect(String(data[1]?.[0]).trim()).toBe(text.trim());
    },
  );

  it('keeps numbers as numbers, also those below 0, and begins with the mark of spreadsheets', async () => {
    const csv = sheetCsv(sheet('a', -2.5, 3, null));
    expect(csv.startsWith('\uFEFF')).toBe(true);
    expect(csv).toContain('"a",-2.5,3,');
    expect((await firstSheet(await sheetWorkbook(sheet('a', -2.5, 3))))[1]).toEqual(['a', -2.5, 3]);
  });

  it('brings back whatever was written, by CSV', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (texts) => {
        const [row] = parse(sheetCsv(sheet(...texts)), {
          bom: true,
          from_line: 2,
          relax_column_count: true,
        }) as string[][];
        expect(row?.map((cell, at) => (cell === `'${texts[at]}` ? texts[at] : cell))).toEqual(texts);
        expect(row?.some((cell) => /^[=+\-@\t\r]/.test(cell))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('writes a workbook of control characters and texts that are too long', async () => {
    const data = await firstSheet(await sheetWorkbook(sheet('a\u0000b', 'c\ud800d', 'x'.repeat(40_000))));
    expect(data[1]?.slice(0, 2)).toEqual(['a b', 'c d']);
    expect(String(data[1]?.[2]).length).toBe(32_767);
  });
});

describe('a sheet that is too long for a workbook', () => {
  it('is refused as one, with its numbers, and given as CSV', async () => {
    const rows = Array.from({ length: MOST_WORKBOOK_ROWS + 1 }, (_row, at) => [at]);
    const long = { name: 'long', heads: ['n'], rows };
    expect(await sheetAnswer(long, '2027', 'xlsx')).toMatchObject({
      code: 'overview.tooLarge',
      facts: { count: MOST_WORKBOOK_ROWS + 1, most: MOST_WORKBOOK_ROWS },
    });
    expect(await sheetAnswer(long, '2027', 'csv')).toMatchObject({ kind: 'data', name: 'long-2027.csv' });
  });
});

describe('the exports of the office', () => {
  let stand: Stand;
  let organiser: Client;
  const BASE = '/en/office/2027';
  const edition = () =>
    stand.service.db.$client.prepare("SELECT id FROM editions WHERE slug = '2027'").pluck().get() as string;
  const take = async (client: Client, path: string) => rowsOf((await client.get(path).expect(200)).text);
  beforeAll(async () => {
    stand = await openStand({ env: { AWARD_BACKGROUND: 'off' }, staysFresh: false });
    await loadSample(stand.service, 'deliberation');
    organiser = await stand.as(CAST.organiser.address);
  }, 180_000);
  afterAll(() => stand.close());

  it('hold the dossiers that the filter shows, in both formats', async () => {
    const list = await organiser.get(`${BASE}/nominations?region=AFR`);
    expect(list.text).toContain('/nominations/export.csv?region&#x3D;AFR');
    const rows = await take(organiser, `${BASE}/nominations/export.csv?region=AFR`);
    const expected = liveNominations(stand.service.db, edition()).filter(({ region }) => region === 'AFR');
    expect(rows.filter(({ withdrawn }) => withdrawn === '').map(({ city }) => city)).toEqual(
      expected.map(({ cityName }) => cityName),
    );
    const book = await bytes(organiser.get(`${BASE}/nominations/export.xlsx?region=AFR`));
    const data = await firstSheet(book.body as Buffer);
    expect(data.slice(1).map(([city]) => city)).toEqual(rows.map(({ city }) => city));
    expect(book.headers['content-disposition']).toBe('attachment; filename=nominations-2027.xlsx');
  });

  it('hold how far each juror is, with numbers that add up to the page', async () => {
    const rows = await take(organiser, `${BASE}/scores/progress.csv`);
    const locked = rows.reduce((sum, row) => sum + Number(row.locked), 0);
    expect(locked).toBeGreaterThan(0);
    expect((await organiser.get(`${BASE}/scores`)).text).toContain(`${locked} of `);
    expect(Object.keys(rows[0] ?? {})).not.toContain('points');
  });

  it('hold the log that its filter shows: by action, person, thing and day', async () => {
    const query = 'action=scorecard.locked';
    const all = await take(organiser, `${BASE}/audit/export.csv?${query}`);
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all.map(({ action }) => action))).toEqual(new Set(['scorecard.locked']));
    const { object, at } = all[0] ?? {};
    const one = await take(organiser, `${BASE}/audit/export.csv?${query}&object=${object}`);
    expect(new Set(one.map((row) => row.object))).toEqual(new Set([object]));
    const day = String(at).slice(0, 10);
    const onDay = await take(organiser, `${BASE}/audit/export.csv?${query}&from=${day}&to=${day}`);
    expect(onDay.length).toBeGreaterThan(0);
    expect(await take(organiser, `${BASE}/audit/export.csv?${query}&to=2001-01-01`)).toEqual([]);
    expect(await take(organiser, `${BASE}/audit/export.csv?action=%25`)).toEqual([]);
    const { text } = await organiser.get(`${BASE}/audit?${query}&object=${object}&from=${day}`);
    expect(text).toContain(`/audit/export.csv?action&#x3D;scorecard.locked&amp;object&#x3D;${object}`);
  });

  it('wall what stands in conflict with the reader: scores, progress and log', async () => {
    const second = await stand.as(CAST.organiser2.address);
    const city = (rows: Record<string, string>[]) => rows.filter((row) => row.city === 'Sønderborg').length;
    const id =
      liveNominations(stand.service.db, edition()).find((one) => one.cityName === 'Sønderborg')?.id ?? '';
    const before = {
      scores: await take(second, `${BASE}/tally/scores.csv`),
      locked: (await take(second, `${BASE}/scores/progress.csv`)).reduce(
        (sum, row) => sum + Number(row.locked),
        0,
      ),
      log: (await take(second, `${BASE}/audit/export.csv`)).length,
      of: (await take(second, `${BASE}/audit/export.csv?object=${id}`)).length,
    };
    expect([city(before.scores) > 0, before.of > 0]).toEqual([true, true]);
    await second
      .post(`${BASE}/jury/own-conflicts`, { nomination: id, reason: 'My brother is its mayor.' })
      .expect(303);
    const after = await take(second, `${BASE}/tally/scores.csv`);
    expect([city(after), after.length]).toEqual([0, before.scores.length - city(before.scores)]);
    const locked = (await take(second, `${BASE}/scores/progress.csv`)).reduce(
      (sum, row) => sum + Number(row.locked),
      0,
    );
    expect(locked).toBeLessThan(before.locked);
    expect(await take(second, `${BASE}/audit/export.csv?object=${id}`)).toEqual([]);
    const log = await take(second, `${BASE}/audit/export.csv`);
    expect(log.length).toBeLessThan(before.log);
    expect(JSON.stringify(log)).not.toContain(id);
    expect(city(await take(organiser, `${BASE}/tally/scores.csv`))).toBe(city(before.scores));
  });

  it('are for the office alone', async () => {
    const city = await stand.as('somebody@city.invalid');
    for (const path of [
      'nominations/export.csv',
      'scores/progress.xlsx',
      'tally/scores.csv',
      'audit/export.csv',
    ])
      expect((await city.get(`${BASE}/${path}`)).status).toBe(404);
  });

  it('ask for a fresh proof before scores leave', async () => {
    stand.clock.advance(6 * MINUTE);
    const stale = await organiser.get(`${BASE}/tally/scores.csv`);
    expect([stale.status, stale.headers.location]).toEqual([
      303,
      `/en/factor?back=${encodeURIComponent('/office/2027/tally/scores.csv')}`,
    ]);
    expect((await organiser.get(`${BASE}/nominations/export.csv`)).status).toBe(200);
  });
});

describe('scores before the tally has closed', () => {
  it('cannot be exported by anybody', async () => {
    const stand = await openStand({ env: { AWARD_BACKGROUND: 'off' } });
    await loadSample(stand.service, 'scoring');
    const organiser = await stand.as(CAST.organiser.address);
    expect((await organiser.get('/en/office/2027/tally/scores.csv')).status).toBe(404);
    await stand.close();
  }, 120_000);
});
