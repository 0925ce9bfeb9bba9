import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { toText } from '../platform/exact/fraction.ts';
import type { Solve } from '../platform/solver/model.ts';
import { tallyClosing, tallyOf } from '../tally/pages.ts';
import { selectionProblem } from './edition-problem.ts';
import { type SelectionResult, selectAwardees } from './selection.ts';
import { selectionJson } from './selection-json.ts';
import { selections } from './tables.ts';

export type SelectionRow = typeof selections.$inferSelect;

/** What two people sign: rules, totals, and the selection with its certificate; its digest names it. */
export type Record = {
  format: 'learning-cities-award/record/1';
  edition: string;
  rules: string;
  tally: string;
  totals: { nomination: string; total: { num: string; den: string } | null }[];
  /** The awardees, best first; null where a tie stays. */
  awardees: string[] | null;
  result: ReturnType<typeof selectionJson>;
};

export type Computed = { record: Record; digest: string; result: SelectionResult };

/** Computes the selection of an edition anew from what stands in the database. */
export async function computeSelection(db: Db, edition: Edition, solve: Solve): Promise<Computed> {
  const { ranking } = tallyOf(db, edition);
  const ids = edition.definition.rubric.criteria.map(({ id }) => id);
  const problem = selectionProblem(edition.definition.rules.selection, ids, ranking);
  const result = await selectAwardees(problem, solve);
  const winners = result.status === 'optimal' && result.winners ? new Set(result.winners) : null;
  const record: Record = {
    format: 'learning-cities-award/record/1',
    edition: edition.slug,
    rules: edition.digest,
    tally: tallyClosing(db, edition.id)?.digest ?? '',
    totals: ranking.map(({ nomination, total }) => ({ nomination, total: total && toText(total) })),
    awardees:
      winners &&
      ranking.filter(({ nomination }) => winners.has(nomination)).map(({ nomination }) => nomination),
    // What JSON cannot hold was written as text before; the rest goes through it once, so that a digest is of what is stored.
    result: JSON.parse(
      JSON.stringify(selectionJson(result), (_key, value) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ),
  };
  return { record, digest: digestOf(record), result };
}

/** The newest selection of an edition that nothing has voided. */
export function standingSelection(
  db: Db,
  edition: string,
): (Omit<SelectionRow, 'record'> & { record: Record }) | null {
  const row = db
    .select()
    .from(selections)
    .where(and(eq(selections.editionId, edition), isNull(selections.voidedAt)))
    .orderBy(desc(selections.draft))
    .limit(1)
    .get();
  return row ? { ...row, record: row.record as Record } : null;
}

export type Approved = { id: string; digest: string; approvedAt: Instant; awardees: string[] };

/** The selection that two people approved and that nothing has voided since. */
export function approvedSelection(db: Db, edition: string): Approved | null {
  const row = db
    .select({
      id: selections.id,
      digest: selections.digest,
      approvedAt: selections.approvedAt,
      record: selections.record,
    })
    .from(selections)
    .where(
      and(eq(selections.editionId, edition), isNotNull(selections.approvedAt), isNull(selections.voidedAt)),
    )
    .orderBy(desc(selections.draft))
    .limit(1)
    .get();
  if (row?.approvedAt == null) return null;
  const { awardees } = row.record as Record;
  return { id: row.id, digest: row.digest, approvedAt: row.approvedAt, awardees: awardees ?? [] };
}
