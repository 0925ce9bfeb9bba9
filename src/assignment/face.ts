import type { Problem } from './problem.ts';

/** What may still be chosen for a pair. */
export const NEVER = 0;
export const FREE = 1;
export const ALWAYS = 2;

/** At least `min` and at most `max` of these jurors read the nomination. */
export type CountLimit = {
  readonly nomination: number;
  readonly jurors: readonly number[];
  readonly min: number;
  readonly max: number;
};

/**
 * The assignments that are still allowed: every one at first, then only those that are best by each goal already
 * reached. A goal that comes later chooses among these and can take nothing back.
 */
export type Face = {
  /** NEVER, FREE or ALWAYS, one place a pair. */
  readonly state: Uint8Array;
  readonly jurorMin: Int32Array;
  readonly jurorMax: Int32Array;
  readonly rules: readonly CountLimit[];
  /** At least so many of the marked pairs stay: the first goal, where no prices could turn it into limits. */
  readonly keep: { readonly pairs: Uint8Array; readonly least: number } | null;
};

/** Every allowed assignment of a problem; `withRules` false leaves the composition rules out. */
export function wholeFace(problem: Problem, withRules = true): Face {
  const jurors = problem.jurors.length;
  const state = problem.closed.map((reason, at) => {
    if (problem.fixed[at] === 1) return ALWAYS;
    return reason === 0 && (problem.jurors[at % jurors]?.maxLoad ?? 0) > 0 ? FREE : NEVER;
  });
  const rules = withRules ? problem.rules : [];
  return {
    state,
    jurorMin: Int32Array.from(problem.jurors, ({ minLoad }) => minLoad),
    jurorMax: Int32Array.from(problem.jurors, ({ maxLoad }) => Math.min(maxLoad, problem.nominations.length)),
    rules: rules.map(({ nomination, jurors: readers, min }) => ({
      nomination,
      jurors: readers,
      min,
      max: problem.perNomination,
    })),
    keep: null,
  };
}
