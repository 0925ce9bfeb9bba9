import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';

export const selections = sqliteTable('selections', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  draft: integer('draft').notNull(),
  record: text('record', { mode: 'json' }).notNull(),
  digest: text('digest').notNull(),
  computedAt: integer('computed_at').notNull(),
  computedBy: text('computed_by').notNull(),
  proposedAt: integer('proposed_at'),
  proposedBy: text('proposed_by'),
  approvedAt: integer('approved_at'),
  approvedBy: text('approved_by'),
  approvedDigest: text('approved_digest'),
  returnedAt: integer('returned_at'),
  returnedBy: text('returned_by'),
  returnReason: text('return_reason'),
  voidedAt: integer('voided_at'),
});
