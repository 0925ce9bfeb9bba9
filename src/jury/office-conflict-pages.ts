import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { commissions, nominationMembers, nominations } from '../nominations/tables.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { officeConflicts } from './tables.ts';

/** What somebody of the office declared: nothing of that nomination's judging is for them. */
export type OfficeConflict = { nomination: string; reason: string; at: Instant };

const declaredBy = prepared((db) =>
  db
    .select({
      nomination: officeConflicts.nominationId,
      reason: officeConflicts.reason,
      at: officeConflicts.at,
    })
    .from(officeConflicts)
    .innerJoin(nominations, eq(nominations.id, officeConflicts.nominationId))
    .where(
      and(
        eq(officeConflicts.accountId, sql.placeholder('account')),
        eq(nominations.editionId, sql.placeholder('edition')),
      ),
    )
    .orderBy(asc(officeConflicts.at), asc(officeConflicts.id))
    .prepare(),
);

const writtenBy = prepared((db) =>
  db
    .select({ nomination: nominations.id })
    .from(nominationMembers)
    .innerJoin(nominations, eq(nominations.id, nominationMembers.nominationId))
    .where(
      and(
        eq(nominationMembers.accountId, sql.placeholder('account')),
        eq(nominations.editionId, sql.placeholder('edition')),
      ),
    )
    .prepare(),
);

const ofOwnCommission = prepared((db) =>
  db
    .select({ nomination: nominations.id })
    .from(commissions)
    .innerJoin(
      nominations,
      and(
        eq(nominations.editionId, commissions.editionId),
        eq(nominations.country, commissions.country),
        isNull(commissions.endedAt),
      ),
    )
    .where(
      and(
        eq(commissions.accountId, sql.placeholder('account')),
        eq(commissions.editionId, sql.placeholder('edition')),
      ),
    )
    .prepare(),
);

/** The conflicts that an account has declared in an edition, oldest first. */
export function officeConflictsOf(db: Db, edition: string, account: string): OfficeConflict[] {
  return declaredBy(db).all({ edition, account });
}

/**
 * The nominations of an edition of whose judging an account learns nothing, not from a count either: those that it
 * declared, those that it wrote itself, and those of the country whose commission it sits in.
 */
export function hiddenFromOffice(db: Db, edition: string, account: string): ReadonlySet<string> {
  const key = { edition, account };
  const found = [...declaredBy(db).all(key), ...writtenBy(db).all(key), ...ofOwnCommission(db).all(key)];
  return new Set(found.map(({ nomination }) => nomination));
}
