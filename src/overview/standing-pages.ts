import { datesOf } from '../editions/calendar.ts';
import type { Edition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { jurorsOf } from '../jury/pages.ts';
import { liveNominations, type Nomination } from '../nominations/pages.ts';
import type { Instant } from '../platform/clock.ts';
import { type Db, statement } from '../platform/database.ts';
import { isRead, type OfficeReading, readingsOfEdition } from '../scoring/pages.ts';
import { type JurorProgress, jurorProgress } from '../scoring/tally-pages.ts';
import type { ScreeningState } from '../screening/eligibility.ts';
import { screeningState } from '../screening/pages.ts';
import { isBehind } from './pace.ts';

/** Where an edition stands for one reader: everything but what they stand in conflict with. */
export type Standing = {
  /** How many nominations are left out because the reader stands in conflict with them. */
  hidden: number;
  nominations: Nomination[];
  submitted: number;
  nominated: number;
  screening: ReadonlyMap<string, ScreeningState | 'withdrawn'>;
  invited: number;
  accepted: number;
  /** Dossiers on jurors' lists that count: neither handed back nor in conflict. */
  readings: OfficeReading[];
  progress: JurorProgress[];
  late: JurorProgress[];
  locked: number;
};

/** Counts where an edition stands for this account. */
export function standingFor(db: Db, edition: Edition, account: string, at: Instant): Standing {
  const hidden = hiddenFromOffice(db, edition.id, account);
  const nominations = liveNominations(db, edition.id).filter(({ id }) => !hidden.has(id));
  const submitted = nominations.filter(({ submission }) => submission !== null);
  const known = new Set(nominations.map(({ id }) => id));
  const readings = readingsOfEdition(db, edition).filter(
    (one) =>
      known.has(one.nomination) &&
      one.announcedAt !== null &&
      isRead(one) &&
      (one.jurorEndedAt === null || one.lockedAt !== null),
  );
  const progress = jurorProgress(db, edition, hidden);
  const jurors = jurorsOf(db, edition.id);
  const scoring = datesOf(edition.calendar, 'scoring');
  return {
    hidden: hidden.size,
    nominations,
    submitted: submitted.length,
    nominated: nominations.filter(({ state }) => state === 'nominated').length,
    screening: new Map(submitted.map(({ id }) => [id, screeningState(db, id)])),
    invited: jurors.filter(({ state }) => state === 'invited').length,
    accepted: jurors.filter(({ state }) => state === 'accepted').length,
    readings,
    progress,
    late: progress.filter((one) => isBehind(scoring, at, one)),
    locked: readings.filter(({ lockedAt }) => lockedAt !== null).length,
  };
}

/** How many nominations stand in a state of the screening. */
export function countIn({ screening }: Standing, state: ScreeningState): number {
  return [...screening.values()].filter((one) => one === state).length;
}

/** When each of the nominations was submitted for the first time. */
export function firstSubmissions(db: Db, { nominations }: Standing): Instant[] {
  const first = statement(
    db.$client,
    'SELECT at FROM submissions WHERE nomination_id = ? ORDER BY number LIMIT 1',
  );
  return nominations
    .filter(({ submission }) => submission !== null)
    .map(({ id }) => (first.get(id) as { at: Instant }).at);
}
