import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { cities } from '../cities/tables.ts';
import { editions } from '../editions/tables.ts';
import { accounts } from '../people/tables.ts';
import { files } from '../platform/tables.ts';

export const nominations = sqliteTable('nominations', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  cityId: text('city_id')
    .notNull()
    .references(() => cities.id),
  country: text('country').notNull(),
  region: text('region').notNull(),
  lang: text('lang', { enum: ['en', 'fr', 'es'] }).notNull(),
  startedAt: integer('started_at').notNull(),
  startedBy: text('started_by')
    .notNull()
    .references(() => accounts.id),
  withdrawnAt: integer('withdrawn_at'),
  withdrawnBy: text('withdrawn_by'),
  withdrawalReason: text('withdrawal_reason'),
});

export const nominationMembers = sqliteTable('nomination_members', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  role: text('role', { enum: ['owner', 'colleague'] }).notNull(),
  since: integer('since').notNull(),
  appointedBy: text('appointed_by').notNull(),
  endedAt: integer('ended_at'),
});

export const nominationExtensions = sqliteTable('nomination_extensions', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  closesAt: integer('closes_at').notNull(),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});

export const sectionAnswers = sqliteTable(
  'section_answers',
  {
    nominationId: text('nomination_id')
      .notNull()
      .references(() => nominations.id),
    sectionId: text('section_id').notNull(),
    version: integer('version').notNull(),
    answers: text('answers', { mode: 'json' }).notNull(),
    savedAt: integer('saved_at').notNull(),
    savedBy: text('saved_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.nominationId, table.sectionId] })],
);

export const sectionRevisions = sqliteTable(
  'section_revisions',
  {
    nominationId: text('nomination_id')
      .notNull()
      .references(() => nominations.id),
    sectionId: text('section_id').notNull(),
    version: integer('version').notNull(),
    answers: text('answers', { mode: 'json' }).notNull(),
    savedAt: integer('saved_at').notNull(),
    savedBy: text('saved_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.nominationId, table.sectionId, table.version] })],
);

export const nominationFiles = sqliteTable('nomination_files', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  questionId: text('question_id').notNull(),
  fileId: text('file_id')
    .notNull()
    .references(() => files.id),
  addedAt: integer('added_at').notNull(),
  removedAt: integer('removed_at'),
});

export const submissions = sqliteTable('submissions', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  number: integer('number').notNull(),
  receipt: text('receipt').notNull(),
  dossier: text('dossier', { mode: 'json' }).notNull(),
  digest: text('digest').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});

export const commissions = sqliteTable('commissions', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  country: text('country').notNull(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  since: integer('since').notNull(),
  appointedBy: text('appointed_by').notNull(),
  endedAt: integer('ended_at'),
});

export const endorsements = sqliteTable('endorsements', {
  id: text('id').primaryKey(),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  outcome: text('outcome', { enum: ['nominated', 'declined'] }).notNull(),
  statement: text('statement').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  signedBy: text('signed_by'),
  scanId: text('scan_id').references(() => files.id),
});

export const endorsementObjections = sqliteTable('endorsement_objections', {
  id: text('id').primaryKey(),
  endorsementId: text('endorsement_id')
    .notNull()
    .references(() => endorsements.id),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});

export const preferenceOrders = sqliteTable('preference_orders', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  country: text('country').notNull(),
  nominations: text('nominations', { mode: 'json' }).notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});
