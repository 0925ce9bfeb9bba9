import highsModule, { type Highs, type HighsCallbackMap, type Model } from 'highs';
import type { LinearModel, Progress, Solution, SolveOptions } from './model.ts';

/** What the caller's thread can tell a running solve, which cannot receive messages: stop or go on. */
export type StopQuestion = () => boolean;

const PROGRESS_EVERY_SECONDS = 0.2;

// The package declares its types as CommonJS, so the compiler sees a namespace where Node hands over the function.
const loadHighs = highsModule as unknown as typeof highsModule.default;

let loading: Promise<Highs> | undefined;

function load(): Promise<Highs> {
  const runtime = loading ?? loadHighs();
  loading = runtime;
  return runtime;
}

/**
 * Solves a model in this thread, which is blocked meanwhile. Whole-number models are solved to a gap of zero.
 * `shouldStop` is asked at every checkpoint of the solver.
 */
export async function solveHere(
  model: LinearModel,
  options: SolveOptions = {},
  shouldStop: StopQuestion = () => options.signal?.aborted ?? false,
): Promise<Solution> {
  const highs = await load();
  if (shouldStop()) return nothing('cancelled', model);
  if (model.cost.length === 0) return withoutColumns(model);
  const first = runOnce(highs, model, options, shouldStop, 'choose');
  // Presolve often proves infeasibility without leaving a ray behind; the plain simplex always leaves one.
  const rayMissing = first?.status === 'infeasible' && options.wantRay === true && !first.dualRay;
  if (first && !rayMissing) return first;
  const second = runOnce(highs, model, options, shouldStop, 'off');
  if (!second) throw new Error('the solver could not tell an infeasible model from an unbounded one');
  return second;
}

/** HiGHS leaves a model without columns unsolved; every row of it sums to 0. */
function withoutColumns(model: LinearModel): Solution {
  const isAllowed = model.rowLower.every((low, row) => low <= 0 && (model.rowUpper[row] ?? 0) >= 0);
  if (!isAllowed) return nothing('infeasible', model);
  const rowDuals = new Float64Array(model.rowLower.length);
  return { ...nothing('optimal', model), rowDuals, objective: 0, bound: 0 };
}

function runOnce(
  highs: Highs,
  model: LinearModel,
  options: SolveOptions,
  shouldStop: StopQuestion,
  presolve: 'choose' | 'off',
): Solution | null {
  return highs.withModel(modelData(highs, model), (native) => {
    native.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0, presolve });
    if (options.timeLimitSeconds !== undefined) native.options.set('time_limit', options.timeLimitSeconds);
    if (options.start) native.setSolution({ colValue: options.start });
    native.run(callbacks(highs, options, shouldStop));
    return readSolution(highs, native, model, options.wantRay === true);
  });
}

function modelData(highs: Highs, model: LinearModel) {
  const { objectiveSense } = highs.constants;
  return {
    numCols: model.cost.length,
    numRows: model.rowLower.length,
    sense: model.sense === 'max' ? objectiveSense.maximize : objectiveSense.minimize,
    colCost: model.cost,
    colLower: model.colLower,
    colUpper: model.colUpper,
    rowLower: model.rowLower,
    rowUpper: model.rowUpper,
    matrix: {
      format: 'csc' as const,
      numRows: model.rowLower.length,
      numCols: model.cost.length,
      starts: model.starts,
      indices: model.indices,
      values: model.values,
    },
    ...(model.integer ? { integrality: Int32Array.from(model.integer) } : {}),
  };
}

function callbacks(highs: Highs, options: SolveOptions, shouldStop: StopQuestion): HighsCallbackMap {
  const began = performance.now();
  let told = 0;
  const tell = (iterations: number, best: number | null, bound: number | null) => {
    const seconds = (performance.now() - began) / 1000;
    if (!options.onProgress || seconds - told < PROGRESS_EVERY_SECONDS) return;
    told = seconds;
    options.onProgress({ seconds, iterations, best, bound } satisfies Progress);
  };
  const { callbackType } = highs.constants;
  return {
    [callbackType.simplexInterrupt](event) {
      tell(event.data.simplex_iteration_count ?? 0, null, null);
      if (shouldStop()) event.interrupt();
    },
    [callbackType.ipmInterrupt](event) {
      tell(event.data.ipm_iteration_count ?? 0, null, null);
      if (shouldStop()) event.interrupt();
    },
    [callbackType.mipInterrupt](event) {
      const { mip_total_lp_iterations: steps, mip_primal_bound: best, mip_dual_bound: bound } = event.data;
      tell(Number(steps ?? 0n), finiteOrNull(best), finiteOrNull(bound));
      if (shouldStop()) event.interrupt();
    },
  };
}

function finiteOrNull(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) || Math.abs(value) >= 1e30 ? null : value;
}

function readSolution(highs: Highs, native: Model, model: LinearModel, wantRay: boolean): Solution | null {
  const status = statusOf(highs, native.getModelStatus());
  if (status === 'unclear') return null;
  if (status === 'infeasible') {
    const ray = wantRay ? native.getDualRay()?.values : undefined;
    return { ...nothing(status, model), ...(ray ? { dualRay: ray } : {}) };
  }
  if (status === 'unbounded') return nothing(status, model);
  const isWhole = model.integer?.some((flag) => flag === 1) ?? false;
  const feasible = native.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible;
  const { colValue, rowDual, colDual } = native.getSolution();
  const objective = feasible ? native.getObjectiveValue() : Number.NaN;
  const bound = isWhole ? Number(native.info.get('mip_dual_bound')) : objective;
  const worst = model.sense === 'max' ? Infinity : -Infinity;
  const isOptimal = status === 'optimal';
  return {
    status,
    values: feasible ? colValue : new Float64Array(0),
    rowDuals: isWhole || !isOptimal ? new Float64Array(0) : rowDual,
    colDuals: isWhole || !isOptimal ? new Float64Array(0) : colDual,
    objective,
    bound: (isOptimal || isWhole) && Number.isFinite(bound) && Math.abs(bound) < 1e30 ? bound : worst,
  };
}

function statusOf(highs: Highs, code: number): Solution['status'] | 'unclear' {
  const known = highs.constants.modelStatus;
  switch (code) {
    case known.optimal:
    case known.empty:
      return 'optimal';
    case known.infeasible:
      return 'infeasible';
    case known.unbounded:
      return 'unbounded';
    // Presolve cannot always tell these two apart; the run without it can.
    case known.unboundedOrInfeasible:
      return 'unclear';
    case known.interrupted:
      return 'cancelled';
    case known.timeLimit:
    case known.iterationLimit:
    case known.solutionLimit:
      return 'limit';
    default:
      throw new Error(`the solver ended with model status ${code}`);
  }
}

function nothing(status: Solution['status'], model: LinearModel): Solution {
  const none = new Float64Array(0);
  const bound = model.sense === 'max' ? Infinity : -Infinity;
  return { status, values: none, rowDuals: none, colDuals: none, objective: Number.NaN, bound };
}
