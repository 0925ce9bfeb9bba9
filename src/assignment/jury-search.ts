import type { LinearModel } from '../platform/solver/model.ts';
import { Draft } from './draft.ts';
import { bestJury, isKept, type Jury, type JuryTask, visitJuries } from './juries.ts';
import {
  ceilingOf,
  type JuryGoal,
  type JuryLimit,
  juryTasks,
  keptIn,
  leftAfter,
  PRICE_UNIT,
  worthsOf,
} from './jury-limit.ts';
import { type Setting, solveOptions } from './level.ts';
import { gainOf } from './prices.ts';

/** Ends with the best whole assignment (`best`), with none at all, or early with what it has. */
export type SearchResult = {
  readonly status: 'best' | 'none' | 'limit' | 'cancelled';
  readonly given: Uint8Array | null;
  /** Proven limit of the gain by branch and bound, in the gain's unit. */
  readonly bound: bigint;
};

/** A nomination with more near-best juries than this is searched pair by pair. */
const MOST_JURIES = 30;
/** Near-best juries are counted up to here to find the pairs that occur in them. */
const MOST_COUNTED = 4000;

/**
 * The best whole assignment below a proven limit. Whatever gains at least `limit - gap` uses only juries whose price is
 * within the gap of their nomination's best one; so the gap is guessed small, everything outside is left out, and the
 * small rest is solved exactly. A solution inside the gap is the best of all; else the gap grows.
 */
export async function searchJuries(
  goal: JuryGoal,
  limit: JuryLimit,
  known: Uint8Array | null,
  setting: Setting,
): Promise<SearchResult> {
  const tasks = juryTasks(goal, setting.perNomination);
  const ceiling = ceilingOf(limit);
  const widest = widestGap(goal, tasks, limit);
  let given = known;
  let gap = least(firstGap(ceiling), known ? ceiling - gainOf(goal.gain, known) : widest);
  while (true) {
    const near = tasks.map((task) => nearBest(goal, task, limit, gap));
    const model = searchModel(goal, near);
    if ((setting.secondsLeft?.() ?? 1) <= 0) return { status: 'limit', given, bound: ceiling };
    const start = given && startOf(goal, near, given);
    const solution = await setting.solve(model, { ...solveOptions(setting), ...(start ? { start } : {}) });
    const before = given;
    if (solution.values.length > 0) given = better(goal, given, readGiven(goal, near, solution.values));
    const reached = given && gainOf(goal.gain, given);
    if (solution.status === 'limit' || solution.status === 'cancelled') {
      return { status: solution.status, given, bound: ceiling };
    }
    if (reached !== null && reached >= ceiling - gap) return { status: 'best', given, bound: reached };
    if (gap >= widest) return { status: given ? 'best' : 'none', given, bound: reached ?? ceiling };
    // A solution just found is near the best one, so that its own gap is worth trying at once.
    const wider = reached === null ? widest : ceiling - reached;
    gap = given === before ? least(gap * 2n, wider) : wider;
  }
}

function firstGap(ceiling: bigint): bigint {
  return (ceiling < 0n ? -ceiling : ceiling) / 20_000n + 1n;
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

/** With this gap nothing at all is left out. */
function widestGap(goal: JuryGoal, tasks: readonly JuryTask[], limit: JuryLimit): bigint {
  let widest = 1n;
  for (const task of tasks) {
    const left = leftAfter(goal, task.nomination, limit);
    const values = [...left].sort((a, b) => a - b);
    const spread = (values.at(-1) ?? 0) - (values[0] ?? 0);
    widest += BigInt(Math.ceil((spread * task.size) / PRICE_UNIT));
  }
  return widest;
}

/** What is left of a nomination within the gap: whole juries where they are few, else the pairs that may occur. */
type Near = {
  readonly task: JuryTask;
  readonly juries: readonly Jury[] | null;
  readonly pairs: readonly number[];
};

function nearBest(goal: JuryGoal, task: JuryTask, limit: JuryLimit, gap: bigint): Near {
  const left = leftAfter(goal, task.nomination, limit);
  const worths = worthsOf(goal, task.nomination);
  const best = bestJury(task, left, worths);
  if (!best) throw new Error('a bounded goal has an allowed jury for every nomination');
  const cutoff = best.value - Number(gap) * PRICE_UNIT - PRICE_UNIT;
  const juries: Jury[] = [];
  visitJuries(task, left, worths, cutoff, (jury) => {
    juries.push(jury);
    return juries.length > MOST_COUNTED ? Number.POSITIVE_INFINITY : cutoff;
  });
  if (juries.length <= MOST_JURIES) return { task, juries, pairs: [] };
  if (juries.length <= MOST_COUNTED) {
    const occurring = new Set(juries.flatMap((jury) => jury.jurors));
    return { task, juries: null, pairs: task.free.filter((juror) => occurring.has(juror)) };
  }
  return { task, juries: null, pairs: reachablePairs(task, left, cutoff) };
}

/** Pairs whose dearest jury, least worth and rules aside, reaches the cutoff: a superset of those that occur. */
function reachablePairs(task: JuryTask, left: Float64Array, cutoff: number): number[] {
  const open = task.size - task.always.length;
  const order = [...task.free].sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0) || a - b);
  const sum = (jurors: readonly number[]) => jurors.reduce((total, juror) => total + (left[juror] ?? 0), 0);
  const always = sum(task.always);
  return task.free.filter((juror) => {
    const others = order.filter((other) => other !== juror).slice(0, open - 1);
    return always + (left[juror] ?? 0) + sum(others) >= cutoff;
  });
}

