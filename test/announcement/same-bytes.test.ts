import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../src/platform/paths.ts';
import { MOMENT, openSigned, PAGE, setOn } from './ground.ts';

const SHUFFLED = [
  'nominations',
  'submissions',
  'assignments',
  'scorecards',
  'scores',
  'scorecard_locks',
  'cities',
];

describe('the same facts', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'award-bytes-'));
    const open = await openSigned();
    await open.organiser
      .post(`${PAGE}/citations/${open.ids.Gdynia}`, { en: 'İ ß é', fr: 'œ', es: 'ñ' })
      .expect(303);
    await setOn(open);
    open.service.db.$client.prepare('VACUUM INTO ?').run(join(folder, 'award.db'));
    cpSync(join(open.service.config.dataDir, 'signing-key.pem'), join(folder, 'signing-key.pem'));
    await open.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const built = (dataDir: string, env: Record<string, string>) => {
    const tsx = join(paths.root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const script = join(paths.root, 'test', 'announcement', 'build-package.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, script, String(MOMENT), '2027'], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'test', DATA_DIR: dataDir, AWARD_LOG_LEVEL: 'error', ...env },
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    return stdout;
  };

  /** The same rows in another order. */
  const shuffled = () => {
    const copy = mkdtempSync(join(tmpdir(), 'award-shuffled-'));
    cpSync(folder, copy, { recursive: true });
    const sqlite = new Database(join(copy, 'award.db'));
    sqlite.pragma('foreign_keys = OFF');
    const triggers = sqlite.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    for (const { name } of triggers) sqlite.exec(`DROP TRIGGER ${name}`);
    for (const table of SHUFFLED) {
      sqlite.exec(`CREATE TEMP TABLE rows AS SELECT * FROM ${table} ORDER BY random();
        DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM rows; DROP TABLE rows`);
    }
    for (const { sql } of triggers) sqlite.exec(sql);
    sqlite.close();
    return copy;
  };

  it('are the same bytes in every zone, locale and order of rows (TA-11)', () => {
    const first = built(folder, { TZ: 'UTC', LANG: 'C' });
    expect(first).toMatch(/^public [0-9a-f]{64}\nsealed [0-9a-f]{64}\n$/);
    expect(built(folder, { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toBe(
      first,
    );
    const other = shuffled();
    expect(built(other, { TZ: 'America/St_Johns', LANG: 'fr_FR.UTF-8' })).toBe(first);
    rmSync(other, { recursive: true, force: true });
  });
});
