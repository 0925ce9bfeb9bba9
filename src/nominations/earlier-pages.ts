import { and, desc, eq, isNull, ne } from 'drizzle-orm';
import { editions } from '../editions/tables.ts';
import type { Db } from '../platform/database.ts';
import { draftOf } from './dossier-pages.ts';
import type { Nomination } from './pages.ts';
import { nominationMembers, nominations } from './tables.ts';

export type EarlierDossier = { id: string; edition: string; year: number };

/** Dossiers of the same city in other editions that this account writes and that hold an answer, the newest first. */
export function earlierDossiers(db: Db, account: string, nomination: Nomination): EarlierDossier[] {
  const rows = db
    .select({ id: nominations.id, edition: nominations.editionId, year: editions.year })
    .from(nominations)
    .innerJoin(editions, eq(editions.id, nominations.editionId))
    .innerJoin(nominationMembers, eq(nominationMembers.nominationId, nominations.id))
    .where(
      and(
        eq(nominations.cityId, nomination.cityId),
        ne(nominations.editionId, nomination.editionId),
        eq(nominationMembers.accountId, account),
        isNull(nominationMembers.endedAt),
      ),
    )
    .orderBy(desc(editions.year), desc(nominations.startedAt))
    .all();
  return rows.filter(({ id }) => draftOf(db, id).size > 0);
}
