import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { assignments } from '../assignment/tables.ts';
import { countryName } from '../cities/countries.ts';
import { cities } from '../cities/tables.ts';
import type { Rules } from '../editions/definition.ts';
import { conflictsAmong } from '../jury/conflicts.ts';
import { standingConflicts } from '../jury/pages.ts';
import { conflicts, jurors } from '../jury/tables.ts';
import { nominations } from '../nominations/tables.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { LANGS, type Lang } from '../platform/i18n/lang.ts';
import type { Standing } from './policy.ts';
import { scorecardLocks, scorecards, scoringClosings } from './tables.ts';

/** One assignment as its juror meets it: the city, and the card where it was opened. */
export type Reading = {
  assignment: string;
  edition: string;
  juror: string;
  nomination: string;
  cityId: string;
  city: string;
  localName: string | null;
  languageTag: string | null;
  country: string;
  region: string;
  lang: Lang;
  withdrawnAt: Instant | null;
  announcedAt: Instant | null;
  recusedAt: Instant | null;
  recusalReason: string | null;
  scorecard: string | null;
  openedAt: Instant | null;
  savedAt: Instant | null;
  lockedAt: Instant | null;
  receipt: string | null;
  openUntil: Instant | null;
  /** Whether a conflict stands between the two: then nothing of the dossier exists for this juror. */
  inConflict: boolean;
};

const openUntil = sql<number | null>`(SELECT max(asked.open_until) FROM scorecard_reopenings AS asked
  JOIN scorecard_locks AS before ON before.id = asked.lock_id
  WHERE before.scorecard_id = ${scorecards.id} AND asked.outcome = 'approved')`;

const columns = {
  assignment: assignments.id,
  edition: assignments.editionId,
  juror: jurors.id,
  account: jurors.accountId,
  jurorCountry: jurors.country,
  affiliations: jurors.affiliations,
  jurorEndedAt: jurors.endedAt,
  nomination: nominations.id,
  cityId: nominations.cityId,
  city: cities.name,
  localName: cities.localName,
  languageTag: cities.languageTag,
  country: nominations.country,
  region: nominations.region,
  lang: nominations.lang,
  withdrawnAt: nominations.withdrawnAt,
  announcedAt: assignments.announcedAt,
  recusedAt: assignments.recusedAt,
  recusalReason: assignments.recusalReason,
  removedAt: assignments.removedAt,
  scorecard: scorecards.id,
  openedAt: scorecards.openedAt,
  savedAt: scorecards.savedAt,
  lockedAt: scorecardLocks.at,
  receipt: scorecardLocks.receipt,
  openUntil,
};

const readings = (db: Db) =>
  db
    .select(columns)
    .from(assignments)
    .innerJoin(jurors, eq(jurors.id, assignments.jurorId))
    .innerJoin(nominations, eq(nominations.id, assignments.nominationId))
    .innerJoin(cities, eq(cities.id, nominations.cityId))
    .leftJoin(scorecards, eq(scorecards.assignmentId, assignments.id))
    .leftJoin(
      scorecardLocks,
      and(eq(scorecardLocks.scorecardId, scorecards.id), isNull(scorecardLocks.reopenedAt)),
    );

const ofJuror = prepared((db) =>
  readings(db)
    .where(
      and(
        eq(jurors.accountId, sql.placeholder('account')),
        eq(assignments.editionId, sql.placeholder('edition')),
        isNotNull(assignments.announcedAt),
        isNull(assignments.removedAt),
        isNotNull(jurors.acceptedAt),
        isNull(jurors.endedAt),
      ),
    )
    .orderBy(asc(assignments.position), asc(assignments.id))
    .prepare(),
);

const ofEdition = prepared((db) =>
  readings(db)
    .where(and(eq(assignments.editionId, sql.placeholder('edition')), isNull(assignments.removedAt)))
    .orderBy(asc(jurors.id), asc(assignments.position), asc(assignments.id))
    .prepare(),
);

type Row = ReturnType<ReturnType<typeof ofJuror>['all']>[number];

export type OfficeReading = Reading & {
  account: string;
  jurorEndedAt: Instant | null;
};

function toReading(row: Row, inConflict: boolean): OfficeReading {
  const { jurorCountry: _country, affiliations: _affiliations, removedAt: _removed, ...rest } = row;
  return { ...rest, inConflict };
}

const storedOfJuror = prepared((db) =>
  db
    .select({
      jurorId: conflicts.jurorId,
      nominationId: conflicts.nominationId,
      kind: conflicts.kind,
      reason: conflicts.reason,
      refusedAt: conflicts.refusedAt,
    })
    .from(conflicts)
    .where(eq(conflicts.jurorId, sql.placeholder('juror')))
    .prepare(),
);

/** The nominations among a juror's own rows with which they stand in conflict, judged as the jury's room judges it. */
function conflictsOfJuror(db: Db, ownCountry: boolean, rows: readonly Row[]): Set<string> {
  const [first] = rows;
  if (first === undefined) return new Set();
  const { juror, jurorCountry, affiliations } = first;
  const isNamed = affiliations.length > 0;
  const names = rows.map((row) => ({
    id: row.nomination,
    country: row.country,
    cityNames: isNamed ? [row.city, row.localName ?? ''] : [],
    countryNames: isNamed ? LANGS.map((lang) => countryName(lang, row.country)) : [],
  }));
  const ties = { id: juror, country: jurorCountry, affiliations };
  const standing = conflictsAmong(ownCountry, [ties], names, storedOfJuror(db).all({ juror }));
  return new Set(standing.map(({ nomination }) => nomination));
}

type EditionOf = { id: string; definition: { rules: Rules } };

/** All announced assignments of a juror in the order of their list, those handed back or in conflict too. */
export function readingsOf(db: Db, edition: EditionOf, account: string): Reading[] {
  const rows = ofJuror(db).all({ account, edition: edition.id });
  const parted = conflictsOfJuror(db, edition.definition.rules.jury.ownCountryConflict, rows);
  return rows.map((row) => toReading(row, parted.has(row.nomination)));
}

/** Whether the juror still reads this dossier: neither handed back nor in conflict. */
export function isRead(reading: Reading): boolean {
  return reading.recusedAt === null && !reading.inConflict;
}

/** Every assignment of an edition that was not taken back, by juror; for the office and the tally. */
export function readingsOfEdition(db: Db, edition: { id: string }): OfficeReading[] {
  const parted = new Set(
    standingConflicts(db, edition.id).map(({ juror, nomination }) => `${juror} ${nomination}`),
  );
  return ofEdition(db)
    .all({ edition: edition.id })
    .map((row) => toReading(row, parted.has(`${row.juror} ${row.nomination}`)));
}

const closingOf = prepared((db) =>
  db
    .select({ at: scoringClosings.at })
    .from(scoringClosings)
    .where(eq(scoringClosings.editionId, sql.placeholder('edition')))
    .prepare(),
);

/** When scoring ended with the tally; null before. */
export function scoringClosedAt(db: Db, edition: string): Instant | null {
  return closingOf(db).get({ edition })?.at ?? null;
}

/** What the policies ask of a reading. */
export function standingOf(db: Db, reading: Reading): Standing {
  return {
    withdrawnAt: reading.withdrawnAt,
    lockedAt: reading.lockedAt,
    openUntil: reading.openUntil,
    tallyClosedAt: scoringClosedAt(db, reading.edition),
  };
}
