import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUpWhereDue, sweepFiles } from '../../src/backups.ts';
import {
  listBackups,
  makeBackup,
  restoreBackup,
  thinOutBackups,
  verifyBackup,
} from '../../src/platform/backup.ts';
import { DAY, HOUR, MINUTE } from '../../src/platform/clock.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openService } from '../../src/service.ts';
import { layGround, PDF, startFor } from '../nominations/ground.ts';
import { openStand, type Stand } from '../stand.ts';

let stand: Stand;
let nomination: string;
const folders: string[] = [];
const emptyFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'award-restored-'));
  folders.push(folder);
  return folder;
};
const backUp = () =>
  makeBackup({
    sqlite: stand.service.db.$client,
    dataDir: stand.service.config.dataDir,
    into: stand.service.config.backupDir,
    at: stand.clock.now(),
    because: 'tried',
  });

beforeAll(async () => {
  stand = await openStand();
  nomination = await startFor(stand, await layGround(stand), 'Sønderborg', 'mette@city.invalid');
  const city = await stand.as('mette@city.invalid');
  const sent = await city
    .upload(`/en/nominations/${nomination}/sections/consent`)
    .field('version', '0')
    .attach('consent.file', PDF, { filename: 'Bürgermeisterbrief.pdf', contentType: 'application/pdf' });
  expect(sent.status).toBe(303);
});
afterAll(async () => {
  await stand.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const count = (file: string, table: string) => {
  const sqlite = new Database(file, { readonly: true });
  const { n } = sqlite.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number };
  sqlite.close();
  return n;
};

describe('a backup', () => {
  it('restores into an empty folder, and the service that starts on it has everything, files included', async () => {
    stand.clock.advance(1);
    const folder = await backUp();
    const target = emptyFolder();
    const manifest = await restoreBackup(folder, target);
    expect(manifest.files).toBe(1);
    const env = { NODE_ENV: 'test', DATA_DIR: target, AWARD_LOG_LEVEL: 'error' };
    const service = await openService(readConfig(env), stand.clock);
    const file = service.db.$client.prepare('SELECT stored_name AS stored FROM files').get() as {
      stored: string;
    };
    expect(readFileSync(service.files.pathOf(file.stored))).toEqual(PDF);
    expect(count(join(target, 'award.db'), 'audit')).toBe(manifest.audit.entries);
    await service.close();
  });

  it('has every write that was acknowledged before it began, while others go on writing', async () => {
    stand.clock.advance(1);
    let writing = true;
    let written = 0;
    const write = async () => {
      while (writing) {
        await stand.service.act('system', 'message.tried', (tx) =>
          tx.record({ edition: null, object: `w${written}` }),
        );
        written += 1;
      }
    };
    const writers = [write(), write(), write()];
    while (written < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = count(join(stand.service.config.dataDir, 'award.db'), 'audit');
    const folder = await backUp();
    writing = false;
    await Promise.all(writers);
    const manifest = await verifyBackup(folder);
    expect(manifest.audit.entries).toBeGreaterThanOrEqual(before);
  });

  it('is refused where a byte of its database has changed', async () => {
    stand.clock.advance(1);
    const folder = await backUp();
    const file = join(folder, 'award.db');
    const bytes = readFileSync(file);
    bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(verifyBackup(folder)).rejects.toThrow('digest differs');
  });

  it('is refused where a file has changed or is gone', async () => {
    stand.clock.advance(1);
    const folder = await backUp();
    const [name = ''] = readdirSync(join(folder, 'files'));
    const target = emptyFolder();
    // A link shares its bytes with the award: the copy is changed, not the file of the award.
    const copy = join(target, 'copy');
    writeFileSync(copy, readFileSync(join(folder, 'files', name)));
    rmSync(join(folder, 'files', name));
    await expect(verifyBackup(folder)).rejects.toThrow('is missing');
    appendFileSync(copy, 'x');
    writeFileSync(join(folder, 'files', name), readFileSync(copy));
    await expect(verifyBackup(folder)).rejects.toThrow('differs from what was uploaded');
  });

  it('is never restored over an award', async () => {
    stand.clock.advance(1);
    const folder = await backUp();
    await expect(restoreBackup(folder, stand.service.config.dataDir)).rejects.toThrow('an award');
  });

  it('is made at the first look, each hour, and when a stage has opened or closed', async () => {
    stand.clock.advance(1);
    await backUp();
    expect(await backUpWhereDue(stand.service)).toBeNull();
    stand.clock.advance(59 * MINUTE);
    expect(await backUpWhereDue(stand.service)).toBeNull();
    stand.clock.advance(MINUTE);
    expect(await backUpWhereDue(stand.service)).not.toBeNull();
    const closes = stand.service.db.$client
      .prepare('SELECT min(closes_at) AS at FROM stages WHERE closes_at > ?')
      .get(stand.clock.now()) as { at: number };
    stand.clock.set(closes.at - MINUTE);
    await backUp();
    stand.clock.set(closes.at);
    const folder = await backUpWhereDue(stand.service);
    expect(JSON.parse(readFileSync(join(folder ?? '', 'manifest.json'), 'utf8')).because).toContain(
      'has closed',
    );
  });
});

describe('files without a row (DU-03)', () => {
  it('are removed once they are old, and no file that a row names', async () => {
    const { files } = stand.service;
    const stray = files.pathOf('stray');
    writeFileSync(stray, 'cut off');
    await sweepFiles(stand.service);
    expect(existsSync(stray)).toBe(true);
    const kept = readdirSync(join(stand.service.config.dataDir, 'files')).filter((name) => name !== 'stray');
    await sweepFiles(stand.service, 0);
    expect(existsSync(stray)).toBe(false);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.every((name) => existsSync(files.pathOf(name)))).toBe(true);
  });
});

describe('the retention of backups', () => {
  it('keeps all of two days, one a day of a month, one a month for ever', async () => {
    const folder = emptyFolder();
    const now = Date.parse('2027-06-30T12:00:00Z');
    const names = (ages: number[]) =>
      ages.map((age) => `award-${new Date(now - age).toISOString().replace(/[:.]/g, '-')}`);
    const ages = [HOUR, 2 * HOUR, 5 * DAY, 5 * DAY + HOUR, 65 * DAY, 70 * DAY, 100 * DAY];
    for (const name of names(ages)) mkdirSync(join(folder, name));
    await thinOutBackups(folder, now);
    const left = listBackups(folder).map((one) => now - one.at);
    expect(left).toEqual([HOUR, 2 * HOUR, 5 * DAY, 65 * DAY, 100 * DAY]);
  });
});
