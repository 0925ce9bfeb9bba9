import { type AnySQLiteColumn, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { accounts } from '../people/tables.ts';
import type { Texts } from './definition.ts';

export const editions = sqliteTable('editions', {
  id: text('id').primaryKey(),
  slug: text('slug').notNull(),
  year: integer('year').notNull(),
  sample: integer('sample').notNull().default(0),
  draftedAt: integer('drafted_at').notNull(),
  draftedBy: text('drafted_by').notNull(),
  publishedAt: integer('published_at'),
  publishedBy: text('published_by'),
  frozenAt: integer('frozen_at'),
  copiedFrom: text('copied_from'),
});

export const editionDefinitions = sqliteTable(
  'edition_definitions',
  {
    editionId: text('edition_id')
      .notNull()
      .references(() => editions.id),
    version: integer('version').notNull(),
    definition: text('definition', { mode: 'json' }).notNull(),
    digest: text('digest').notNull(),
    reason: text('reason').notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.editionId, table.version] })],
);

export const stages = sqliteTable(
  'stages',
  {
    editionId: text('edition_id')
      .notNull()
      .references(() => editions.id),
    stage: text('stage', {
      enum: ['call', 'nomination', 'screening', 'scoring', 'decision', 'announcement'],
    }).notNull(),
    opensAt: integer('opens_at').notNull(),
    closesAt: integer('closes_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.editionId, table.stage] })],
);

export const stageExtensions = sqliteTable('stage_extensions', {
  id: text('id').primaryKey(),
  editionId: text('edition_id').notNull(),
  stage: text('stage').notNull(),
  closesAt: integer('closes_at').notNull(),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});

export const officeAppointments = sqliteTable('office_appointments', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  role: text('role', { enum: ['organiser', 'approver', 'auditor'] }).notNull(),
  since: integer('since').notNull(),
  appointedBy: text('appointed_by').notNull(),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
});

export const definitionProposals = sqliteTable('definition_proposals', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  base: integer('base').notNull(),
  definition: text('definition', { mode: 'json' }).notNull(),
  reason: text('reason').notNull(),
  proposedAt: integer('proposed_at').notNull(),
  proposedBy: text('proposed_by')
    .notNull()
    .references(() => accounts.id),
  confirmedAt: integer('confirmed_at'),
  confirmedBy: text('confirmed_by').references(() => accounts.id),
  withdrawnAt: integer('withdrawn_at'),
  withdrawnBy: text('withdrawn_by'),
});

export const askedQuestions = sqliteTable('asked_questions', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  question: text('question', { mode: 'json' }).$type<Texts>().notNull(),
  answer: text('answer', { mode: 'json' }).$type<Texts>().notNull(),
  publishedAt: integer('published_at').notNull(),
  publishedBy: text('published_by')
    .notNull()
    .references(() => accounts.id),
  replaces: text('replaces').references((): AnySQLiteColumn => askedQuestions.id),
  withdrawnAt: integer('withdrawn_at'),
  withdrawnBy: text('withdrawn_by').references(() => accounts.id),
});
