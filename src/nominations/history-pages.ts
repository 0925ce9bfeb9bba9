import { asc, eq, sql } from 'drizzle-orm';
import { namesOf } from '../people/pages.ts';
import type { Instant } from '../platform/clock.ts';
import type { Db } from '../platform/database.ts';
import { submissionsOf } from './dossier-pages.ts';
import type { Nomination } from './pages.ts';
import { endorsementObjections, endorsements, nominationExtensions, nominations } from './tables.ts';

export type Event =
  | { kind: 'started'; at: Instant; by: string }
  | { kind: 'submitted'; at: Instant; by: string; receipt: string }
  | { kind: 'extended'; at: Instant; by: string; until: Instant; reason: string }
  | { kind: 'paperNominated' | 'paperDeclined'; at: Instant; by: string; signedBy: string; reason: string }
  | {
      kind: 'nominated' | 'declined' | 'withdrawn' | 'objected';
      at: Instant;
      by: string;
      reason: string;
    };

/** Everything that happened to a nomination, the oldest first, with the names of those who did it. */
export function historyOf(db: Db, nomination: Nomination): (Event & { name: string })[] {
  const events: Event[] = [
    { kind: 'started', at: nomination.startedAt, by: nomination.startedBy },
    ...submissionsOf(db, nomination.id).map(({ at, by, receipt }) => ({
      kind: 'submitted' as const,
      at,
      by,
      receipt,
    })),
    ...extensionEvents(db, nomination.id),
    ...endorsementEvents(db, nomination.id),
    ...objectionEvents(db, nomination.id),
    ...withdrawalEvent(db, nomination),
  ];
  const names = namesOf(
    db,
    events.map((event) => event.by),
  );
  return events
    .sort((one, other) => one.at - other.at)
    .map((event) => ({ ...event, name: names.get(event.by)?.name ?? '' }));
}

function extensionEvents(db: Db, nomination: string): Event[] {
  const rows = db
    .select()
    .from(nominationExtensions)
    .where(eq(nominationExtensions.nominationId, nomination))
    .orderBy(asc(nominationExtensions.at))
    .all();
  return rows.map(({ at, by, closesAt, reason }) => ({ kind: 'extended', at, by, until: closesAt, reason }));
}

function endorsementEvents(db: Db, nomination: string): Event[] {
  const rows = db
    .select()
    .from(endorsements)
    .where(eq(endorsements.nominationId, nomination))
    .orderBy(asc(endorsements.at), asc(sql`${endorsements}.rowid`))
    .all();
  return rows.map(({ at, by, outcome, statement, signedBy }): Event => {
    if (signedBy === null) return { kind: outcome, at, by, reason: statement };
    const kind = outcome === 'nominated' ? 'paperNominated' : 'paperDeclined';
    return { kind, at, by, signedBy, reason: statement };
  });
}

function objectionEvents(db: Db, nomination: string): Event[] {
  const rows = db
    .select({
      at: endorsementObjections.at,
      by: endorsementObjections.by,
      reason: endorsementObjections.reason,
    })
    .from(endorsementObjections)
    .innerJoin(endorsements, eq(endorsements.id, endorsementObjections.endorsementId))
    .where(eq(endorsements.nominationId, nomination))
    .all();
  return rows.map((row) => ({ kind: 'objected', ...row }));
}

function withdrawalEvent(db: Db, nomination: Nomination): Event[] {
  const row = db
    .select({
      at: nominations.withdrawnAt,
      by: nominations.withdrawnBy,
      reason: nominations.withdrawalReason,
    })
    .from(nominations)
    .where(eq(nominations.id, nomination.id))
    .get();
  if (row?.at == null) return [];
  return [{ kind: 'withdrawn', at: row.at, by: row.by ?? '', reason: row.reason ?? '' }];
}
