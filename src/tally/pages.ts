import { eq } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import type { Db } from '../platform/database.ts';
import type { Fraction } from '../platform/exact/fraction.ts';
import type { Call } from '../platform/http/route.ts';
import { adjustedTotals, decidingValues } from './adjusted.ts';
import { countTally, type NamedNomination, namedNominations } from './counted-pages.ts';
import type { GateFailure } from './gate.ts';
import { modelOf } from './model.ts';
import { tallyClosings } from './tables.ts';
import { type NominationTally, rankPanel } from './tally.ts';

/** The closing of an edition's tally, or null while it is open. */
export function tallyClosing(db: Db, edition: string) {
  return db.select().from(tallyClosings).where(eq(tallyClosings.editionId, edition)).get() ?? null;
}

/** Whether the tally of an edition is closed: only then does the office see totals. */
export function isTallyClosed(db: Db, edition: string): boolean {
  return tallyClosing(db, edition) !== null;
}

export type TalliedNomination = NominationTally & NamedNomination;

export type EditionTally = {
  /** Best first by the value that decides, which is each one's `value`. */
  ranking: TalliedNomination[];
  missing: { juror: string; nomination: string }[];
  /** Whether adjusted values decide: the rules said so before the first score, and the gate passes. */
  isAdjusted: boolean;
};

/** The exact tally of an edition: every live nomination with a card due, best first, and what is missing. */
export function tallyOf(db: Db, edition: Edition): EditionTally {
  const { tally, rubric, due } = countTally(db, edition);
  const adjusted = decidingValues(tally.panel, rubric);
  const ranking = adjusted ? rankPanel(tally.panel, rubric, adjusted) : tally.ranking;
  const named = namedNominations(db, tally.panel.nominations);
  return {
    ranking: ranking.map((one) => ({ ...one, ...named(one.nomination) })),
    missing: due.filter(({ state }) => state !== 'locked'),
    isAdjusted: adjusted !== null,
  };
}

export type Beside = {
  /** The nomination's adjusted value (0 to 100) and its 95 % rank interval, where each is defined. */
  byNomination: ReadonlyMap<string, { adjusted: Fraction | null; interval: [number, number] | null }>;
  /** The conditions under which adjusted values could decide that are not met. */
  failures: readonly GateFailure[];
};

/** What stands beside the totals of an edition, as official figures; null where no card counts. */
export function besideTotals(db: Db, edition: Edition): Beside | null {
  const { tally, rubric } = countTally(db, edition);
  const model = modelOf(tally.panel, rubric);
  if (model === null) return null;
  const adjusted = adjustedTotals(model, rubric);
  const byNomination = new Map(
    tally.panel.nominations.map((id, at) => [
      id,
      { adjusted: adjusted[at] ?? null, interval: model.spread?.rankInterval[at] ?? null },
    ]),
  );
  return { byNomination, failures: model.gate.failures };
}

/** The ranks that more than one nomination has. */
export function sharedRanks(ranking: readonly { rank: number | null }[]): Set<number> {
  const ranks = ranking.flatMap(({ rank }) => (rank === null ? [] : [rank]));
  return new Set(ranks.filter((rank, index) => ranks.indexOf(rank) !== index));
}

/** A tie rule's name in the reader's language, by its key: `criterion:access`, `median`, `lowestScore` or `lot`. */
export function tieRuleName(call: Call, edition: Edition, key: string): string {
  const criterion = edition.definition.rubric.criteria.find(({ id }) => key === `criterion:${id}`);
  return criterion?.name[call.lang] ?? call.t(`tally.by.${key}`);
}
