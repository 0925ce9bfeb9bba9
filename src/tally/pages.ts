import { eq } from 'drizzle-orm';
import type { Edition } from '../editions/pages.ts';
import { nominationById } from '../nominations/pages.ts';
import type { Db } from '../platform/database.ts';
import { scoresForTally } from '../scoring/tally-pages.ts';
import { rubricOf } from './edition-tally.ts';
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

/** The exact tally of an edition: every live nomination with a card due, best first, and what is missing. */
export function tallyOf(
  db: Db,
  edition: Edition,
): { ranking: TalliedNomination[]; missing: { juror: string; nomination: string }[] } {
  const { scores, missing } = scoresForTally(db, edition);
  const rubric = rubricOf(edition.definition);
  const due = [...missing, ...scores].map(({ juror, nomination }) => ({ juror, nomination }));
  const points = scores.map((one) => scoreOfPoints(one.nomination, one.juror, one.criterion, one.points));
  const tally = tallyScores(points, rubric, { due });
  if ('faults' in tally) throw new Error(`stored scores are faulty: ${JSON.stringify(tally.faults[0])}`);
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
