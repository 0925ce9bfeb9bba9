import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { awardsOfCity, cityById } from '../cities/pages.ts';
import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { submittedDocument } from '../nominations/dossier-pages.ts';
import { deadlineOf } from '../nominations/nomination.ts';
import { allNominations, liveNominations, type Nomination, nominationById } from '../nominations/pages.ts';
import { nominations } from '../nominations/tables.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import type { SectionAsk } from '../platform/http/route.ts';
import { type ScreeningState, screeningStateOf } from './eligibility.ts';
import { type DossierFacts, dossierFacts, type Finding, findingsOn } from './findings.ts';
import { clarifications, screenings, shortlistings } from './tables.ts';

export type Decision = Omit<typeof screenings.$inferSelect, 'findings'> & { findings: Finding[] };
export type Clarification = typeof clarifications.$inferSelect;

/** A submitted nomination with its findings, the decision that stands and its place on the shortlist. */
export type ScreenedNomination = {
  nomination: Nomination & { submission: NonNullable<Nomination['submission']> };
  findings: Finding[];
  decision: Decision | null;
  shortlistedAt: Instant | null;
  state: ScreeningState;
  clarifications: Clarification[];
};

const decisionRows = prepared((db) =>
  db
    .select()
    .from(screenings)
    .where(eq(screenings.nominationId, sql.placeholder('nomination')))
    // Two rows of one instant are told apart by the order in which they were written.
    .orderBy(desc(screenings.at), desc(sql`${screenings}.rowid`))
    .prepare(),
);

const livePlace = prepared((db) =>
  db
    .select()
    .from(shortlistings)
    .where(
      and(eq(shortlistings.nominationId, sql.placeholder('nomination')), isNull(shortlistings.removedAt)),
    )
    .prepare(),
);

const clarificationRows = prepared((db) =>
  db
    .select()
    .from(clarifications)
    .where(eq(clarifications.nominationId, sql.placeholder('nomination')))
    .orderBy(asc(clarifications.askedAt), asc(sql`${clarifications}.rowid`))
    .prepare(),
);

/** The decisions on a nomination, the newest first: it stands. */
export function decisionsOn(db: Db, nomination: string): Decision[] {
  return decisionRows(db).all({ nomination }) as Decision[];
}

/** The places that a nomination has or had on the shortlist, the oldest first. */
export function shortlistingsOf(db: Db, nomination: string) {
  return db
    .select()
    .from(shortlistings)
    .where(eq(shortlistings.nominationId, nomination))
    .orderBy(asc(shortlistings.at), asc(sql`${shortlistings}.rowid`))
    .all();
}

/** What the secretariat asked of a city, the oldest first. */
export function clarificationsOf(db: Db, nomination: string): Clarification[] {
  return clarificationRows(db).all({ nomination });
}

/** One clarification of a nomination. */
export function clarificationOf(db: Db, nomination: string, id: string): Clarification | null {
  return clarificationsOf(db, nomination).find((one) => one.id === id) ?? null;
}

/** What waits for an answer of these nominations, the earliest due first. */
export function openClarificationsOf(db: Db, ids: readonly string[]): Clarification[] {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(clarifications)
    .where(
      and(
        inArray(clarifications.nominationId, [...ids]),
        isNull(clarifications.answeredAt),
        isNull(clarifications.acceptedAt),
      ),
    )
    .orderBy(asc(clarifications.dueAt), asc(clarifications.id))
    .all();
}

// A submission never changes, so what is read from its dossier is kept under its id and the rules' digest.
const factsBySubmission = new Map<string, DossierFacts>();

function factsOf(db: Db, edition: Edition, nomination: Nomination): DossierFacts {
  const key = `${nomination.submission?.id ?? ''} ${edition.digest}`;
  const known = factsBySubmission.get(key);
  if (known) return known;
  const document = submittedDocument(db, nomination.id);
  const facts = dossierFacts(edition.definition, document?.answers ?? {}, document?.files ?? {});
  if (factsBySubmission.size > 5_000) factsBySubmission.clear();
  factsBySubmission.set(key, facts);
  return facts;
}

