import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { namesOf } from '../people/pages.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { files } from '../platform/tables.ts';
import type { FileToSend } from './dossier-pages.ts';
import { commissions, endorsements, preferenceOrders } from './tables.ts';

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

/** The order in which a country's commission prefers its nominations, as it was given last; empty where none was. */
export function preferenceOf(db: Db, edition: string, country: string): string[] {
  const row = db
    .select({ nominations: preferenceOrders.nominations })
    .from(preferenceOrders)
    .where(and(eq(preferenceOrders.editionId, edition), eq(preferenceOrders.country, country)))
    .orderBy(desc(preferenceOrders.at), desc(sql`${preferenceOrders}.rowid`))
    .limit(1)
    .get();
  return (row?.nominations ?? []) as string[];
}

/** The scan of a commission's act on paper, among those of one nomination. */
export function scanOf(db: Db, nomination: string, endorsement: string): FileToSend | null {
  const row = db
    .select({ storedName: files.storedName, name: files.name, mediaType: files.mediaType })
    .from(endorsements)
    .innerJoin(files, eq(files.id, endorsements.scanId))
    .where(and(eq(endorsements.id, endorsement), eq(endorsements.nominationId, nomination)))
    .get();
  return row ?? null;
}
