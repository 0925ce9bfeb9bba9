import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import type { Solve } from '../platform/solver/model.ts';
import { screeningState } from '../screening/pages.ts';
import { type Choice, decide, type Override } from './by-hand.ts';
import { type Ground, groundOf } from './ground-pages.ts';
import { basisOf, type Change, changesBetween, type Record } from './record.ts';
import { type SelectionResult, selectAwardees } from './selection.ts';
import { selectionJson } from './selection-json.ts';
import { selectionChoices, selectionOverrides, selections } from './tables.ts';

export type SelectionRow = typeof selections.$inferSelect;

/** A computed selection: its record with the digest that names it, and the ground that it rests on. */
export type Computed = {
  ground: Ground;
  result: SelectionResult;
  record: Record;
  digest: string;
};

/** Computes the selection of an edition anew from what stands in the database. */
export async function computeSelection(db: Db, edition: Edition, solve: Solve): Promise<Computed> {
  const ground = groundOf(db, edition);
  const result = await selectAwardees(ground.problem, solve);
  return withDecisions(db, edition.id, { ground, result });
}

/** The record of a computed selection with what people have decided on it by now; no solver. */
export function withDecisions(
  db: Db,
  edition: string,
  { ground, result }: Pick<Computed, 'ground' | 'result'>,
): Computed {
  const { choice, overrides } = decisionsOn(db, edition, ground.digest);
  const record: Record = {
    format: 'learning-cities-award/record/1',
    ...ground.basis,
    ...decide(ground.problem, result, choice, overrides),
    // What JSON cannot hold was written as text before; the rest goes through it once, so that a digest is of what is stored.
    result: JSON.parse(
      JSON.stringify(selectionJson(result), (_key, value) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ),
  };
  return { ground, result, record, digest: digestOf(record) };
}

const liveOverrides = prepared((db) =>
  db
    .select()
    .from(selectionOverrides)
    .where(
      and(
        eq(selectionOverrides.editionId, sql.placeholder('edition')),
        eq(selectionOverrides.ground, sql.placeholder('ground')),
        isNull(selectionOverrides.endedAt),
      ),
    )
    .orderBy(selectionOverrides.at, selectionOverrides.id)
    .prepare(),
);

const liveChoice = prepared((db) =>
  db
    .select()
    .from(selectionChoices)
    .where(
      and(
        eq(selectionChoices.editionId, sql.placeholder('edition')),
        eq(selectionChoices.ground, sql.placeholder('ground')),
        isNull(selectionChoices.endedAt),
      ),
    )
    .prepare(),
);

/** What people decided on this ground (the digest of a basis): the choice among level sets, and the cities moved. */
export function decisionsOn(
  db: Db,
  edition: string,
  ground: string,
): { choice: Choice | null; overrides: Override[] } {
  const choice = liveChoice(db).get({ edition, ground });
  const overrides = liveOverrides(db).all({ edition, ground });
  return {
    choice: choice ? { chosen: choice.chosen as string[], reason: choice.reason, by: choice.by } : null,
    overrides: overrides.map(({ nominationId, side, reason, by }) => {
      return { nomination: nominationId, side, reason, by };
    }),
  };
}

export type StandingSelection = Omit<SelectionRow, 'record'> & {
  record: Record;
  /** What has changed since it was computed; it holds only where nothing has. */
  changes: Change[];
};

const newestRow = prepared((db) =>
  db
    .select()
    .from(selections)
    .where(and(eq(selections.editionId, sql.placeholder('edition')), isNull(selections.voidedAt)))
    .orderBy(desc(selections.draft))
    .limit(1)
    .prepare(),
);

/** The newest selection of an edition, with whether it still equals what the rows say. */
export function standingSelection(db: Db, edition: string): StandingSelection | null {
  const row = newestRow(db).get({ edition });
  if (!row) return null;
  const record = row.record as Record;
  return { ...row, record, changes: changesSince(db, edition, record) };
}

function changesSince(db: Db, edition: string, record: Record): Change[] {
  const signed = basisOf(record);
  const { basis, digest: ground } = groundOf(db, wholeEdition(db, edition));
  if (digestOf(signed) !== ground) {
    return changesBetween(signed, basis, (nomination) => {
      const state = screeningState(db, nomination);
      return state === 'withdrawn' || state === 'ineligible' ? state : null;
    });
  }
  const { choice, overrides } = decisionsOn(db, edition, ground);
  const byHand = { choice: record.choice, overrides: record.byHand?.overrides ?? [] };
  return digestOf(byHand) === digestOf({ choice, overrides }) ? [] : [{ kind: 'byHand' }];
}

export type Approved = { id: string; digest: string; approvedAt: Instant; awardees: string[] };

/** The selection that two people approved and that still equals what the rows say; null otherwise. */
export function approvedSelection(db: Db, edition: string): Approved | null {
  const one = standingSelection(db, edition);
  if (one === null || one.approvedAt === null || one.changes.length > 0) return null;
  return { id: one.id, digest: one.digest, approvedAt: one.approvedAt, awardees: one.record.awardees ?? [] };
}

/** What changed since two people approved the newest selection; empty where it holds, or where none is approved. */
export function whyNoLongerHolds(db: Db, edition: string): Change[] {
  const one = standingSelection(db, edition);
  return one === null || one.approvedAt === null ? [] : one.changes;
}
