import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const accounts = sqliteTable('accounts', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  lang: text('lang', { enum: ['en', 'fr', 'es'] }).notNull(),
  country: text('country'),
  timeZone: text('time_zone'),
  createdAt: integer('created_at').notNull(),
});

export const addresses = sqliteTable('addresses', {
  id: text('id').primaryKey(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  address: text('address').notNull(),
  since: integer('since').notNull(),
  until: integer('until'),
});

export const sessions = sqliteTable('sessions', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  createdAt: integer('created_at').notNull(),
  seenAt: integer('seen_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  endedAt: integer('ended_at'),
  device: text('device').notNull(),
});

export const challenges = sqliteTable('challenges', {
  id: text('id').primaryKey(),
  address: text('address').notNull(),
  lang: text('lang', { enum: ['en', 'fr', 'es'] }).notNull(),
  tokenHash: text('token_hash').notNull(),
  codeHash: text('code_hash'),
  browserHash: text('browser_hash'),
  back: text('back'),
  createdAt: integer('created_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  tries: integer('tries').notNull().default(0),
  usedAt: integer('used_at'),
});

export const invitations = sqliteTable('invitations', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  purpose: text('purpose', {
    enum: ['organiser', 'approver', 'auditor', 'juror', 'commission', 'colleague'],
  }).notNull(),
  path: text('path').notNull(),
  createdAt: integer('created_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  withdrawnAt: integer('withdrawn_at'),
});
