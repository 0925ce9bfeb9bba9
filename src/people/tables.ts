import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const accounts = sqliteTable('accounts', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  lang: text('lang', { enum: ['en', 'fr', 'es'] }).notNull(),
  country: text('country'),
  timeZone: text('time_zone'),
  createdAt: integer('created_at').notNull(),
  erasedAt: integer('erased_at'),
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
  proof: text('proof', { enum: ['link', 'totp', 'passkey', 'sample'] })
    .notNull()
    .default('link'),
  provedAt: integer('proved_at').notNull().default(0),
  browserHash: text('browser_hash'),
});

export const factors = sqliteTable('factors', {
  id: text('id').primaryKey(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  kind: text('kind', { enum: ['totp', 'passkey'] }).notNull(),
  secret: text('secret'),
  lastStep: integer('last_step'),
  tries: integer('tries').notNull().default(0),
  triedAt: integer('tried_at'),
  credential: text('credential'),
  publicKey: text('public_key'),
  counter: integer('counter'),
  since: integer('since').notNull(),
  usedAt: integer('used_at').notNull(),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
});

export const passkeyChallenges = sqliteTable('passkey_challenges', {
  id: text('id').primaryKey(),
  sessionId: text('session_id')
    .notNull()
    .references(() => sessions.id),
  purpose: text('purpose', { enum: ['enrol', 'prove'] }).notNull(),
  challenge: text('challenge').notNull(),
  createdAt: integer('created_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  usedAt: integer('used_at'),
});

export const recoveries = sqliteTable('recoveries', {
  id: text('id').primaryKey(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  reason: text('reason').notNull(),
  askedAt: integer('asked_at').notNull(),
  confirmedAt: integer('confirmed_at'),
  confirmedBy: text('confirmed_by'),
  refusedAt: integer('refused_at'),
  refusedBy: text('refused_by'),
});

export const addressChanges = sqliteTable('address_changes', {
  id: text('id').primaryKey(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  address: text('address').notNull(),
  askedAt: integer('asked_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  oldHash: text('old_hash').notNull(),
  newHash: text('new_hash').notNull(),
  oldConfirmedAt: integer('old_confirmed_at'),
  newConfirmedAt: integer('new_confirmed_at'),
  doneAt: integer('done_at'),
  stoppedAt: integer('stopped_at'),
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
