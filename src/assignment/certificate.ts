import type { GoalProof } from './assignment.ts';
import { fromMillionths } from './decimals.ts';
import type { WorstOffProof } from './fair.ts';
import { ceilingOf, type JuryLimit } from './jury-limit.ts';
import type { Prices } from './prices.ts';
import type { Problem } from './problem.ts';

/** Prices by id, whole, in 1/unit of a millionth (of one pair for the goal "kept"); prices of 0 are left out. */
export type PricesOnFile = {
  readonly nominations?: Record<string, number>;
  readonly jurors: Record<string, number>;
  /** By place in `composition`. */
  readonly rules?: Record<string, number>;
  readonly keep?: number;
};

/** The proof of one goal. `value` is reached, `limit` cannot be passed; goals stand in the order in which they rule. */
export type GoalOnFile = {
  readonly goal: 'kept' | 'worstOff' | 'sum';
  readonly value: string;
  readonly limit: string;
  /** How the limit is proved. */
  readonly by: 'prices' | 'juries' | 'ownBest' | 'weights' | 'search';
  readonly unit?: number;
  readonly prices?: PricesOnFile;
  /** The least worth that every jury must have here. */
  readonly least?: string;
  /** Whole weights of the nominations' worths, whose mean the prices bound. */
  readonly weights?: Record<string, number>;
  /** The nomination whose own best jurors are worth no more. */
  readonly nomination?: string;
};

/**
 * `duals`: every limit is met and proved in whole numbers. `bound`: limits are proved as far as they go, and the gap
 * between value and limit rests on branch and bound alone.
 */
export type Certificate = {
  readonly kind: 'duals' | 'bound';
  readonly value: string;
  readonly limit: string | null;
  readonly gap: string | null;
  readonly goals: readonly GoalOnFile[];
};

/** The certificate of an assignment, as it is written to files and shown; `sum` is in millionths. */
export function writeCertificate(problem: Problem, proofs: readonly GoalProof[], sum: bigint): Certificate {
  const goals = proofs.map((proof) => writeGoal(problem, proof));
  const last = goals.findLast(({ goal }) => goal === 'sum');
  const isMet =
    last !== undefined && goals.every(({ value, limit, by }) => value === limit && by !== 'search');
  return {
    kind: isMet ? 'duals' : 'bound',
    value: fromMillionths(sum),
    limit: last?.limit ?? null,
    gap: last ? fromMillionths(limitOf(proofs) - sum) : null,
    goals,
  };
}

function limitOf(proofs: readonly GoalProof[]): bigint {
  const last = proofs.findLast(({ goal }) => goal === 'sum');
  if (!last || last.goal === 'worstOff') throw new Error('a limit of the sum needs its proof');
  return last.by === 'prices' ? last.proven / BigInt(last.prices.unit) : ceilingOf(last.limit);
}

function writeGoal(problem: Problem, proof: GoalProof): GoalOnFile {
  if (proof.goal === 'worstOff') return writeWorstOff(problem, proof.value, proof.proof);
  const print = (value: bigint) => (proof.goal === 'kept' ? value.toString() : fromMillionths(value));
  const { goal, by, value } = proof;
  if (by === 'prices') {
    const { unit } = proof.prices;
    return {
      goal,
      value: print(value),
      limit: print(proof.proven / BigInt(unit)),
      by,
      unit,
      prices: writePrices(problem, proof.prices),
    };
  }
  return {
    goal,
    value: print(value),
    limit: print(ceilingOf(proof.limit)),
    by,
    ...(proof.least === null ? {} : { least: fromMillionths(proof.least) }),
    ...writeLimit(problem, proof.limit),
  };
}

function writeWorstOff(problem: Problem, value: bigint, proof: WorstOffProof): GoalOnFile {
  const goal = {
    goal: 'worstOff' as const,
    value: fromMillionths(value),
    limit: fromMillionths(proof.limit),
  };
  switch (proof.kind) {
    case 'ownBest':
      return { ...goal, by: 'ownBest', nomination: problem.nominations[proof.nomination] ?? '' };
    case 'weights': {
      const { weights, prices } = proof.weighted;
      const named = priced(weights, (at) => problem.nominations[at] ?? '');
      return { ...goal, by: 'weights', weights: named, unit: 1, prices: writePrices(problem, prices) };
    }
    case 'prices': {
      const least = fromMillionths(proof.limit + 1);
      return { ...goal, by: 'juries', least, ...writeLimit(problem, proof.byJuries) };
    }
    case 'search':
      return { ...goal, by: 'search' };
  }
}

/** Flow prices by id. */
export function writePrices(problem: Problem, { nominations, jurors, rules }: Prices): PricesOnFile {
  return {
    nominations: priced(nominations, (at) => problem.nominations[at] ?? ''),
    jurors: priced(jurors, (at) => problem.jurors[at]?.id ?? ''),
    ...(rules.length > 0 ? { rules: priced(rules, String) } : {}),
  };
}

function writeLimit(problem: Problem, { unit, prices, keepPrice }: JuryLimit) {
  const jurors = priced(prices, (at) => problem.jurors[at]?.id ?? '');
  return { unit, prices: keepPrice === 0 ? { jurors } : { jurors, keep: keepPrice } };
}

function priced(prices: Float64Array, nameOf: (at: number) => string): Record<string, number> {
  const named = Array.from(prices, (price, at): [string, number] => [nameOf(at), price]);
  return Object.fromEntries(named.filter(([, price]) => price !== 0));
}
