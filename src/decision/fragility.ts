import { fractionOfNumber } from '../platform/exact/decimal.ts';
import { compare, type Fraction, subtract, toNumber } from '../platform/exact/fraction.ts';
import type { Solve } from '../platform/solver/model.ts';
import { bestSelection } from './best-selection.ts';
import { SelectionStopped } from './branching.ts';
import { normalsFrom } from './draws.ts';
import { idsOf, instanceOf } from './instance.ts';
import { byName, type Problem } from './problem.ts';
import type { Selected } from './selection.ts';

/**
 * How firmly a selection stands. A total that rises by more than `change` can bring in a candidate, and one that
 * falls by more than it can put out a winner; with exactly this change there is a tie.
 */
export type SmallestChange = {
  change: Fraction;
  /** The candidates whose total, raised by it alone, reaches a tie; and who would leave then. */
  raised: { id: string; leaves: string[] }[];
};

/**
 * The smallest change of one candidate's total that alters the winners: the distance to the second best selection,
 * since every other selection holds somebody who does not win now. Null where a tie stays or nobody else can win.
 */
export function smallestChange(result: Selected): SmallestChange | null {
  if (result.winners === null || result.secondBestTotal === null) return null;
  const change = subtract(result.total, result.secondBestTotal);
  const raised = result.losers.flatMap(({ id, forcing }) => {
    return forcing && compare(forcing.cost, change) === 0 ? [{ id, leaves: forcing.leaves }] : [];
  });
  return { change, raised: raised.sort((a, b) => byName(a.id, b.id)) };
}

/** In how many of the draws a candidate was chosen. */
export type Chance = { id: string; chosen: number; draws: number };

export type ChanceOptions = {
  signal?: AbortSignal;
  /** Awaited after each draw: a place to tell how far it is and to let others run. */
  afterEach?: (done: number) => Promise<void> | void;
};

/**
 * Scores drawn anew within their errors: each score of the problem plus its own standard error (in points of score, by
 * id; a candidate without one keeps its score) times a normal number, rounded to six decimals. The seed fixes all.
 */
export function drawScores(
  problem: Problem,
  errors: ReadonlyMap<string, number>,
  draws: number,
  seed: string,
): Fraction[][] {
  const normal = normalsFrom(seed);
  const order = problem.candidates.map((_, at) => at);
  order.sort((a, b) => byName(problem.candidates[a]?.id ?? '', problem.candidates[b]?.id ?? ''));
  return Array.from({ length: draws }, () => {
    const scores = problem.candidates.map(({ score }) => score);
    for (const at of order) {
      const candidate = problem.candidates[at];
      if (!candidate) continue;
      const error = errors.get(candidate.id);
      const moved = normal();
      if (error !== undefined) scores[at] = fractionOfNumber(toNumber(candidate.score) + error * moved);
    }
    return scores;
  });
}

/**
 * How often each candidate is chosen when scores are drawn anew: `draws` gives one score a candidate, in the order of
 * the problem, for each draw. Draws where no selection keeps the rules count for nobody. Among equal totals one
 * selection counts, always the same.
 */
export async function chancesOf(
  problem: Problem,
  draws: readonly (readonly Fraction[])[],
  solve: Solve,
  options: ChanceOptions = {},
): Promise<Chance[] | { status: 'limit' | 'cancelled' }> {
  const chosen = new Map(problem.candidates.map(({ id }) => [id, 0]));
  try {
    for (const [at, scores] of draws.entries()) {
      if (options.signal?.aborted) return { status: 'cancelled' };
      for (const id of await winnersOf(problem, scores, solve)) chosen.set(id, (chosen.get(id) ?? 0) + 1);
      await options.afterEach?.(at + 1);
    }
  } catch (fault) {
    if (fault instanceof SelectionStopped) return { status: fault.reason };
    throw fault;
  }
  return [...chosen]
    .map(([id, count]) => ({ id, chosen: count, draws: draws.length }))
    .sort((a, b) => byName(a.id, b.id));
}

async function winnersOf(problem: Problem, scores: readonly Fraction[], solve: Solve): Promise<string[]> {
  const candidates = problem.candidates.map((candidate, at) => ({
    ...candidate,
    score: scores[at] ?? candidate.score,
  }));
  const best = await bestSelection(instanceOf({ ...problem, candidates }), { solve });
  return best ? idsOf(best.instance, best.optimum.chosen) : [];
}
