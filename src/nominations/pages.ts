import { and, asc, desc, eq, isNull, notExists, sql } from 'drizzle-orm';
import { cities } from '../cities/tables.ts';
import { namesOf } from '../people/pages.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import type { Appointment } from '../platform/http/viewer.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import { type NominationState, nominationState, type Outcome } from './nomination.ts';
import {
  commissions,
  endorsementObjections,
  endorsements,
  nominationExtensions,
  nominationMembers,
  nominations,
  submissions,
} from './tables.ts';

export type SubmissionHead = {
  id: string;
  number: number;
  receipt: string;
  digest: string;
  at: Instant;
  by: string;
};
export type Endorsement = {
  id: string;
  outcome: Outcome;
  statement: string;
  at: Instant;
  by: string;
  /** Who signed for the commission where the office recorded it from paper; null where the commission acted itself. */
  signedBy: string | null;
};

/** A nomination with its city and what stands of its dated rows. */
export type Nomination = {
  id: string;
  editionId: string;
  cityId: string;
  cityName: string;
  localName: string | null;
  languageTag: string | null;
  country: string;
  region: string;
  lang: Lang;
  startedAt: Instant;
  startedBy: string;
  withdrawnAt: Instant | null;
  withdrawalReason: string | null;
  extendedTo: Instant | null;
  submission: SubmissionHead | null;
  endorsement: Endorsement | null;
  state: NominationState;
};

const columns = {
  id: nominations.id,
  editionId: nominations.editionId,
  cityId: nominations.cityId,
  cityName: cities.name,
  localName: cities.localName,
  languageTag: cities.languageTag,
  country: nominations.country,
  region: nominations.region,
  lang: nominations.lang,
  startedAt: nominations.startedAt,
  startedBy: nominations.startedBy,
  withdrawnAt: nominations.withdrawnAt,
  withdrawalReason: nominations.withdrawalReason,
};

type BareNomination = Omit<Nomination, 'extendedTo' | 'submission' | 'endorsement' | 'state'>;

const bareById = prepared((db) =>
  db
    .select(columns)
    .from(nominations)
    .innerJoin(cities, eq(cities.id, nominations.cityId))
    .where(eq(nominations.id, sql.placeholder('id')))
    .prepare(),
);

const bareOfEdition = prepared((db) =>
  db
    .select(columns)
    .from(nominations)
    .innerJoin(cities, eq(cities.id, nominations.cityId))
    .where(eq(nominations.editionId, sql.placeholder('edition')))
    .orderBy(asc(cities.name), asc(nominations.startedAt), asc(nominations.id))
    .prepare(),
);

const newestSubmission = prepared((db) =>
  db
    .select({
      id: submissions.id,
      number: submissions.number,
      receipt: submissions.receipt,
      digest: submissions.digest,
      at: submissions.at,
      by: submissions.by,
    })
    .from(submissions)
    .where(eq(submissions.nominationId, sql.placeholder('nomination')))
    .orderBy(desc(submissions.number))
    .limit(1)
    .prepare(),
);

// Two rows of one instant are told apart by the order in which they were written; what the commission objects to is none.
const newestEndorsement = prepared((db) =>
  db
    .select({
      id: endorsements.id,
      outcome: endorsements.outcome,
      statement: endorsements.statement,
      at: endorsements.at,
      by: endorsements.by,
      signedBy: endorsements.signedBy,
    })
    .from(endorsements)
    .where(
      and(
        eq(endorsements.nominationId, sql.placeholder('nomination')),
        notExists(
          db
            .select({ id: endorsementObjections.id })
            .from(endorsementObjections)
            .where(eq(endorsementObjections.endorsementId, endorsements.id)),
        ),
      ),
    )
    .orderBy(desc(endorsements.at), desc(sql`${endorsements}.rowid`))
    .limit(1)
    .prepare(),
);

const newestExtension = prepared((db) =>
  db
    .select({ closesAt: nominationExtensions.closesAt })
    .from(nominationExtensions)
    .where(eq(nominationExtensions.nominationId, sql.placeholder('nomination')))
    .orderBy(desc(nominationExtensions.at), desc(sql`${nominationExtensions}.rowid`))
    .limit(1)
    .prepare(),
);

function complete(db: Db, bare: BareNomination): Nomination {
  const key = { nomination: bare.id };
  const submission = newestSubmission(db).get(key) ?? null;
  const endorsement = newestEndorsement(db).get(key) ?? null;
  const extendedTo = newestExtension(db).get(key)?.closesAt ?? null;
  const state = nominationState({ withdrawnAt: bare.withdrawnAt, submission, endorsement });
  return { ...bare, extendedTo, submission, endorsement, state };
}

