import { join } from 'node:path';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '../../src/platform/paths.ts';
import { openStand, type Stand } from '../stand.ts';
import { filesBelow, ROOMS, readProject, roomOf } from './sources.ts';

const GUARDS = [
  'announcements_stand',
  'announcements_stay',
  'assignments_stand',
  'assignments_stay',
  'audit_details_are_never_changed',
  'audit_has_no_gap',
  'audit_heads_are_never_changed',
  'audit_heads_are_never_deleted',
  'audit_is_never_changed',
  'audit_is_never_deleted',
  'bounces_stand',
  'choices_are_kept_as_decided',
  'choices_are_never_deleted',
  'definitions_are_frozen',
  'definitions_are_never_changed',
  'files_are_never_changed',
  'letters_stand',
  'locked_scores_stand',
  'locked_scores_stay',
  'locked_scores_take_none',
  'minutes_stand',
  'minutes_stay',
  'overrides_are_kept_as_decided',
  'overrides_are_never_deleted',
  'proposals_stand',
  'reserves_stand',
  'reserves_stay',
  'reminders_stand',
  'selections_keep_their_record',
  'shortfall_opens_with_a_pair',
  'shortfall_opens_with_a_seat',
  'submissions_are_never_changed',
];

describe('the schema', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());

  const names = (sql: string) => stand.service.db.$client.prepare(sql).pluck().all() as string[];

  it('every table is STRICT', () => {
    expect(
      names(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      ),
    ).toEqual([]);
  });

  it('every guard trigger is in place', () => {
    expect(names("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")).toEqual(
      expect.arrayContaining(GUARDS),
    );
  });

  it('no migration lets a deletion spread', () => {
    expect(
      filesBelow('drizzle', ['.sql']).filter((path) =>
        /CASCADE/i.test(readProject(path).replace(/--[^\n]*/g, '')),
      ),
    ).toEqual([]);
  });

  it('the tables of the code are those of the database, column by column', async () => {
    const declared = await declaredTables();
    const found = declared.map(({ table }) => {
      const { name, columns } = getTableConfig(table);
      const real = stand.service.db.$client
        .prepare('SELECT name, type, "notnull" AS required, pk FROM pragma_table_info(?)')
        .all(name) as { name: string; type: string; required: number; pk: number }[];
      const ours = columns.map(
        (column) => `${column.name} ${column.getSQLType().toUpperCase()} ${column.notNull}`,
      );
      const theirs = real.map(
        (column) =>
          `${column.name} ${column.type} ${column.required === 1 || (column.pk > 0 && real.filter((one) => one.pk > 0).length === 1)}`,
      );
      return { name, ours: ours.sort(), theirs: theirs.sort() };
    });
    expect(found.length).toBeGreaterThan(30);
    for (const { name, ours, theirs } of found)
      expect({ name, columns: ours }).toEqual({ name, columns: theirs });
  });

  it('foreign keys point to the left, as imports do', async () => {
    const declared = await declaredTables();
    const roomOfTable = new Map(declared.map(({ room, table }) => [getTableConfig(table).name, room]));
    const place = (table: string) =>
      (ROOMS as readonly string[]).indexOf(roomOfTable.get(table) ?? 'platform');
    const wrong = declared.flatMap(({ table }) => {
      const { name } = getTableConfig(table);
      const targets = stand.service.db.$client
        .prepare('SELECT "table" FROM pragma_foreign_key_list(?)')
        .pluck()
        .all(name) as string[];
      return targets.filter((target) => place(target) > place(name)).map((target) => `${name} -> ${target}`);
    });
    expect(wrong).toEqual([]);
  });
});

async function declaredTables(): Promise<{ room: string; table: SQLiteTable }[]> {
  const files = filesBelow('src', ['tables.ts']);
  const modules = await Promise.all(
    files.map(async (path) => ({
      room: roomOf(path) ?? '',
      module: (await import(/* @vite-ignore */ join(paths.root, path))) as Record<string, SQLiteTable>,
    })),
  );
  return modules.flatMap(({ room, module }) => Object.values(module).map((table) => ({ room, table })));
}
