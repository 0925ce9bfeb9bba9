import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { nominations } from '../nominations/tables.ts';

export const screenings = sqliteTable('screenings', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  outcome: text('outcome', { enum: ['eligible', 'ineligible'] }).notNull(),
  reason: text('reason').notNull(),
  findings: text('findings', { mode: 'json' }).notNull(),
  against: text('against'),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});

export const shortlistings = sqliteTable('shortlistings', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  removedAt: integer('removed_at'),
  removedBy: text('removed_by'),
  removalReason: text('removal_reason'),
});

export const clarifications = sqliteTable('clarifications', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  sectionId: text('section_id').notNull(),
  question: text('question').notNull(),
  dueAt: integer('due_at').notNull(),
  askedAt: integer('asked_at').notNull(),
  askedBy: text('asked_by').notNull(),
  answer: text('answer'),
  answeredAt: integer('answered_at'),
  answeredBy: text('answered_by'),
  acceptedAt: integer('accepted_at'),
  acceptedBy: text('accepted_by'),
});
