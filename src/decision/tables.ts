import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { editions } from '../editions/tables.ts';
import { jurors } from '../jury/tables.ts';
import { nominations } from '../nominations/tables.ts';

export const selections = sqliteTable('selections', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  draft: integer('draft').notNull(),
  record: text('record', { mode: 'json' }).notNull(),
  digest: text('digest').notNull(),
  computedAt: integer('computed_at').notNull(),
  computedBy: text('computed_by').notNull(),
  proposedAt: integer('proposed_at'),
  proposedBy: text('proposed_by'),
  approvedAt: integer('approved_at'),
  approvedBy: text('approved_by'),
  approvedDigest: text('approved_digest'),
  returnedAt: integer('returned_at'),
  returnedBy: text('returned_by'),
  returnReason: text('return_reason'),
  voidedAt: integer('voided_at'),
  approveReason: text('approve_reason'),
});

const decidedByHand = {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  /** The digest of the basis that it was decided on; on another it does not count. */
  ground: text('ground').notNull(),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
};

export const selectionOverrides = sqliteTable('selection_overrides', {
  ...decidedByHand,
  nominationId: text('nomination_id')
    .notNull()
    .references(() => nominations.id),
  side: text('side', { enum: ['in', 'out'] }).notNull(),
});

export const selectionChoices = sqliteTable('selection_choices', {
  ...decidedByHand,
  chosen: text('chosen', { mode: 'json' }).notNull(),
});

export const meetingEntries = sqliteTable('meeting_entries', {
  id: text('id').primaryKey(),
  editionId: text('edition_id')
    .notNull()
    .references(() => editions.id),
  kind: text('kind', { enum: ['present', 'absent', 'left', 'vote'] }).notNull(),
  jurorId: text('juror_id').references(() => jurors.id),
  nominationId: text('nomination_id').references(() => nominations.id),
  votesFor: integer('votes_for'),
  votesAgainst: integer('votes_against'),
  abstained: integer('abstained'),
  at: integer('at').notNull(),
  by: text('by').notNull(),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
});

export const selectionReserves = sqliteTable('selection_reserves', {
  selectionId: text('selection_id')
    .primaryKey()
    .references(() => selections.id),
  declined: text('declined', { mode: 'json' }).notNull(),
  entered: text('entered', { mode: 'json' }).notNull(),
  reason: text('reason').notNull(),
  at: integer('at').notNull(),
  by: text('by').notNull(),
});
