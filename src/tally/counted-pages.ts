import type { Definition } from '../editions/definition.ts';
import type { Edition } from '../editions/pages.ts';
import { nominationById } from '../nominations/pages.ts';
import { namesOf } from '../people/pages.ts';
import type { Db } from '../platform/database.ts';
import { assert } from '../platform/result.ts';
import { type DueCard, scoresForTally } from '../scoring/tally-pages.ts';
import { rubricOf } from './edition-tally.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Rubric } from './rubric.ts';
import { scoreOfPoints } from './score.ts';
import { type Tally, tallyScores } from './tally.ts';

/** A supposed change of what is counted: without some jurors' cards, or with other weights by criterion. */
export type Supposition = {
  readonly without?: ReadonlySet<string>;
  readonly weights?: ReadonlyMap<string, number>;
};

export type Counted = {
  readonly tally: Tally;
  readonly rubric: Rubric;
  /** The cards due of nominations that the reader may see, locked or not. */
  readonly due: readonly DueCard[];
};

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Counts an edition's locked cards, exactly. What is hidden from the reader is taken out before anything is counted,
 * so that no sum, rank, severity or count can tell of it.
 */
export function countTally(
  db: Db,
  edition: Edition,
  hidden: ReadonlySet<string> = NOTHING,
  { without = NOTHING, weights }: Supposition = {},
): Counted {
  const all = scoresForTally(db, edition);
  const due = all.due.filter(({ nomination }) => !hidden.has(nomination));
  const rubric = rubricOf(weights ? reweighted(edition.definition, weights) : edition.definition);
  const points = all.scores
    .filter(({ nomination, juror }) => !hidden.has(nomination) && !without.has(juror))
    .map((one) => scoreOfPoints(one.nomination, one.juror, one.criterion, one.points));
  const pairs = due.map(({ juror, nomination }) => ({ juror, nomination }));
  const tally = tallyScores(points, rubric, { due: pairs });
  if ('faults' in tally) throw new Error(`stored scores are faulty: ${JSON.stringify(tally.faults[0])}`);
  return { tally, rubric, due };
}

/** The count with everything that stands beside the totals. */
export function countedFigures(
  db: Db,
  edition: Edition,
  hidden?: ReadonlySet<string>,
  supposed?: Supposition,
): Counted & { figures: Figures } {
  const counted = countTally(db, edition, hidden, supposed);
  return { ...counted, figures: figuresOf(counted.tally, counted.rubric) };
}

function reweighted(
  { rubric, rules }: Definition,
  weights: ReadonlyMap<string, number>,
): Pick<Definition, 'rubric' | 'rules'> {
  const criteria = rubric.criteria.map((one) => ({ ...one, weight: weights.get(one.id) ?? one.weight }));
  return { rubric: { ...rubric, criteria }, rules };
}

export type NamedNomination = { city: string; country: string; region: string };

/** Looks up city, country and region of each of these nominations. */
export function namedNominations(db: Db, ids: Iterable<string>): (id: string) => NamedNomination {
  const named = new Map<string, NamedNomination>();
  for (const id of ids) {
    const row = nominationById(db, id);
    if (row) named.set(id, { city: row.cityName, country: row.country, region: row.region });
  }
  return (id) => {
    const found = named.get(id);
    assert(found, `nomination ${id} of a card exists`);
    return found;
  };
}

/** Names of the jurors whose cards are due, by juror. */
export function namedJurors(db: Db, due: readonly DueCard[]): Map<string, string> {
  const names = namesOf(
    db,
    due.map(({ account }) => account),
  );
  return new Map(due.map(({ juror, account }) => [juror, names.get(account)?.name ?? '']));
}
