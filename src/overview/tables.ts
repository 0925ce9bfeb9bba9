import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';

export const letters = sqliteTable('letters', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  addressees: text('addressees', { enum: ['drafts', 'jurors', 'awardees'] }).notNull(),
  texts: text('texts', { mode: 'json' }).notNull(),
  writtenAt: integer('written_at').notNull(),
  writtenBy: text('written_by').notNull(),
  sentAt: integer('sent_at'),
  sentBy: text('sent_by'),
  count: integer('count'),
  stoppedAt: integer('stopped_at'),
  stoppedBy: text('stopped_by'),
});
