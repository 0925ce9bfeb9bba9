import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const audit = sqliteTable('audit', {
  seq: integer('seq').primaryKey(),
  at: integer('at').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  edition: text('edition'),
  object: text('object').notNull(),
  commitment: text('commitment').notNull(),
  prev: text('prev').notNull(),
  hash: text('hash').notNull(),
});

export const auditDetails = sqliteTable('audit_details', {
  seq: integer('seq')
    .primaryKey()
    .references(() => audit.seq),
  salt: text('salt').notNull(),
  detail: text('detail').notNull(),
});

export const outbox = sqliteTable('outbox', {
  id: text('id').primaryKey(),
  key: text('key').notNull(),
  template: text('template').notNull(),
  accountId: text('account_id'),
  toName: text('to_name').notNull(),
  toAddress: text('to_address').notNull(),
  lang: text('lang', { enum: ['en', 'fr', 'es'] }).notNull(),
  facts: text('facts', { mode: 'json' }).notNull(),
  link: text('link'),
  edition: text('edition'),
  dueAt: integer('due_at').notNull(),
  createdAt: integer('created_at').notNull(),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: integer('next_attempt_at'),
  publishedAt: integer('published_at'),
  deliveredAt: integer('delivered_at'),
  refusedAt: integer('refused_at'),
  refusal: text('refusal'),
  stoppedAt: integer('stopped_at'),
  stoppedBy: text('stopped_by'),
  calendar: text('calendar', {
    enum: ['call', 'nomination', 'screening', 'scoring', 'decision', 'announcement'],
  }),
});

export const mailbox = sqliteTable('mailbox', {
  id: text('id').primaryKey(),
  at: integer('at').notNull(),
  toName: text('to_name').notNull(),
  toAddress: text('to_address').notNull(),
  subject: text('subject').notNull(),
  text: text('text').notNull(),
  html: text('html').notNull(),
});

export const files = sqliteTable('files', {
  id: text('id').primaryKey(),
  storedName: text('stored_name').notNull(),
  name: text('name').notNull(),
  mediaType: text('media_type').notNull(),
  bytes: integer('bytes').notNull(),
  sha256: text('sha256').notNull(),
  uploadedAt: integer('uploaded_at').notNull(),
  uploadedBy: text('uploaded_by').notNull(),
});
