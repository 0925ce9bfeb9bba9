import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { type Db, prepared } from '../platform/database.ts';
import { factors, recoveries } from './tables.ts';

export type Factor = typeof factors.$inferSelect;

const liveFactors = prepared((db) =>
  db
    .select()
    .from(factors)
    .where(and(eq(factors.accountId, sql.placeholder('account')), isNull(factors.endedAt)))
    .orderBy(asc(factors.since), asc(factors.id))
    .prepare(),
);

/** The factors of an account that stand, the oldest first. */
export function factorsOf(db: Db, account: string): Factor[] {
  return liveFactors(db).all({ account });
}

export type Recovery = typeof recoveries.$inferSelect;

const open = and(isNull(recoveries.confirmedAt), isNull(recoveries.refusedAt));

/** The recovery that an account has asked for and nobody has answered. */
export function openRecoveryOf(db: Db, account: string): Recovery | null {
  return (
    db
      .select()
      .from(recoveries)
      .where(and(eq(recoveries.accountId, account), open))
      .get() ?? null
  );
}

/** All recoveries that nobody has answered, the oldest first. */
export function openRecoveries(db: Db): Recovery[] {
  return db.select().from(recoveries).where(open).orderBy(asc(recoveries.askedAt)).all();
}

/** A recovery by its id, answered or not. */
export function recoveryById(db: Db, id: string): Recovery | null {
  return db.select().from(recoveries).where(eq(recoveries.id, id)).get() ?? null;
}

/** The accounts that have lost their factor and cannot sign until somebody answers. */
export function lostFactors(db: Db): ReadonlySet<string> {
  return new Set(openRecoveries(db).map(({ accountId }) => accountId));
}