type ExtraRow = {
  readonly nomination: number;
  readonly row: number;
  readonly factorOf: (juror: number) => number;
};

/** Rows: nominations, jurors, kept pairs, then least worth and rules of the nominations searched pair by pair. */
function searchModel(goal: JuryGoal, near: readonly Near[]): LinearModel {
  const { face, gain } = goal;
  const limits = searchLimits(goal, near);
  const { low, high, extra } = limits;
  const draft = new Draft(low.length);
  const keepRow = near.length + face.jurorMin.length;
  for (const [n, { juries, pairs }] of near.entries()) {
    const rows = extra.filter(({ nomination }) => nomination === n);
    const add = (jury: readonly number[], more: readonly ExtraRow[]) => {
      const entries: [row: number, factor: number][] = [
        [n, 1],
        ...jury.map((juror): [number, number] => [near.length + juror, 1]),
      ];
      const kept = keptIn(face, n, jury);
      if (kept > 0) entries.push([keepRow, kept]);
      for (const { row, factorOf } of more) {
        const factor = factorOf(jury[0] ?? -1);
        if (factor !== 0) entries.push([row, factor]);
      }
      const sum = jury.reduce((total, juror) => total + (gain[n * face.jurorMin.length + juror] ?? 0), 0);
      draft.column(
        sum,
        1,
        entries.map(([row]) => row),
        entries.map(([, factor]) => factor),
      );
    };
    for (const jury of juries ?? []) add(jury.jurors, []);
    for (const juror of pairs) add([juror], rows);
  }
  return draft.finish(low, high, true);
}

function searchLimits({ face, worth }: JuryGoal, near: readonly Near[]) {
  const jurors = face.jurorMin.length;
  const low: number[] = near.map(({ task, juries }) => (juries ? 1 : task.size - task.always.length));
  const high = [...low];
  low.push(...face.jurorMin);
  high.push(...face.jurorMax);
  const byPairs = near.filter(({ juries }) => !juries).map(({ task }) => task);
  for (const { always } of byPairs) {
    for (const juror of always) {
      low[near.length + juror] = (low[near.length + juror] ?? 0) - 1;
      high[near.length + juror] = (high[near.length + juror] ?? 0) - 1;
    }
  }
  if (face.keep) {
    low.push(
      face.keep.least - byPairs.reduce((sum, task) => sum + keptIn(face, task.nomination, task.always), 0),
    );
    high.push(Infinity);
  }
  const extra: ExtraRow[] = [];
  for (const { nomination, always, least, rules } of byPairs) {
    const add = (factorOf: (juror: number) => number, min: number, max: number) => {
      const taken = always.reduce((sum, juror) => sum + factorOf(juror), 0);
      extra.push({ nomination, row: low.length, factorOf });
      low.push(min - taken);
      high.push(max - taken);
    };
    // Worth in whole millionths: the solver's tolerance of a millionth of one unit cannot hide a missing millionth.
    if (Number.isFinite(least)) add((juror) => worth[nomination * jurors + juror] ?? 0, least, Infinity);
    for (const rule of rules) add((juror) => (rule.jurors.includes(juror) ? 1 : 0), rule.min, rule.max);
  }
  return { low, high, extra };
}

/** An assignment as values of the columns; null where one of its juries was left out. */
function startOf({ face }: JuryGoal, near: readonly Near[], given: Uint8Array): Float64Array | null {
  const jurors = face.jurorMin.length;
  const values: number[] = [];
  for (const [n, { task, juries, pairs }] of near.entries()) {
    const isGiven = (juror: number) => given[n * jurors + juror] === 1;
    const own = juries ? juries.map((jury) => jury.jurors.every(isGiven)) : pairs.map(isGiven);
    const readings = juries ? 1 : task.size - task.always.length;
    if (own.filter((one) => one).length !== readings) return null;
    values.push(...own.map(Number));
  }
  return Float64Array.from(values);
}

/** The assignment of a whole solution, or null where rounding broke a least worth or a rule. */
function readGiven(goal: JuryGoal, near: readonly Near[], values: Float64Array): Uint8Array | null {
  const jurors = goal.face.jurorMin.length;
  const given = new Uint8Array(goal.face.state.length);
  let column = 0;
  for (const [n, { task, juries, pairs }] of near.entries()) {
    const chosen = (list: readonly (readonly number[])[]) =>
      list.filter(() => Math.round(values[column++] ?? 0) === 1).flat();
    const jury = juries
      ? chosen(juries.map((one) => one.jurors))
      : [...task.always, ...chosen(pairs.map((one) => [one]))];
    const worth = jury.reduce((sum, juror) => sum + (goal.worth[n * jurors + juror] ?? 0), 0);
    if (jury.length !== task.size || worth < task.least || !task.rules.every((rule) => isKept(rule, jury)))
      return null;
    for (const juror of jury) given[n * jurors + juror] = 1;
  }
  return given;
}

function better(goal: JuryGoal, old: Uint8Array | null, found: Uint8Array | null): Uint8Array | null {
  if (!old || !found) return old ?? found;
  return gainOf(goal.gain, found) > gainOf(goal.gain, old) ? found : old;
}
