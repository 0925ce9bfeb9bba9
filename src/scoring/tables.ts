import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { assignments } from '../assignment/tables.ts';
import { editions } from '../editions/tables.ts';
import { jurors } from '../jury/tables.ts';
import { nominations } from '../nominations/tables.ts';

export const scorecards = sqliteTable('scorecards', {
  id: text('id').primaryKey(),
  assignmentId: text('assignment_id')
    .notNull()
    .references(() => assignments.id),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  jurorId: text('juror_id')
    .notNull()
    .references(() => jurors.id),
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  openedAt: integer('opened_at').notNull(),
  version: integer('version').notNull(),
  savedAt: integer('saved_at'),
});

export const scores = sqliteTable(
  'scores',
  {
    scorecardId: text('scorecard_id')
      .notNull()
      .references(() => scorecards.id),
    criterionId: text('criterion_id').notNull(),
    points: integer('points'),
    remark: text('remark').notNull().default(''),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scorecardId, table.criterionId] })],
);

export const scoreRevisions = sqliteTable(
  'score_revisions',
  {
    scorecardId: text('scorecard_id')
      .notNull()
      .references(() => scorecards.id),
    version: integer('version').notNull(),
    criterionId: text('criterion_id').notNull(),
    points: integer('points'),
    remark: text('remark').notNull(),
    savedAt: integer('saved_at').notNull(),
    savedBy: text('saved_by').notNull(),
    salt: text('salt').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scorecardId, table.version, table.criterionId] })],
);

export const scorecardLocks = sqliteTable('scorecard_locks', {
  id: text('id').primaryKey(),
  scorecardId: text('scorecard_id')
    .notNull()
    .references(() => scorecards.id),
  receipt: text('receipt').notNull(),
  card: text('card', { mode: 'json' }).notNull(),
  salt: text('salt').notNull(),
  commitment: text('commitment').notNull(),
  auditSeq: integer('audit_seq').notNull(),
  auditHash: text('audit_hash').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  reopenedAt: integer('reopened_at'),
  reopenedBy: text('reopened_by'),
  reopeningApprovedBy: text('reopening_approved_by'),
  reopeningReason: text('reopening_reason'),
});

export const scorecardReopenings = sqliteTable('scorecard_reopenings', {
  id: text('id').primaryKey(),
  lockId: text('lock_id')
    .notNull()
    .references(() => scorecardLocks.id),
  reason: text('reason').notNull(),
  openUntil: integer('open_until').notNull(),
  askedAt: integer('asked_at').notNull(),
  askedBy: text('asked_by').notNull(),
  answeredAt: integer('answered_at'),
  answeredBy: text('answered_by'),
  outcome: text('outcome', { enum: ['approved', 'declined'] }),
});

export const scoringClosings = sqliteTable('scoring_closings', {
  editionId: text('edition_id')
    .primaryKey()
    .references(() => editions.id),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});

export const remarkRulings = sqliteTable('remark_rulings', {
  id: text('id').primaryKey(),
  scorecardId: text('scorecard_id')
    .notNull()
    .references(() => scorecards.id),
  criterionId: text('criterion_id').notNull(),
  outcome: text('outcome', { enum: ['released', 'held'] }).notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});
