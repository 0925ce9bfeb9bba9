import { and, asc, eq, isNull } from 'drizzle-orm';
import { namesOf } from '../people/pages.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { commissions } from './tables.ts';

export type Commission = {
  id: string;
  country: string;
  account: string;
  name: string;
  address: string;
  since: Instant;
};

/** The National Commissions that may nominate in an edition, by country. */
export function commissionsOfEdition(db: Db, edition: string): Commission[] {
  const rows = db
    .select({
      id: commissions.id,
      country: commissions.country,
      account: commissions.accountId,
      since: commissions.since,
    })
    .from(commissions)
    .where(and(eq(commissions.editionId, edition), isNull(commissions.endedAt)))
    .orderBy(asc(commissions.country), asc(commissions.since))
    .all();
  const names = namesOf(
    db,
    rows.map((one) => one.account),
  );
  return rows.map((one) => ({ ...one, ...(names.get(one.account) ?? { name: '', address: '' }) }));
}

/** The accounts that a country's National Commission has in an edition. */
export function commissionAccounts(db: Db, edition: string, country: string): string[] {
  return db
    .select({ account: commissions.accountId })
    .from(commissions)
    .where(
      and(eq(commissions.editionId, edition), eq(commissions.country, country), isNull(commissions.endedAt)),
    )
    .orderBy(asc(commissions.since))
    .all()
    .map((one) => one.account);
}
