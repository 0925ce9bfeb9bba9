import type { Edition } from '../editions/pages.ts';
import { headOf } from '../platform/audit.ts';
import type { Db } from '../platform/database.ts';
import { digestOf } from '../platform/digest.ts';
import { type Fraction, toText } from '../platform/exact/fraction.ts';
import { scoresForTally } from '../scoring/tally-pages.ts';
import { screeningState } from '../screening/pages.ts';
import { rubricOf } from '../tally/edition-tally.ts';
import type { GateFailure } from '../tally/gate.ts';
import { besideTotals, type TalliedNomination, tallyClosing, tallyOf } from '../tally/pages.ts';
import { rank } from '../tally/ranking.ts';
import { selectionProblem } from './edition-problem.ts';
import type { Problem } from './problem.ts';
import { problemJson } from './problem-json.ts';
import type { Basis } from './record.ts';

/** A tallied nomination with the value that decides on it: its total, or its adjusted value where the rules say so. */
export type Ranked = TalliedNomination & { value: Fraction | null };

/** What a selection rests on: the ranking by the deciding values, the problem, and both as a record holds them. */
export type Ground = { ranking: Ranked[]; problem: Problem; basis: Basis };

/**
 * Reads from the rows what a selection rests on; no solver. Who was found not eligible after the scoring is left out
 * of it, as a withdrawn nomination is.
 */
export function groundOf(db: Db, edition: Edition): Ground {
  const { scores, missing } = scoresForTally(db, edition);
  const eligible = tallyOf(db, edition).ranking.filter(
    ({ nomination }) => screeningState(db, nomination) !== 'ineligible',
  );
  const { decides, failures, decidingOf } = decidingValues(db, edition);
  const ranking = rankedBy(edition, eligible, decidingOf);
  const { rubric, rules } = edition.definition;
  const ids = rubric.criteria.map(({ id }) => id);
  const problem = selectionProblem(rules.selection, ids, ranking);
  const closing = tallyClosing(db, edition.id);
  const basis: Basis = {
    edition: edition.slug,
    rules: edition.digest,
    tally: {
      closed: closing?.digest ?? '',
      scores: digestOf(scores),
      head: headOf(db.$client, 'edition.tallied', edition.id),
    },
    missing: missing.map(({ juror, nomination }) => ({ juror, nomination })),
    decides,
    whyNotAdjusted: failures,
    totals: ranking.map(({ nomination, total }) => ({ nomination, total: total && toText(total) })),
    problem: problemJson(problem),
  };
  return { ranking, problem, basis };
}

type Deciding = {
  decides: Basis['decides'];
  failures: GateFailure[];
  decidingOf: (one: TalliedNomination) => Fraction | null;
};

/** Adjusted values decide only where the published rules said so before the first score and every condition is met. */
function decidingValues(db: Db, edition: Edition): Deciding {
  const totals = { decides: 'totals' as const, decidingOf: (one: TalliedNomination) => one.total };
  if (!edition.definition.rules.adjustedDecides) return { ...totals, failures: [] };
  const beside = besideTotals(db, edition);
  if (beside === null || beside.failures.length > 0)
    return { ...totals, failures: [...(beside?.failures ?? [])] };
  const decidingOf = ({ nomination }: TalliedNomination) =>
    beside.byNomination.get(nomination)?.adjusted ?? null;
  return { decides: 'adjusted', failures: [], decidingOf };
}

function rankedBy(
  edition: Edition,
  tallied: readonly TalliedNomination[],
  decidingOf: Deciding['decidingOf'],
): Ranked[] {
  const byId = new Map(tallied.map((one) => [one.nomination, { ...one, value: decidingOf(one) }]));
  const contenders = [...byId.values()].map((one) => {
    return { nomination: one.nomination, value: one.value, totals: one };
  });
  return rank(contenders, rubricOf(edition.definition)).flatMap((place) => {
    const own = byId.get(place.nomination);
    return own ? [{ ...own, ...place }] : [];
  });
}
