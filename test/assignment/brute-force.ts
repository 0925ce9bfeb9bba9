import type { ProblemFile } from '../../src/assignment/problem.ts';

/** Everything that an assignment is judged by, computed by trying all of them; null when there is none. */
export type Best = { kept: number; lowest: number; sum: number; count: number };

type Judged = { kept: number; lowest: number; sum: number };

/**
 * The best assignment by trying every jury of every nomination: most kept pairs, then (fair) the worst-off, then the
 * sum, in whole millionths. Only for a handful of nominations and jurors.
 */
export function bruteForce(file: ProblemFile): Best | null {
  const pairSet = (pairs: [string, string][] | undefined) =>
    new Set((pairs ?? []).map(([j, n]) => `${j}/${n}`));
  const closed = new Set([...pairSet(file.conflicts), ...pairSet(file.unreadable)]);
  const fixed = pairSet(file.fixed);
  const previous = pairSet(file.previous);
  const recused = new Set(file.recused ?? []);
  const worth = new Map((file.affinity ?? []).map(([j, n, value]) => [`${j}/${n}`, Math.round(value * 1e6)]));
  const juries = file.nominations.map(({ id }) => {
    const isAllowed = (jury: string[]) =>
      jury.every((j) => !closed.has(`${j}/${id}`) && !recused.has(j)) &&
      file.jurors.every(({ id: j }) => !fixed.has(`${j}/${id}`) || jury.includes(j)) &&
      (file.composition ?? []).every(
        (rule) => rule.nomination !== id || jury.filter((j) => rule.jurors.includes(j)).length >= rule.min,
      );
    return subsets(
      file.jurors.map((juror) => juror.id),
      file.perNomination,
    ).filter(isAllowed);
  });
  let best: Best | null = null;
  const loads = new Map(file.jurors.map(({ id }) => [id, 0]));
  const walk = (at: number, soFar: Judged): void => {
    const nomination = file.nominations[at];
    if (!nomination) {
      const isLoaded = file.jurors.every(({ id, minLoad, maxLoad }) => {
        const load = loads.get(id) ?? 0;
        return recused.has(id) ? load === 0 : load >= minLoad && load <= maxLoad;
      });
      if (isLoaded) best = better(best, soFar, file.objective ?? 'fair');
      return;
    }
    for (const jury of juries[at] ?? []) {
      const own = jury.reduce((sum, j) => sum + (worth.get(`${j}/${nomination.id}`) ?? 0), 0);
      const kept = jury.filter((j) => previous.has(`${j}/${nomination.id}`)).length;
      for (const j of jury) loads.set(j, (loads.get(j) ?? 0) + 1);
      walk(at + 1, { kept: soFar.kept + kept, lowest: Math.min(soFar.lowest, own), sum: soFar.sum + own });
      for (const j of jury) loads.set(j, (loads.get(j) ?? 0) - 1);
    }
  };
  walk(0, { kept: 0, lowest: Number.POSITIVE_INFINITY, sum: 0 });
  return best;
}

function better(best: Best | null, found: Judged, objective: 'sum' | 'fair'): Best {
  if (!best) return { ...found, count: 1 };
  const order = objective === 'fair' ? (['kept', 'lowest', 'sum'] as const) : (['kept', 'sum'] as const);
  for (const key of order) {
    if (found[key] > best[key]) return { ...found, count: 1 };
    if (found[key] < best[key]) return best;
  }
  return { ...best, count: best.count + 1 };
}

function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => subsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}
