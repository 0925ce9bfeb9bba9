/**
 * A linear (or mixed whole-number) model in compressed columns, and what solving it gives.
 * Column c owns the entries starts[c] .. starts[c+1] of `indices` (rows) and `values`.
 * An infinite bound is written as Infinity or -Infinity.
 */
export type LinearModel = {
  sense: 'max' | 'min';
  /** One objective coefficient a column. */
  cost: Float64Array;
  colLower: Float64Array;
  colUpper: Float64Array;
  /** 1 where the column must be whole; absent when every column may be fractional. */
  integer?: Uint8Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  starts: Int32Array;
  indices: Int32Array;
  values: Float64Array;
};

/** What a running solve tells: numbers are null until the solver knows them. */
export type Progress = {
  seconds: number;
  iterations: number;
  /** Objective of the best allowed solution so far. */
  best: number | null;
  /** Proven limit of the objective so far. */
  bound: number | null;
};

export type SolveOptions = {
  timeLimitSeconds?: number;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Ask for the dual ray of an infeasible model. */
  wantRay?: boolean;
  /** An allowed solution to begin from (whole-number models only). */
  start?: Float64Array;
};

/**
 * `rowDuals[r]` is the change of the objective for one more unit on row r's bound, `colDuals[c]` is
 * cost[c] minus the duals of its rows; both are empty for whole-number models. `values` is empty when no
 * allowed solution is known. `dualRay` (one number a row) proves that no solution exists.
 */
export type Solution = {
  status: 'optimal' | 'infeasible' | 'unbounded' | 'limit' | 'cancelled';
  values: Float64Array;
  rowDuals: Float64Array;
  colDuals: Float64Array;
  dualRay?: Float64Array;
  /** NaN when no allowed solution is known. */
  objective: number;
  /** Proven limit of the objective: an upper one for `max`, a lower one for `min`. */
  bound: number;
};

/** Solves a model elsewhere (another thread) or here; the cores know nothing but this signature. */
export type Solve = (model: LinearModel, options?: SolveOptions) => Promise<Solution>;
