import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { countryName } from '../cities/countries.ts';
import { officeAppointmentsOf, wholeEdition } from '../editions/pages.ts';
import { editions } from '../editions/tables.ts';
import {
  allNominations,
  type Nomination,
  nominationAppointmentsOf,
  nominationById,
} from '../nominations/pages.ts';
import { whyNotAppoint } from '../people/exclusion.ts';
import { accounts, addresses } from '../people/tables.ts';
import { type Db, prepared } from '../platform/database.ts';
import type { Appointment } from '../platform/http/viewer.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import type { Refusal } from '../platform/result.ts';
import {
  conflictsAmong,
  type NominationNames,
  type StandingConflict,
  type StoredConflict,
} from './conflicts.ts';
import { type JurorState, jurorState } from './juror.ts';
import { conflicts, jurors } from './tables.ts';

type JurorRow = typeof jurors.$inferSelect;

/** A juror with name and address; both stay inside the office. */
export type Juror = JurorRow & { name: string; address: string; lang: 'en' | 'fr' | 'es'; state: JurorState };

const named = { juror: jurors, name: accounts.name, lang: accounts.lang, address: addresses.address };

const ofEdition = prepared((db) =>
  db
    .select(named)
    .from(jurors)
    .innerJoin(accounts, eq(accounts.id, jurors.accountId))
    .innerJoin(addresses, and(eq(addresses.accountId, accounts.id), isNull(addresses.until)))
    .where(eq(jurors.editionId, sql.placeholder('edition')))
    .orderBy(asc(accounts.name), asc(jurors.id))
    .prepare(),
);

const ofAccount = prepared((db) =>
  db
    .select(named)
    .from(jurors)
    .innerJoin(accounts, eq(accounts.id, jurors.accountId))
    .innerJoin(addresses, and(eq(addresses.accountId, accounts.id), isNull(addresses.until)))
    .where(
      and(eq(jurors.editionId, sql.placeholder('edition')), eq(jurors.accountId, sql.placeholder('account'))),
    )
    .prepare(),
);

function complete(row: { juror: JurorRow; name: string; lang: Juror['lang']; address: string }): Juror {
  const { juror, name, lang, address } = row;
  return { ...juror, name: name || address, lang, address, state: jurorState(juror) };
}

/** All jurors of an edition, whatever their state, by name. */
export function jurorsOf(db: Db, edition: string): Juror[] {
  return ofEdition(db).all({ edition }).map(complete);
}

/** The jurors of an edition who have accepted and were not ended, by name. */
export function acceptedJurors(db: Db, edition: string): Juror[] {
  return jurorsOf(db, edition).filter((one) => one.state === 'accepted');
}

/** One juror of an edition. */
export function jurorById(db: Db, edition: string, id: string): Juror | null {
  return jurorsOf(db, edition).find((one) => one.id === id) ?? null;
}

/** The juror that an account is in an edition, whatever the state. */
export function jurorOfAccount(db: Db, edition: string, account: string): Juror | null {
  const row = ofAccount(db).get({ edition, account });
  return row ? complete(row) : null;
}

const acceptedSeats = prepared((db) =>
  db
    .select({ juror: jurors.id, edition: jurors.editionId })
    .from(jurors)
    .where(
      and(
        eq(jurors.accountId, sql.placeholder('account')),
        isNotNull(jurors.acceptedAt),
        isNull(jurors.endedAt),
      ),
    )
    .prepare(),
);

/** The juries in which an account sits; who was only invited has no seat yet. */
export function juryAppointmentsOf(db: Db, account: string): Appointment[] {
  return acceptedSeats(db)
    .all({ account })
    .map((held): Appointment => {
      const { linkAlone } = wholeEdition(db, held.edition).definition.rules.jury;
      return { role: 'juror', ...held, ...(linkAlone === true ? { linkAlone } : {}) };
    });
}

/** The invitations that an account has still to answer, with the edition that each is for. */
export function openInvitationsOf(
  db: Db,
  account: string,
): { edition: string; slug: string; year: number }[] {
  return db
    .select({ edition: editions.id, slug: editions.slug, year: editions.year })
    .from(jurors)
    .innerJoin(editions, eq(editions.id, jurors.editionId))
    .where(
      and(
        eq(jurors.accountId, account),
        isNull(jurors.acceptedAt),
        isNull(jurors.declinedAt),
        isNull(jurors.endedAt),
      ),
    )
    .all();
}

/** Says why this account cannot sit in the jury of this edition, or nothing. */
export function whyNotSit(db: Db, edition: string, account: string): Refusal | null {
  const held = [...officeAppointmentsOf(db, account), ...nominationAppointmentsOf(db, account)];
  return whyNotAppoint(held, 'juror', edition);
}

const storedOfEdition = prepared((db) =>
  db
    .select({
      jurorId: conflicts.jurorId,
      nominationId: conflicts.nominationId,
      kind: conflicts.kind,
      reason: conflicts.reason,
      refusedAt: conflicts.refusedAt,
    })
    .from(conflicts)
    .innerJoin(jurors, eq(jurors.id, conflicts.jurorId))
    .where(eq(jurors.editionId, sql.placeholder('edition')))
    .prepare(),
);

function namesOfNomination(nomination: Nomination): NominationNames {
  return {
    id: nomination.id,
    country: nomination.country,
    cityNames: [nomination.cityName, ...(nomination.localName === null ? [] : [nomination.localName])],
    countryNames: LANGS.map((lang) => countryName(lang, nomination.country)),
  };
}

/**
 * Every pair of the edition between which a conflict stands, jurors of every state and all nominations: the one answer
 * for assignment, scoring, figures and walls.
 */
export function standingConflicts(db: Db, edition: string): StandingConflict[] {
  const { ownCountryConflict } = wholeEdition(db, edition).definition.rules.jury;
  const names = allNominations(db, edition).map(namesOfNomination);
  return conflictsAmong(
    ownCountryConflict,
    jurorsOf(db, edition),
    names,
    storedOfEdition(db).all({ edition }),
  );
}

/** What is stored of a pair: a declaration, and what was decided on a suggestion. */
export function storedBetween(db: Db, edition: string, juror: string, nomination: string): StoredConflict[] {
  return storedOfEdition(db)
    .all({ edition })
    .filter((row) => row.jurorId === juror && row.nominationId === nomination);
}

/** The conflict that stands between one juror and one nomination, or nothing. */
export function conflictBetween(
  db: Db,
  edition: string,
  juror: string,
  nomination: string,
): StandingConflict | null {
  const one = jurorById(db, edition, juror);
  const other = nominationById(db, nomination);
  if (one === null || other === null || other.editionId !== edition) return null;
  const { ownCountryConflict } = wholeEdition(db, edition).definition.rules.jury;
  const stored = storedBetween(db, edition, juror, nomination);
  return conflictsAmong(ownCountryConflict, [one], [namesOfNomination(other)], stored)[0] ?? null;
}

/** The suggestions of an edition that were refused for good. */
export function refusedSuggestions(db: Db, edition: string) {
  return storedOfEdition(db)
    .all({ edition })
    .filter((row) => row.refusedAt !== null);
}
