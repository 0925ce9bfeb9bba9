import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';
import { nominations } from '../nominations/tables.ts';
import { accounts } from '../people/tables.ts';
import type { Lang } from '../platform/i18n/lang.ts';

export const jurors = sqliteTable('jurors', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  invitedAt: integer('invited_at').notNull(),
  invitedBy: text('invited_by').notNull(),
  acceptedAt: integer('accepted_at'),
  termsVersion: text('terms_version'),
  declinedAt: integer('declined_at'),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
  endingReason: text('ending_reason'),
  fixedAt: integer('fixed_at'),
  country: text('country').notNull(),
  region: text('region', { enum: ['AFR', 'ARB', 'APA', 'ENA', 'LAC'] }).notNull(),
  languages: text('languages', { mode: 'json' }).$type<Lang[]>().notNull(),
  expertise: text('expertise', { mode: 'json' }).$type<string[]>().notNull(),
  affiliations: text('affiliations', { mode: 'json' }).$type<string[]>().notNull(),
  maxLoad: integer('max_load').notNull(),
});

export const conflicts = sqliteTable('conflicts', {
  id: text('id').primaryKey(),
  jurorId: text('juror_id')
    .notNull()
    .references(() => jurors.id),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  kind: text('kind', { enum: ['suggested', 'declared'] }).notNull(),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  confirmedAt: integer('confirmed_at'),
  confirmedBy: text('confirmed_by'),
  refusedAt: integer('refused_at'),
  refusedBy: text('refused_by'),
});

export const officeConflicts = sqliteTable('office_conflicts', {
  id: text('id').primaryKey(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
});
