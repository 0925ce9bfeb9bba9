import { compare, type Fraction, subtract, sum } from '../platform/exact/fraction.ts';
import { byName, type Candidate, type Problem } from './problem.ts';
import { type Breach, brokenRules, ruleSets } from './rules.ts';

/** A selection made by hand, measured: the rules it breaks, its total, and what it has less than the best one. */
export type Evaluation = {
  /** In the order of their names; ids that are unknown are told apart. */
  chosen: string[];
  unknown: string[];
  breaches: (Breach | { rule: 'threshold'; side: 'min'; limit: Fraction; chosen: Fraction; id: string })[];
  total: Fraction;
  /** Best total minus this one; negative where breaking rules earned more; null where the best is not known. */
  shortfall: Fraction | null;
};

/** Measures a selection made by hand against the rules and the best total (null: not known). Unrounded, no solver. */
export function evaluateSelection(
  problem: Problem,
  chosenIds: readonly string[],
  bestTotal: Fraction | null,
): Evaluation {
  const wanted = new Set(chosenIds);
  const chosen = problem.candidates.filter(({ id }) => wanted.has(id));
  const known = new Set(chosen.map(({ id }) => id));
  const indices = new Set(
    problem.candidates.flatMap((candidate, index) => (known.has(candidate.id) ? [index] : [])),
  );
  const total = sum(chosen.map(({ score }) => score));
  return {
    chosen: [...known].sort(byName),
    unknown: [...wanted].filter((id) => !known.has(id)).sort(byName),
    breaches: [
      ...underThreshold(problem, chosen),
      ...brokenRules(ruleSets(problem, problem.candidates), indices),
    ],
    total,
    shortfall: bestTotal && subtract(bestTotal, total),
  };
}

function underThreshold(problem: Problem, chosen: readonly Candidate[]) {
  const { threshold } = problem;
  if (threshold === null) return [];
  return chosen
    .filter(({ score }) => compare(score, threshold) < 0)
    .sort((a, b) => byName(a.id, b.id))
    .map(({ id, score }) => {
      return { rule: 'threshold' as const, side: 'min' as const, limit: threshold, chosen: score, id };
    });
}
