import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';

export const tallyClosings = sqliteTable('tally_closings', {
  editionId: text('edition_id')
    .primaryKey()
    .references(() => editions.id),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  reason: text('reason').notNull(),
  missing: text('missing', { mode: 'json' }).notNull(),
  digest: text('digest').notNull(),
});
