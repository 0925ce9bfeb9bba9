import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';
import { accounts } from '../people/tables.ts';
import { outbox } from '../platform/tables.ts';

const account = () =>
  text('account_id')
    .notNull()
    .references(() => accounts.id);

export const reminders = sqliteTable(
  'reminders',
  {
    editionId: text('edition_id')
      .notNull()
      .references(() => editions.id),
    accountId: account(),
    kind: text('kind', { enum: ['draft', 'endorse', 'cards'] }).notNull(),
    threshold: integer('threshold').notNull(),
    closesAt: integer('closes_at').notNull(),
    at: integer('at').notNull(),
    messageKey: text('message_key').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.editionId, table.accountId, table.kind, table.threshold, table.closesAt] }),
  ],
);

export const messageChoices = sqliteTable('message_choices', {
  accountId: text('account_id')
    .primaryKey()
    .references(() => accounts.id),
  reminders: integer('reminders', { mode: 'boolean' }).notNull(),
  at: integer('at').notNull(),
});

export const calendarFeeds = sqliteTable('calendar_feeds', {
  id: text('id').primaryKey(),
  accountId: account(),
  secretHash: text('secret_hash').notNull(),
  since: integer('since').notNull(),
  endedAt: integer('ended_at'),
});

export const bounces = sqliteTable('bounces', {
  id: text('id').primaryKey(),
  messageId: text('message_id')
    .notNull()
    .references(() => outbox.id),
  accountId: text('account_id').references(() => accounts.id),
  address: text('address').notNull(),
  reason: text('reason').notNull(),
  permanent: integer('permanent', { mode: 'boolean' }).notNull(),
  source: text('source', { enum: ['hand', 'provider'] }).notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});
