import { asc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { publishedAnnouncement } from '../announcement/pages.ts';
import { type Edition, officersOf, wholeEdition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { NOMINATION_STATES } from '../nominations/nomination.ts';
import { allNominations } from '../nominations/pages.ts';
import { type Instant, isoOf } from '../platform/clock.ts';
import { type Db, prepared } from '../platform/database.ts';
import { sha256 } from '../platform/digest.ts';
import { jurorProgress } from '../scoring/tally-pages.ts';
import type { editionAnswer, progressAnswer, resultsAnswer } from './api.ts';
import { type ApiScope, tokenState } from './api-token.ts';
import { apiTokens } from './tables.ts';

/** The tokens of an edition, the oldest first; their hashes stay behind. */
export function tokensOf(db: Db, edition: string) {
  const { hash: _hash, ...columns } = TOKEN_COLUMNS;
  return db
    .select(columns)
    .from(apiTokens)
    .where(eq(apiTokens.editionId, edition))
    .orderBy(asc(apiTokens.madeAt), asc(apiTokens.id))
    .all();
}

const TOKEN_COLUMNS = {
  id: apiTokens.id,
  editionId: apiTokens.editionId,
  name: apiTokens.name,
  scopes: apiTokens.scopes,
  hash: apiTokens.hash,
  madeAt: apiTokens.madeAt,
  madeBy: apiTokens.madeBy,
  endsAt: apiTokens.endsAt,
  endedAt: apiTokens.endedAt,
};

const byHash = prepared((db) =>
  db
    .select(TOKEN_COLUMNS)
    .from(apiTokens)
    .where(eq(apiTokens.hash, sql.placeholder('hash')))
    .prepare(),
);

/** A program that may read: its edition, its scopes, and who answers for it. */
export type Program = { edition: Edition; scopes: readonly ApiScope[]; madeBy: string };

/** The program of a token while the token is live and who made it is still an organiser; else null. */
export function programOf(db: Db, token: string, at: Instant): Program | null {
  const row = byHash(db).get({ hash: sha256(token) });
  if (row === undefined || tokenState(row, at) !== 'live') return null;
  const isHeld = officersOf(db, row.editionId).some(
    ({ role, accountId }) => role === 'organiser' && accountId === row.madeBy,
  );
  if (!isHeld) return null;
  return { edition: wholeEdition(db, row.editionId), scopes: row.scopes, madeBy: row.madeBy };
}

const iso = (at: Instant) => isoOf(at) ?? '';

/** What everybody may know of an edition. */
export function editionOf({ slug, year, definition, calendar }: Edition): z.infer<typeof editionAnswer> {
  const { rubric } = definition;
  return {
    edition: slug,
    year,
    name: definition.name,
    timeZone: definition.timeZone,
    stages: calendar.map(({ stage, opensAt, closesAt }) => ({
      stage,
      opensAt: iso(opensAt),
      closesAt: iso(closesAt),
    })),
    criteria: rubric.criteria.map(({ id, name, weight }) => ({ id, name, weight: String(weight) })),
    levels: rubric.levels.map(({ points, word }) => ({ points, word })),
  };
}

/** How far an edition is, without what stands in conflict with whoever made the token; never a score. */
export function progressOf(db: Db, { edition, madeBy }: Program): z.infer<typeof progressAnswer> {
  const hidden = hiddenFromOffice(db, edition.id, madeBy);
  const nominations = allNominations(db, edition.id).filter(({ id }) => !hidden.has(id));
  const jurors = jurorProgress(db, edition, hidden);
  const sum = (figure: 'total' | 'begun' | 'locked') => jurors.reduce((all, one) => all + one[figure], 0);
  return {
    edition: edition.slug,
    nominations: Object.fromEntries(
      NOMINATION_STATES.map((state) => [state, nominations.filter((one) => one.state === state).length]),
    ) as z.infer<typeof progressAnswer>['nominations'],
    scorecards: { due: sum('total'), begun: sum('begun'), locked: sum('locked') },
  };
}

/** The public result; before its moment the same as where nothing was ever decided. */
export function resultsOf(db: Db, edition: Edition, at: Instant): z.infer<typeof resultsAnswer> {
  const announcement = publishedAnnouncement(db, edition.id, at);
  return {
    edition: edition.slug,
    announcedAt: announcement === null ? null : iso(announcement.momentAt),
    version: announcement?.version ?? null,
    awardees: (announcement?.result.awardees ?? []).map((one) => ({
      city: one.city,
      localName: one.localName,
      country: one.country,
      region: one.region,
      latitude: one.latitude,
      longitude: one.longitude,
      citation: one.citation,
    })),
  };
}