/** A nomination by its id, whatever its state. */
export function nominationById(db: Db, id: string): Nomination | null {
  const bare = bareById(db).get({ id });
  return bare ? complete(db, bare) : null;
}

/** All nominations of an edition, the withdrawn ones too, by city. */
export function allNominations(db: Db, edition: string): Nomination[] {
  return bareOfEdition(db)
    .all({ edition })
    .map((bare) => complete(db, bare));
}

const bareOfCity = prepared((db) =>
  db
    .select(columns)
    .from(nominations)
    .innerJoin(cities, eq(cities.id, nominations.cityId))
    .where(eq(nominations.cityId, sql.placeholder('city')))
    .orderBy(desc(nominations.startedAt), asc(nominations.id))
    .prepare(),
);

/** The nominations of a city in all editions, the withdrawn ones too, the newest first. */
export function nominationsOfCity(db: Db, city: string): Nomination[] {
  return bareOfCity(db)
    .all({ city })
    .map((bare) => complete(db, bare));
}

/** The nominations of an edition that were not withdrawn, by city. */
export function liveNominations(db: Db, edition: string): Nomination[] {
  return allNominations(db, edition).filter((one) => one.state !== 'withdrawn');
}

/** The live nomination of a city in an edition: there is one at most. */
export function liveNominationOfCity(db: Db, edition: string, city: string): { id: string } | null {
  const row = db
    .select({ id: nominations.id })
    .from(nominations)
    .where(
      and(eq(nominations.editionId, edition), eq(nominations.cityId, city), isNull(nominations.withdrawnAt)),
    )
    .get();
  return row ?? null;
}

export type Member = {
  id: string;
  account: string;
  role: 'owner' | 'colleague';
  name: string;
  address: string;
  since: Instant;
};

const liveMembers = prepared((db) =>
  db
    .select({
      id: nominationMembers.id,
      account: nominationMembers.accountId,
      role: nominationMembers.role,
      since: nominationMembers.since,
    })
    .from(nominationMembers)
    .where(
      and(
        eq(nominationMembers.nominationId, sql.placeholder('nomination')),
        isNull(nominationMembers.endedAt),
      ),
    )
    .orderBy(desc(nominationMembers.role), asc(nominationMembers.since))
    .prepare(),
);

/** Who writes a dossier now: its owner first, then colleagues in the order in which they came. */
export function membersOf(db: Db, nomination: string): Member[] {
  const rows = liveMembers(db).all({ nomination });
  const names = namesOf(
    db,
    rows.map((one) => one.account),
  );
  return rows.map((one) => ({ ...one, ...(names.get(one.account) ?? { name: '', address: '' }) }));
}

/** Everybody who writes a dossier of an edition that was not withdrawn, each account once. */
export function writersOfEdition(db: Db, edition: string): string[] {
  return db
    .selectDistinct({ account: nominationMembers.accountId })
    .from(nominationMembers)
    .innerJoin(nominations, eq(nominations.id, nominationMembers.nominationId))
    .where(
      and(
        eq(nominations.editionId, edition),
        isNull(nominations.withdrawnAt),
        isNull(nominationMembers.endedAt),
      ),
    )
    .orderBy(asc(nominationMembers.accountId))
    .all()
    .map(({ account }) => account);
}

const membershipsOf = prepared((db) =>
  db
    .select({
      role: nominationMembers.role,
      edition: nominations.editionId,
      nomination: nominations.id,
    })
    .from(nominationMembers)
    .innerJoin(nominations, eq(nominations.id, nominationMembers.nominationId))
    .where(
      and(eq(nominationMembers.accountId, sql.placeholder('account')), isNull(nominationMembers.endedAt)),
    )
    .orderBy(desc(nominations.startedAt))
    .prepare(),
);

const commissionsOf = prepared((db) =>
  db
    .select({ edition: commissions.editionId, country: commissions.country })
    .from(commissions)
    .where(and(eq(commissions.accountId, sql.placeholder('account')), isNull(commissions.endedAt)))
    .prepare(),
);

/** What an account may write or read here: its own nominations, and the countries of its commissions. */
export function nominationAppointmentsOf(db: Db, account: string): Appointment[] {
  const memberships: Appointment[] = membershipsOf(db).all({ account });
  const countries = commissionsOf(db).all({ account });
  return [...memberships, ...countries.map((one): Appointment => ({ role: 'commission', ...one }))];
}
