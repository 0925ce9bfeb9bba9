import { secondSmallestEigenvalue } from './eigenvalues.ts';
import type { Problem } from './problem.ts';

/**
 * How an assignment links its jurors: severity can be told apart only where jurors read the same nominations. The
 * weight of a link is the number of nominations that two jurors share.
 */
export type Connectivity = {
  /** Jurors who are linked with each other, by id; jurors without a reading are left out. Largest first. */
  readonly components: readonly (readonly string[])[];
  readonly links: number;
  /** Second smallest eigenvalue of the Laplacian of the linked jurors: 0 when they fall apart. */
  readonly algebraicConnectivity: number;
};

/** Numbers of nominations shared by each two jurors, at a * jurors + b; the diagonal is each juror's load. */
export function sharedReadings(problem: Problem, given: Uint8Array): Float64Array {
  const size = problem.jurors.length;
  const shared = new Float64Array(size * size);
  for (let from = 0; from < given.length; from += size) {
    const jury: number[] = [];
    for (let juror = 0; juror < size; juror++) if (given[from + juror] === 1) jury.push(juror);
    for (const a of jury) for (const b of jury) shared[a * size + b] = (shared[a * size + b] ?? 0) + 1;
  }
  return shared;
}

/** Components and algebraic connectivity of the jurors of an assignment. */
export function connectivityOf(problem: Problem, given: Uint8Array): Connectivity {
  const size = problem.jurors.length;
  const shared = sharedReadings(problem, given);
  const active = activeJurors(shared, size);
  const components = componentsOf(shared, size, active);
  let links = 0;
  for (const a of active) for (const b of active) if (a < b && (shared[a * size + b] ?? 0) > 0) links++;
  return {
    components: components.map((group) => group.map((juror) => problem.jurors[juror]?.id ?? '')),
    links,
    algebraicConnectivity:
      components.length === 1 ? secondSmallestEigenvalue(laplacian(shared, size, active)) : 0,
  };
}

/** The jurors who read anything, by place. */
export function activeJurors(shared: Float64Array, size: number): number[] {
  return [...Array(size).keys()].filter((juror) => (shared[juror * size + juror] ?? 0) > 0);
}

/** The Laplacian of the chosen jurors: the diagonal is the sum of a juror's links, the rest their negatives. */
export function laplacian(shared: Float64Array, size: number, active: readonly number[]): Float64Array[] {
  return active.map((a, row) => {
    const line = Float64Array.from(active, (b) => -(shared[a * size + b] ?? 0));
    line[row] = 0;
    line[row] = -line.reduce((sum, weight) => sum + weight, 0);
    return line;
  });
}

/** Groups of jurors who are linked with each other, the largest first. */
export function componentsOf(shared: Float64Array, size: number, active: readonly number[]): number[][] {
  const unseen = new Set(active);
  const components: number[][] = [];
  for (const start of active) {
    if (!unseen.delete(start)) continue;
    const group = [start];
    for (const juror of group) {
      for (const other of unseen) {
        if ((shared[juror * size + other] ?? 0) === 0) continue;
        unseen.delete(other);
        group.push(other);
      }
    }
    components.push(group.sort((a, b) => a - b));
  }
  return components.sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}
