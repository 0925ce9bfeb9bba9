import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';
import { jurors } from '../jury/tables.ts';
import { nominations } from '../nominations/tables.ts';

export const proposals = sqliteTable('proposals', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  kind: text('kind', { enum: ['whole', 'top-up'] }).notNull(),
  problem: text('problem', { mode: 'json' }).notNull(),
  problemDigest: text('problem_digest').notNull(),
  solution: text('solution', { mode: 'json' }).notNull(),
  madeAt: integer('made_at').notNull(),
  madeBy: text('made_by').notNull(),
  appliedAt: integer('applied_at'),
  appliedBy: text('applied_by'),
  asked: text('asked', { mode: 'json' }),
  changedFrom: text('changed_from'),
  beside: text('beside', { mode: 'json' }),
});

export const assignments = sqliteTable('assignments', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  jurorId: text('juror_id')
    .notNull()
    .references(() => jurors.id),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  proposalId: text('proposal_id')
    .notNull()
    .references(() => proposals.id),
  position: integer('position').notNull(),
  appliedAt: integer('applied_at').notNull(),
  appliedBy: text('applied_by').notNull(),
  announcedAt: integer('announced_at'),
  recusedAt: integer('recused_at'),
  recusalReason: text('recusal_reason'),
  removedAt: integer('removed_at'),
  removedBy: text('removed_by'),
});

export const shortfalls = sqliteTable('shortfalls', {
  id: integer('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  openedAt: integer('opened_at').notNull(),
  closedAt: integer('closed_at'),
});
