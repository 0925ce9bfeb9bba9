import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { selections } from '../decision/tables.ts';
import { editions } from '../editions/tables.ts';
import { nominations } from '../nominations/tables.ts';

export const announcements = sqliteTable('announcements', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  version: integer('version').notNull(),
  selectionId: text('selection_id')
    .notNull()
    .references(() => selections.id),
  public: text('public', { mode: 'json' }).notNull(),
  digest: text('digest').notNull(),
  momentAt: integer('moment_at').notNull(),
  note: text('note').notNull().default(''),
  setAt: integer('set_at').notNull(),
  setBy: text('set_by').notNull(),
  cancelledAt: integer('cancelled_at'),
  cancelledBy: text('cancelled_by'),
  awardedAt: integer('awarded_at'),
});

export const citations = sqliteTable(
  'citations',
  {
    nominationId: text('nomination_id')
      .notNull()
      .references(() => nominations.id),
    lang: text('lang', { enum: ['en', 'fr', 'es'] }).notNull(),
    text: text('text').notNull(),
    savedAt: integer('saved_at').notNull(),
    savedBy: text('saved_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.nominationId, table.lang] })],
);