type Neighbours = { nominatedOf: Map<string, number>; liveOf: Map<string, number> };

function neighboursOf(all: readonly Nomination[]): Neighbours {
  const nominatedOf = new Map<string, number>();
  const liveOf = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const one of all) {
    if (one.state === 'withdrawn') continue;
    if (one.state === 'nominated') add(nominatedOf, one.country);
    add(liveOf, one.cityId);
  }
  return { nominatedOf, liveOf };
}

function screen(
  db: Db,
  edition: Edition,
  nomination: ScreenedNomination['nomination'],
  { nominatedOf, liveOf }: Neighbours,
  at: Instant,
): ScreenedNomination {
  const decision = decisionsOn(db, nomination.id)[0] ?? null;
  const shortlistedAt = livePlace(db).get({ nomination: nomination.id })?.at ?? null;
  const screened = {
    joined: cityById(db, nomination.cityId)?.joined ?? null,
    awards: awardsOfCity(db, nomination.cityId).map((award) => String(award.year)),
    lang: nomination.lang,
    submittedAt: nomination.submission.at,
    deadline: deadlineOf(edition.calendar, nomination.extendedTo),
    endorsement: nomination.endorsement?.outcome ?? null,
    commissionUntil: datesOf(edition.calendar, 'nomination').closesAt,
    nominatedOfCountry: nominatedOf.get(nomination.country) ?? 0,
    liveOfCity: liveOf.get(nomination.cityId) ?? 0,
    dossier: factsOf(db, edition, nomination),
  };
  return {
    nomination,
    findings: findingsOn(edition.definition.rules, screened, at),
    decision,
    shortlistedAt,
    state: screeningStateOf(decision?.outcome ?? null, shortlistedAt !== null),
    clarifications: clarificationsOf(db, nomination.id),
  };
}

const isSubmitted = (one: Nomination): one is ScreenedNomination['nomination'] =>
  one.submission !== null && one.state !== 'withdrawn';

/** All submitted nominations of an edition that were not withdrawn, by city, with findings and decisions. */
export function screenedNominations(db: Db, edition: Edition, at: Instant): ScreenedNomination[] {
  const all = allNominations(db, edition.id);
  const neighbours = neighboursOf(all);
  return all.filter(isSubmitted).map((one) => screen(db, edition, one, neighbours, at));
}

/** One submitted nomination of the edition with findings and decision; null where there is none. */
export function screenedNomination(
  db: Db,
  edition: Edition,
  id: string,
  at: Instant,
): ScreenedNomination | null {
  const one = nominationById(db, id);
  if (one === null || one.editionId !== edition.id || !isSubmitted(one)) return null;
  return screen(db, edition, one, neighboursOf(allNominations(db, edition.id)), at);
}

/** Where a nomination stands in the screening, its withdrawal counted out. */
export function screeningState(db: Db, nomination: string): ScreeningState | 'withdrawn' {
  const row = db
    .select({ withdrawnAt: nominations.withdrawnAt })
    .from(nominations)
    .where(eq(nominations.id, nomination))
    .get();
  if (row?.withdrawnAt != null) return 'withdrawn';
  const decision = decisionsOn(db, nomination)[0]?.outcome ?? null;
  return screeningStateOf(decision, livePlace(db).get({ nomination }) !== undefined);
}

/** The shortlist of an edition: eligible, on it, not withdrawn; by city. */
export function shortlisted(db: Db, edition: string): Nomination[] {
  return liveNominations(db, edition).filter((one) => screeningState(db, one.id) === 'shortlisted');
}

/** What a city is asked at sections of its dossier, as its own pages show it, the oldest first. */
export function asksOfCity(db: Db, nomination: string): SectionAsk[] {
  return clarificationRows(db)
    .all({ nomination })
    .map((one) => ({
      section: one.sectionId,
      state: one.acceptedAt !== null ? 'accepted' : one.answeredAt !== null ? 'answered' : 'open',
      question: one.question,
      dueAt: one.dueAt,
      path: `/nominations/${nomination}/clarifications/${one.id}`,
    }));
}
