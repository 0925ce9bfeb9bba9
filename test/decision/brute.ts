import type { Problem } from '../../src/decision/problem.ts';
import { type Fraction, fraction } from '../../src/platform/exact/fraction.ts';

/** Everything that trying all sets of candidates tells about a problem; only for small ones. */
export type Brute = {
  total: Fraction;
  winners: string[][];
  second: Fraction | null;
  costOf: (id: string) => Fraction | null;
} | null;

/** Tries all sets: the largest allowed number first, then the total. */
export function brute(problem: Problem): Brute {
  const ids = problem.candidates.map(({ id }) => id).sort();
  const allowed: { set: string[]; total: Fraction }[] = [];
  for (let mask = 0; mask < 2 ** ids.length; mask++) {
    const set = ids.filter((_, at) => (mask >> at) % 2 === 1);
    if (isAllowed(problem, set)) allowed.push({ set, total: totalOf(problem, set) });
  }
  const size = Math.max(-1, ...allowed.map(({ set }) => set.length));
  if (size < 0) return null;
  const full = allowed.filter(({ set }) => set.length === size).sort((a, b) => order(b.total, a.total));
  const total = full[0]?.total ?? fraction(0n);
  const winners = full.filter((one) => order(one.total, total) === 0).map(({ set }) => set);
  const costOf = (id: string) => {
    const best = full.find(({ set }) => set.includes(id));
    return best ? minus(total, best.total) : null;
  };
  return { total, winners, second: full[1]?.total ?? null, costOf };
}

/** Whether a set of ids keeps every rule, read from the problem itself. */
export function isAllowed(problem: Problem, set: readonly string[]): boolean {
  const chosen = problem.candidates.filter(({ id }) => set.includes(id));
  const within = (count: number, min: number, max: number | null) =>
    count >= min && (max === null || count <= max);
  const counts = new Map<string, number>();
  for (const { country } of chosen) counts.set(country ?? '', (counts.get(country ?? '') ?? 0) + 1);
  return (
    within(chosen.length, problem.seats.min, problem.seats.max) &&
    chosen.every(({ score }) => problem.threshold === null || order(score, problem.threshold) >= 0) &&
    [...counts.values()].every((count) => within(count, 0, problem.maxPerCountry)) &&
    problem.regions.every(({ name, min, max }) =>
      within(chosen.filter(({ region }) => region === name).length, min, max),
    ) &&
    problem.groups.every(({ members, min, max }) =>
      within(set.filter((id) => members.includes(id)).length, min, max),
    )
  );
}

export function totalOf(problem: Problem, set: readonly string[]): Fraction {
  return problem.candidates
    .filter(({ id }) => set.includes(id))
    .reduce(
      (sum, { score }) => fraction(sum.num * score.den + score.num * sum.den, sum.den * score.den),
      fraction(0n),
    );
}

export function order(a: Fraction, b: Fraction): number {
  const [left, right] = [a.num * b.den, b.num * a.den];
  return left < right ? -1 : left > right ? 1 : 0;
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den);
}
