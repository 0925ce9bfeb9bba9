/** Why a juror can never be given a nomination. */
export type ClosedReason = 'conflict' | 'language' | 'recused';

/** 0 in `Problem.closed` is an open pair; the other numbers stand for these reasons. */
export const CLOSED = { conflict: 1, language: 2, recused: 3 } as const satisfies Record<
  ClosedReason,
  number
>;

export type Objective = 'sum' | 'fair';

export type Juror = { readonly id: string; readonly minLoad: number; readonly maxLoad: number };

/** At least `min` of these jurors must read the nomination. A relaxable rule may be given up, at a shown cost. */
export type CompositionRule = {
  readonly rule: string;
  readonly nomination: number;
  readonly jurors: readonly number[];
  readonly min: number;
  readonly relaxable: boolean;
};

/**
 * Who may read what, and how much it is worth. Nominations and jurors stand in the order of their ids, so that the
 * order of a file or of a table never decides between equal solutions. Pair tables have one place for each
 * nomination n and juror j, at n * jurors.length + j.
 */
export type Problem = {
  readonly nominations: readonly string[];
  readonly jurors: readonly Juror[];
  readonly perNomination: number;
  readonly objective: Objective;
  /** Affinity in whole millionths, negative where a juror is unwelcome. */
  readonly worth: Float64Array;
  /** 0 open, else one of CLOSED. */
  readonly closed: Uint8Array;
  /** 1 for a pair that must stay. */
  readonly fixed: Uint8Array;
  /** 1 for a pair of the assignment before; null when there was none. */
  readonly previous: Uint8Array | null;
  readonly recused: ReadonlySet<number>;
  readonly rules: readonly CompositionRule[];
};

/** The format of a problem on file and in a stored proposal (JSON). */
export type ProblemFile = {
  nominations: { id: string }[];
  jurors: { id: string; minLoad: number; maxLoad: number }[];
  perNomination: number;
  objective?: Objective;
  conflicts?: [juror: string, nomination: string][];
  unreadable?: [juror: string, nomination: string][];
  affinity?: [juror: string, nomination: string, value: number][];
  previous?: [juror: string, nomination: string][];
  fixed?: [juror: string, nomination: string][];
  recused?: string[];
  composition?: { rule: string; nomination: string; jurors: string[]; min: number; relaxable?: boolean }[];
};

/** A given pair, by place in the problem. */
export type Pair = { readonly juror: number; readonly nomination: number };

/** The number of readings that the nominations need together. */
export function readingsNeeded(problem: Problem): number {
  return problem.nominations.length * problem.perNomination;
}

/** The place of a pair in the pair tables. */
export function pairAt(problem: Problem, nomination: number, juror: number): number {
  return nomination * problem.jurors.length + juror;
}

/** Each juror's number of nominations in an assignment (one byte a pair). */
export function loadsOf(problem: Problem, given: Uint8Array): Int32Array {
  const jurors = problem.jurors.length;
  const loads = new Int32Array(jurors);
  given.forEach((one, at) => {
    if (one === 1) loads[at % jurors] = (loads[at % jurors] ?? 0) + 1;
  });
  return loads;
}

/** Each nomination's worth in an assignment, in millionths. */
export function worthOf(problem: Problem, given: Uint8Array): bigint[] {
  const jurors = problem.jurors.length;
  const worths = problem.nominations.map(() => 0n);
  given.forEach((one, at) => {
    if (one !== 1) return;
    const nomination = Math.floor(at / jurors);
    worths[nomination] = (worths[nomination] ?? 0n) + BigInt(problem.worth[at] ?? 0);
  });
  return worths;
}
