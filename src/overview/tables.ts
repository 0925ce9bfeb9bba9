import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';
import { accounts } from '../people/tables.ts';
import type { ApiScope } from './api-token.ts';

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

export const apiTokens = sqliteTable('api_tokens', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  name: text('name').notNull(),
  scopes: text('scopes', { mode: 'json' }).$type<ApiScope[]>().notNull(),
  hash: text('hash').notNull(),
  madeAt: integer('made_at').notNull(),
  madeBy: text('made_by')
    .notNull()
    .references(() => accounts.id),
  endsAt: integer('ends_at').notNull(),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by').references(() => accounts.id),
});
