import { add, compare, type Fraction, fraction, subtract } from '../platform/exact/fraction.ts';
import type { Solve } from '../platform/solver/model.ts';
import type { Card, Panel } from '../tally/panel.ts';
import type { Rubric } from '../tally/rubric.ts';
import { type NominationTally, rankPanel } from '../tally/tally.ts';
import { cardScale, cardsByNomination, type Totals, totalsOfCards } from '../tally/totals.ts';
import { bestSelection } from './best-selection.ts';
import { instanceOf } from './instance.ts';
import type { Problem } from './problem.ts';
import { type Selected, selectAwardees } from './selection.ts';

/** The counted cards behind a problem, and how a ranking of them poses it. */
export type Scored = {
  panel: Panel;
  rubric: Rubric;
  /** The values that decide on a panel, in its order; null where its totals do. */
  decidingOn: (panel: Panel) => readonly (Fraction | null)[] | null;
  problemOf: (ranking: readonly NominationTally[]) => Problem;
};

/** Lets others run between two steps of a long computation. */
export type Pause = () => Promise<void>;

/** Who would win without one juror's cards; `winners` null where a tie would stay or no selection keep the rules. */
export type WithoutJuror = { juror: string; winners: string[] | null; enters: string[]; leaves: string[] };

/** The awardees with each juror of the panel left out in turn, against those who win now; in the panel's order. */
export async function withoutEachJuror(
  scored: Scored,
  now: readonly string[],
  solve: Solve,
  pause: Pause,
): Promise<WithoutJuror[]> {
  const { panel, rubric, decidingOn, problemOf } = scored;
  const found: WithoutJuror[] = [];
  for (const [index, juror] of panel.jurors.entries()) {
    const fewer = { ...panel, cards: panel.cards.filter((card) => card.juror !== index) };
    const problem = problemOf(rankPanel(fewer, rubric, decidingOn(fewer) ?? undefined));
    const winners = await winnersOf(problem, solve);
    found.push({
      juror,
      winners,
      enters: (winners ?? []).filter((id) => !now.includes(id)),
      leaves: winners === null ? [] : now.filter((id) => !winners.includes(id)),
    });
    await pause();
  }
  return found;
}

async function winnersOf(problem: Problem, solve: Solve): Promise<string[] | null> {
  const result = await selectAwardees(problem, solve, { withoutRuleCosts: true });
  return result.status === 'optimal' ? result.winners : null;
}

/** One score as it was given, and another that alone would alter the awardees (to a tie, where `winners` is null). */
export type ScoreChange = {
  nomination: string;
  criterion: string;
  from: number;
  to: number;
  winners: string[] | null;
};

/** The smallest change of one score that alters the awardees: of how many points, and by which scores. */
export type SmallestScoreChange = { points: number; changes: ScoreChange[]; scores: number };

const MILLION = 1_000_000;

/** The decided problem with the ranking that posed it. */
export type Decided = { problem: Problem; result: Selected; ranking: readonly NominationTally[] };

/**
 * The smallest change of one score, in points of the scale (`levels`), that alters the awardees, with every score
 * that does it; null where no single score can. Each change is proved by deciding anew. Only for totals that decide:
 * what severities would become is another question.
 */
export async function smallestScoreChange(
  scored: Scored,
  decided: Decided,
  levels: readonly number[],
  solve: Solve,
  pause: Pause,
): Promise<SmallestScoreChange | null> {
  const steps = new Set(levels.flatMap((one) => levels.map((other) => Math.abs(one - other))));
  const scores = scored.panel.cards.reduce((sum, card) => sum + card.millionths.length, 0);
  const reaches = await reachesOf(decided, solve, pause);
  for (const points of [...steps].filter((step) => step > 0).sort((a, b) => a - b)) {
    const changes = await changesBy(scored, decided, reaches, { levels, points }, solve, pause);
    if (changes.length > 0) return { points, changes, scores };
  }
  return null;
}

