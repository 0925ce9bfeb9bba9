import { compare, type Fraction, greatestDivisor } from '../platform/exact/fraction.ts';
import { type Nesting, nestingOf } from './nesting.ts';
import { byName, type Candidate, type Problem } from './problem.ts';
import { type RuleSet, ruleSets } from './rules.ts';

/**
 * A problem made ready for computing: candidates at or above the threshold in the order of their ids (so that the
 * order of rows decides nothing), scores as whole numbers over one denominator, rules over indices.
 */
export type Instance = {
  candidates: readonly Candidate[];
  /** Score times `scale`. */
  scores: readonly bigint[];
  scale: bigint;
  sets: readonly RuleSet[];
  nesting: Nesting;
};

/** Makes a problem ready, with the named rule left out (see `ruleSets`; also "threshold"). */
export function instanceOf(problem: Problem, dropped: string | null = null): Instance {
  const scale = commonDenominator(problem);
  const candidates = problem.candidates
    .filter((candidate) => dropped === 'threshold' || !isUnderThreshold(problem, candidate))
    .sort((a, b) => byName(a.id, b.id));
  const sets = ruleSets(problem, candidates, dropped);
  return {
    candidates,
    scores: candidates.map((candidate) => whole(candidate.score, scale)),
    scale,
    sets,
    nesting: nestingOf(sets, candidates.length),
  };
}

/** Whether the threshold keeps this candidate from winning. */
export function isUnderThreshold(problem: Problem, { score }: Candidate): boolean {
  return problem.threshold !== null && compare(score, problem.threshold) < 0;
}

/** The smallest number by which every score becomes whole, over all candidates, whatever the threshold. */
export function commonDenominator(problem: Problem): bigint {
  return problem.candidates.reduce(
    (lcm, { score }) => (lcm / greatestDivisor(lcm, score.den)) * score.den,
    1n,
  );
}

function whole(score: Fraction, scale: bigint): bigint {
  return (score.num * scale) / score.den;
}

/** The instance with exactly this many seats. */
export function withSeats(instance: Instance, seats: number): Instance {
  const sets = instance.sets.map((set) => (set.name === 'seats' ? { ...set, min: seats, max: seats } : set));
  return { ...instance, sets, nesting: nestingOf(sets, instance.candidates.length) };
}

/** The ids of these candidates, in the order of their names. */
export function idsOf(instance: Instance, indices: readonly number[]): string[] {
  return [...indices].sort((a, b) => a - b).flatMap((index) => instance.candidates[index]?.id ?? []);
}
