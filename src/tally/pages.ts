import { eq } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { nominationById } from '../nominations/pages.ts';
import type { Db } from '../platform/database.ts';
import type { Fraction } from '../platform/exact/fraction.ts';
import type { Call } from '../platform/http/route.ts';
import { scoresForTally } from '../scoring/tally-pages.ts';
import { adjustedTotals } from './adjusted.ts';
import { rubricOf } from './edition-tally.ts';
import type { GateFailure } from './gate.ts';
import { modelOf } from './model.ts';
import { scoreOfPoints } from './score.ts';
import { tallyClosings } from './tables.ts';
import { type NominationTally, tallyScores } from './tally.ts';
import { cardScale, cardsByNomination } from './totals.ts';

/** The closing of an edition's tally, or null while it is open. */
export function tallyClosing(db: Db, edition: string) {
  return db.select().from(tallyClosings).where(eq(tallyClosings.editionId, edition)).get() ?? null;
}

export type TalliedNomination = NominationTally & {
  city: string;
  country: string;
  region: string;
  /** Each juror's total of 100, rounded for drawing only. */
  cards: number[];
};

/** Whether the tally of an edition is closed: only then does the office see totals. */
export function isTallyClosed(db: Db, edition: string): boolean {
  return tallyClosing(db, edition) !== null;
}

function countTally(db: Db, edition: Edition) {
  const { scores, missing } = scoresForTally(db, edition);
  const rubric = rubricOf(edition.definition);
  const due = [...missing, ...scores].map(({ juror, nomination }) => ({ juror, nomination }));
  const points = scores.map((one) => scoreOfPoints(one.nomination, one.juror, one.criterion, one.points));
  const tally = tallyScores(points, rubric, { due });
  if ('faults' in tally) throw new Error(`stored scores are faulty: ${JSON.stringify(tally.faults[0])}`);
  return { tally, rubric, missing };
}

export type Beside = {
  /** The nomination's value adjusted for severity (0 to 100) and its 95 % rank interval, where each is defined. */
  byNomination: ReadonlyMap<string, { adjusted: Fraction | null; interval: [number, number] | null }>;
  /** The conditions under which adjusted values could decide that are not met. */
  failures: readonly GateFailure[];
};

/** What stands beside the totals of an edition; null where no card counts. */
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

/** The exact tally of an edition: every live nomination with a card due, best first, and what is missing. */
export function tallyOf(
  db: Db,
  edition: Edition,
): { ranking: TalliedNomination[]; missing: { juror: string; nomination: string }[] } {
  const { tally, rubric, missing } = countTally(db, edition);
  const scale = cardScale(tally.panel, rubric);
  const cards = cardsByNomination(tally.panel);
  const ranking = tally.ranking.map((one) => {
    const row = nominationById(db, one.nomination);
    if (row === null) throw new Error(`no nomination ${one.nomination}`);
    const own = cards[tally.panel.nominations.indexOf(one.nomination)] ?? [];
    return {
      ...one,
      city: row.cityName,
      country: row.country,
      region: row.region,
      cards: own.map((card) => Number((scale.partsOf(card) * 1_000n) / scale.den) / 1_000),
    };
  });
  return { ranking, missing };
}