/** Whether a total of a nomination may alter the awardees: beyond this, and only there, one decides anew. */
type Reaches = (total: Fraction) => boolean;

const NEVER: Reaches = () => false;

async function reachesOf(
  { problem, result }: Decided,
  solve: Solve,
  pause: Pause,
): Promise<Map<string, Reaches>> {
  const { threshold } = problem;
  const scoreOf = new Map(problem.candidates.map(({ id, score }) => [id, score]));
  const reaches = new Map<string, Reaches>();
  for (const { id, score, forcing, bindingRules } of result.losers) {
    if (bindingRules.includes('threshold')) {
      reaches.set(id, (total) => threshold !== null && compare(total, threshold) >= 0);
    } else if (forcing === null) reaches.set(id, NEVER);
    else reaches.set(id, (total) => forcing === undefined || compare(total, add(score, forcing.cost)) >= 0);
  }
  for (const id of result.oneOptimum) {
    const others = { ...problem, candidates: problem.candidates.filter((one) => one.id !== id) };
    const best = await bestSelection(instanceOf(others), { solve });
    // What is lost without this winner: a total that falls by so much lets it fall out.
    const loss = best && subtract(result.total, fraction(best.total, best.instance.scale));
    const least = loss && subtract(scoreOf.get(id) ?? loss, loss);
    reaches.set(id, (total) => isBelow(total, threshold) || (least !== null && compare(total, least) <= 0));
    await pause();
  }
  return reaches;
}

function isBelow(total: Fraction, threshold: Fraction | null): boolean {
  return threshold !== null && compare(total, threshold) < 0;
}

async function changesBy(
  scored: Scored,
  decided: Decided,
  reaches: ReadonlyMap<string, Reaches>,
  step: { levels: readonly number[]; points: number },
  solve: Solve,
  pause: Pause,
): Promise<ScoreChange[]> {
  const { panel, rubric } = scored;
  const scale = cardScale(panel, rubric);
  const found: ScoreChange[] = [];
  for (const [index, cards] of cardsByNomination(panel).entries()) {
    const nomination = panel.nominations[index] ?? '';
    const mayReach = reaches.get(nomination) ?? NEVER;
    if (mayReach === NEVER) continue;
    for (const one of singleChanges(cards, step)) {
      const totals = totalsOfCards(one.cards, panel.criteria.length, rubric, scale);
      if (totals.total === null || !mayReach(totals.total)) continue;
      const winners = await winnersOf(withTotals(scored, decided, nomination, totals), solve);
      if (!isSame(winners, decided.result.winners)) {
        const criterion = panel.criteria[one.criterion] ?? '';
        found.push({ nomination, criterion, from: one.from, to: one.to, winners });
      }
      await pause();
    }
  }
  return found;
}

function isSame(one: readonly string[] | null, other: readonly string[] | null): boolean {
  return one?.length === other?.length && (one ?? []).every((id) => other?.includes(id));
}

function withTotals(scored: Scored, { ranking }: Decided, nomination: string, totals: Totals): Problem {
  const changed = ranking.map((one) =>
    one.nomination === nomination ? { ...one, ...totals, value: totals.total } : one,
  );
  return scored.problemOf(changed);
}

type SingleChange = { cards: Card[]; criterion: number; from: number; to: number };

/** Every way in which one score of these cards moves by so many points to another level. */
function singleChanges(
  cards: readonly Card[],
  { levels, points }: { levels: readonly number[]; points: number },
): SingleChange[] {
  return cards.flatMap((card, at) =>
    card.millionths.flatMap((given, place) => {
      const from = given / MILLION;
      const others = levels.filter((to) => Math.abs(to - from) === points);
      return others.map((to): SingleChange => {
        const millionths = card.millionths.with(place, to * MILLION);
        return {
          cards: cards.with(at, { ...card, millionths }),
          criterion: card.criteria[place] ?? 0,
          from,
          to,
        };
      });
    }),
  );
}
