import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/platform/migrate.ts';

describe('migrations', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'award-'));
    file = join(folder, 'award.db');
    writeFileSync(join(folder, '0001_one.sql'), 'CREATE TABLE one (id TEXT PRIMARY KEY) STRICT;');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const tables = () => {
    const sqlite = new Database(file);
    const names = sqlite
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    sqlite.close();
    return names;
  };

  it('run once and in order', () => {
    expect(migrate(file, folder)).toBe(1);
    writeFileSync(
      join(folder, '0002_two.sql'),
      'CREATE TABLE two (id TEXT PRIMARY KEY REFERENCES one (id)) STRICT;',
    );
    expect([migrate(file, folder), migrate(file, folder)]).toEqual([1, 0]);
    expect(tables()).toEqual(['migrations', 'one', 'two']);
  });

  it('leave the database as it was where one of them fails', () => {
    migrate(file, folder);
    writeFileSync(join(folder, '0002_two.sql'), 'CREATE TABLE two (id TEXT PRIMARY KEY) STRICT;');
    writeFileSync(
      join(folder, '0003_three.sql'),
      'CREATE TABLE three (id TEXT PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);',
    );
    expect(() => migrate(file, folder)).toThrow('nowhere');
    expect(tables()).toEqual(['migrations', 'one']);
  });

  it('refuse a database that a newer version wrote, and one made by other migrations', () => {
    writeFileSync(join(folder, '0002_two.sql'), 'CREATE TABLE two (id TEXT PRIMARY KEY) STRICT;');
    migrate(file, folder);
    rmSync(join(folder, '0002_two.sql'));
    expect(() => migrate(file, folder)).toThrow('0002_two.sql, which this version does not know');
    writeFileSync(join(folder, '0002_two.sql'), 'CREATE TABLE other (id TEXT PRIMARY KEY) STRICT;');
    expect(() => migrate(file, folder)).toThrow('0002_two.sql differs');
  });
});
