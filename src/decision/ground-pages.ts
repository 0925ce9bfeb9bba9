import type { Edition } from '../editions/pages.ts';
import { liveNominations } from '../nominations/pages.ts';
import { headOf } from '../platform/audit.ts';
import { type Db, statement } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { toText } from '../platform/exact/fraction.ts';
import { scoresForTally } from '../scoring/tally-pages.ts';
import { screeningState } from '../screening/pages.ts';
import { adjustedTotals } from '../tally/adjusted.ts';
import { type Counted, countTally, namedNominations } from '../tally/counted-pages.ts';
import { modelOf } from '../tally/model.ts';
import { type TalliedNomination, tallyClosing } from '../tally/pages.ts';
import { type NominationTally, rankPanel } from '../tally/tally.ts';
import { selectionProblem } from './edition-problem.ts';
import type { Problem } from './problem.ts';
import { problemJson } from './problem-json.ts';
import type { Basis } from './record.ts';

/** What a selection rests on: the ranking by the deciding values, the problem, and both as a record holds them. */
export type Ground = {
  ranking: TalliedNomination[];
  problem: Problem;
  basis: Basis;
  /** The digest of the basis. */
  digest: string;
  /** The counted cards, and the problem that another ranking of the same nominations would pose. */
  counted: Counted;
  problemOf: (ranking: readonly NominationTally[]) => Problem;
};

type Kept = { stamp: string; ground: Ground };
const kept = new WeakMap<Db, Map<string, Kept>>();

/**
 * Reads from the rows what a selection rests on; no solver. Who was found not eligible after the scoring is left out
 * of it, as a withdrawn nomination is. A page asks several times: as long as nothing was written, by this connection
 * or another, the answer is kept. Inside a transaction it is read anew, since what is rolled back leaves no trace.
 */
export function groundOf(db: Db, edition: Edition): Ground {
  if (db.$client.inTransaction) return readGround(db, edition);
  const written = statement(db.$client, 'SELECT total_changes() AS own').get() as { own: number };
  const others = db.$client.pragma('data_version', { simple: true });
  const stamp = `${edition.digest} ${others} ${written.own}`;
  const grounds = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, grounds);
  const known = grounds.get(edition.id);
  if (known?.stamp === stamp) return known.ground;
  const ground = readGround(db, edition);
  grounds.set(edition.id, { stamp, ground });
  return ground;
}

function readGround(db: Db, edition: Edition): Ground {
  const counted = countTally(db, edition, ineligibleIn(db, edition));
  const { ranking, decides, whyNotAdjusted } = decided(counted);
  const { rubric, rules } = edition.definition;
  const ids = rubric.criteria.map(({ id }) => id);
  const named = namedNominations(db, counted.tally.panel.nominations);
  const withPlaces = (all: readonly NominationTally[]) =>
    all.map((one) => ({ ...one, ...named(one.nomination) }));
  const problemOf = (all: readonly NominationTally[]) =>
    selectionProblem(rules.selection, ids, withPlaces(all));
  const problem = problemOf(ranking);
  const basis: Basis = {
    edition: edition.slug,
    rules: edition.digest,
    tally: closingOf(db, edition),
    missing: counted.due
      .filter(({ state }) => state !== 'locked')
      .map(({ juror, nomination }) => ({ juror, nomination })),
    decides,
    whyNotAdjusted,
    totals: ranking.map(({ nomination, total }) => ({ nomination, total: total && toText(total) })),
    problem: problemJson(problem),
  };
  return { ranking: withPlaces(ranking), problem, basis, digest: digestOf(basis), counted, problemOf };
}

function ineligibleIn(db: Db, edition: Edition): Set<string> {
  const ids = liveNominations(db, edition.id).map(({ id }) => id);
  return new Set(ids.filter((nomination) => screeningState(db, nomination) === 'ineligible'));
}

function closingOf(db: Db, edition: Edition): Basis['tally'] {
  return {
    closed: tallyClosing(db, edition.id)?.digest ?? '',
    scores: digestOf(scoresForTally(db, edition).scores),
    head: headOf(db.$client, 'edition.tallied', edition.id),
  };
}

/** Adjusted values decide only where the published rules said so before the first score and every condition is met. */
function decided({ tally, rubric }: Counted): Pick<Basis, 'decides' | 'whyNotAdjusted'> & {
  ranking: readonly NominationTally[];
} {
  const model = rubric.adjustedDecides ? modelOf(tally.panel, rubric) : null;
  if (!model?.gate.applied) {
    return { ranking: tally.ranking, decides: 'totals', whyNotAdjusted: [...(model?.gate.failures ?? [])] };
  }
  const ranking = rankPanel(tally.panel, rubric, adjustedTotals(model, rubric));
  return { ranking, decides: 'adjusted', whyNotAdjusted: [] };
}
