import type { LinearModel, Solution } from '../platform/solver/model.ts';
import { ALWAYS, type Face } from './face.ts';
import { bestJury, isKept, type Jury, type JuryTask, juryTask, visitJuries } from './juries.ts';
import { type Setting, solveOptions } from './level.ts';

/** The best gain of a face when each nomination's jury must have at least this worth (millionths) and keep its rules. */
export type JuryGoal = {
  readonly face: Face;
  readonly gain: Float64Array;
  readonly worth: Float64Array;
  readonly least: number;
};

/**
 * A limit proved by the prices of the jurors' readings alone (whole, in 1/unit of the gain): sum of price * load
 * limit, and for each nomination its best allowed jury after paying these prices.
 */
export type JuryLimit = {
  readonly unit: number;
  readonly prices: Float64Array;
  /** Price of a pair that must be kept (not above 0: keeping costs); 0 where nothing must. */
  readonly keepPrice: number;
  readonly proven: bigint;
};

export type MasterResult = {
  readonly status: 'bounded' | 'infeasible' | 'limit' | 'cancelled';
  readonly limit: JuryLimit;
  /** The assignment of the master where it came out whole. */
  readonly given: Uint8Array | null;
};

/** Prices are counted in thousandths of the gain's unit. */
export const PRICE_UNIT = 1000;

const SEED_JURIES = 30;
const JURIES_A_ROUND = 6;
const MOST_ROUNDS = 400;

/**
 * Dantzig and Wolfe's decomposition of a jury goal. A nomination whose least worth or rule binds is described by whole
 * juries, each allowed in itself; every other by single pairs. The prices move within a box around the best ones so
 * far, which keeps them from swinging; the box grows where it holds the loads apart.
 */
export async function boundByJuries(goal: JuryGoal, setting: Setting): Promise<MasterResult> {
  const master = new Master(goal, setting.perNomination);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if ((setting.secondsLeft?.() ?? 1) <= 0) return { status: 'limit', limit: master.best, given: null };
    const solution = await setting.solve(master.model(), solveOptions(setting));
    if (solution.status === 'infeasible') throw new Error('the master has room for every load');
    if (solution.status === 'unbounded') throw new Error('the master of bounded juries cannot be unbounded');
    if (solution.status !== 'optimal') return { status: solution.status, limit: master.best, given: null };
    const step = master.learn(solution);
    if (step === 'infeasible') return { status: 'infeasible', limit: master.best, given: null };
    if (step === 'closed') return { status: 'bounded', limit: master.best, given: master.whole(solution) };
  }
  return { status: 'bounded', limit: master.best, given: null };
}

/** Prices of the jurors' readings and of kept pairs, in 1/unit. */
export type Paid = Pick<JuryLimit, 'prices' | 'keepPrice'>;

/** The tasks of all nominations of a goal. */
export function juryTasks({ face, least }: JuryGoal, perNomination: number): JuryTask[] {
  const nominations = face.state.length / face.jurorMin.length;
  return Array.from({ length: nominations }, (_, n) => juryTask(face, n, perNomination, least));
}

/** What is left of each juror's gain at a nomination when the reading is paid, in 1/unit. */
export function leftAfter(goal: JuryGoal, nomination: number, { prices, keepPrice }: Paid): Float64Array {
  const from = nomination * prices.length;
  const keep = goal.face.keep?.pairs;
  return prices.map((price, juror) => {
    const extra = keep?.[from + juror] === 1 ? keepPrice : 0;
    return (goal.gain[from + juror] ?? 0) * PRICE_UNIT - price - extra;
  });
}

/** The worths of one nomination's pairs. */
export function worthsOf(goal: JuryGoal, nomination: number): Float64Array {
  const jurors = goal.face.jurorMin.length;
  return goal.worth.subarray(nomination * jurors, (nomination + 1) * jurors);
}

function loadCost(face: Face, { prices, keepPrice }: Paid): bigint {
  let cost = BigInt(keepPrice) * BigInt(face.keep?.least ?? 0);
  prices.forEach((price, juror) => {
    if (price !== 0)
      cost += BigInt(price) * BigInt((price > 0 ? face.jurorMax[juror] : face.jurorMin[juror]) ?? 0);
  });
  return cost;
}

type Column = { readonly nomination: number; readonly jurors: readonly number[]; readonly gain: number };

class Master {
  best: JuryLimit;
  private readonly goal: JuryGoal;
  private readonly tasks: readonly JuryTask[];
  private readonly jurors: number;
  private readonly byJuries: Uint8Array;
  private readonly juries: Column[] = [];
  private readonly known = new Set<string>();
  private readonly floor: bigint;
  private columns: Column[] = [];
  private boxHalf = 0;
  private boxFirst: number;

  constructor(goal: JuryGoal, perNomination: number) {
    this.goal = goal;
    this.tasks = juryTasks(goal, perNomination);
    this.jurors = goal.face.jurorMin.length;
    this.byJuries = new Uint8Array(this.tasks.length);
    this.floor = lowestGain(goal, this.tasks);
    this.best = { unit: PRICE_UNIT, prices: new Float64Array(this.jurors), keepPrice: 0, proven: 1n << 100n };
    this.boxFirst = Math.max(
      1,
      Math.round(goal.gain.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0) / 30),
    );
  }

  model(): LinearModel {
    const { face } = this.goal;
    this.columns = this.tasks.flatMap((task) =>
      this.byJuries[task.nomination] === 1 ? [] : this.pairColumns(task),
    );
    for (const jury of this.juries) this.columns.push(jury);
    const nominations = this.tasks.length;
    const keepRow = nominations + this.jurors;
    const draft = new Draft(keepRow + (face.keep ? 1 : 0));
    for (const { nomination, jurors, gain } of this.columns) {
      const rows = [nomination, ...jurors.map((juror) => nominations + juror)];
      const kept = keptIn(face, nomination, jurors);
      if (kept === 0) draft.column(gain, 1, rows);
      else draft.column(gain, 1, [...rows, keepRow], [...rows.map(() => 1), kept]);
    }
    if (this.boxHalf > 0) this.addBox(draft, nominations);
    const readings = this.tasks.map(({ size, always, nomination }) =>
      this.byJuries[nomination] === 1 ? 1 : size - always.length,
    );
    const taken = this.alwaysLoads();
    const low = [...readings, ...Array.from(face.jurorMin, (min, juror) => min - (taken[juror] ?? 0))];
    const high = [...readings, ...Array.from(face.jurorMax, (max, juror) => max - (taken[juror] ?? 0))];
    if (face.keep) {
      low.push(face.keep.least - this.alwaysKept());
      high.push(Infinity);
    }
    return draft.finish(low, high);
  }

  /** Takes the prices of a solved master: a better limit, new juries, nominations that need whole juries. */
  learn(solution: Solution): 'infeasible' | 'closed' | 'open' {
    const nominations = this.tasks.length;
    const duals = solution.rowDuals.map((dual) => Math.round(dual * PRICE_UNIT) + 0);
    const paid = {
      prices: duals.slice(nominations, nominations + this.jurors),
      keepPrice: Math.min(0, duals[nominations + this.jurors] ?? 0),
    };
    const rough = this.roughNominations(solution);
    let proven = loadCost(this.goal.face, paid);
    let news = 0;
    for (const task of this.tasks) {
      const n = task.nomination;
      const left = leftAfter(this.goal, n, paid);
      const best = bestJury(task, left, worthsOf(this.goal, n));
      if (!best) return 'infeasible';
      proven += BigInt(best.value);
      if (this.byJuries[n] === 1)
        news += this.price(task, left, (solution.rowDuals[n] ?? 0) * PRICE_UNIT, best);
      else if (this.mustSplit(task, left, best, rough[n] === 1)) news += this.seed(task, left, best);
    }
    if (proven < this.best.proven) this.best = { unit: PRICE_UNIT, ...paid, proven };
    if (this.best.proven < this.floor) return 'infeasible';
    return this.moveBox(solution, news);
  }

  /** The assignment of a solved master without fractions and with every load kept; else null. */
  whole(solution: Solution): Uint8Array | null {
    const given = this.goal.face.state.map((state) => (state === ALWAYS ? 1 : 0));
    for (const [at, { nomination, jurors }] of this.columns.entries()) {
      const value = solution.values[at] ?? 0;
      if (Math.abs(value - Math.round(value)) > 1e-6) return null;
      if (Math.round(value) === 1) for (const juror of jurors) given[nomination * this.jurors + juror] = 1;
    }
    return given;
  }

  private pairColumns({ nomination, free }: JuryTask): Column[] {
    const from = nomination * this.jurors;
    return free.map((juror) => ({ nomination, jurors: [juror], gain: this.goal.gain[from + juror] ?? 0 }));
  }

  /** Loads of the pairs that are always given, of nominations described by pairs; whole juries carry their own. */
  private alwaysLoads(): Int32Array {
    const loads = new Int32Array(this.jurors);
    for (const { nomination, always } of this.tasks) {
      if (this.byJuries[nomination] === 0) for (const juror of always) loads[juror] = (loads[juror] ?? 0) + 1;
    }
    return loads;
  }

  private alwaysKept(): number {
    return this.tasks.reduce((sum, { nomination, always }) => {
      return this.byJuries[nomination] === 1 ? sum : sum + keptIn(this.goal.face, nomination, always);
    }, 0);
  }

  private addBox(draft: Draft, nominations: number): void {
    for (let juror = 0; juror < this.jurors; juror++) {
      const centre = (this.best.prices[juror] ?? 0) / PRICE_UNIT;
      draft.column(-(centre + this.boxHalf), Infinity, [nominations + juror], -1);
      draft.column(centre - this.boxHalf, Infinity, [nominations + juror], 1);
    }
    if (!this.goal.face.keep) return;
    const centre = this.best.keepPrice / PRICE_UNIT;
    draft.column(centre - this.boxHalf, Infinity, [nominations + this.jurors], 1);
  }

  /** Nominations described by pairs whose pairs came out in fractions, below the least worth or against a rule. */
  private roughNominations(solution: Solution): Uint8Array {
    const rough = new Uint8Array(this.tasks.length);
    const juries = this.tasks.map(({ always }) => [...always]);
    for (const [at, { nomination, jurors }] of this.columns.entries()) {
      const value = solution.values[at] ?? 0;
      if (value > 1e-6 && value < 1 - 1e-6) rough[nomination] = 1;
      else if (value > 0.5) juries[nomination]?.push(...jurors);
    }
    for (const [n, { least, rules }] of this.tasks.entries()) {
      const jury = juries[n] ?? [];
      const worths = worthsOf(this.goal, n);
      const worth = jury.reduce((sum, juror) => sum + (worths[juror] ?? 0), 0);
      if (worth < least || !rules.every((rule) => isKept(rule, jury))) rough[n] = 1;
    }
    return rough;
  }

  /** Single pairs describe a nomination well enough as long as its dearest jury is an allowed one. */
  private mustSplit(task: JuryTask, left: Float64Array, best: Jury, isRough: boolean): boolean {
    if (isRough) return true;
    const open = task.size - task.always.length;
    const top = Float64Array.from(task.free, (juror) => left[juror] ?? 0)
      .sort()
      .slice(-open)
      .reduce((sum, value) => sum + value, 0);
    const always = task.always.reduce((sum, juror) => sum + (left[juror] ?? 0), 0);
    return (open > 0 ? top : 0) + always > best.value;
  }

  private seed(task: JuryTask, left: Float64Array, best: Jury): number {
    this.byJuries[task.nomination] = 1;
    const window = 10 * this.boxFirst * PRICE_UNIT;
    this.addBest(task, left, best.value - window, SEED_JURIES);
    return 1;
  }

  private price(task: JuryTask, left: Float64Array, paid: number, best: Jury): number {
    if (best.value <= paid + 1) return 0;
    return this.addBest(
      task,
      left,
      Math.max(paid + 1, best.value - 3 * this.boxFirst * PRICE_UNIT),
      JURIES_A_ROUND,
    );
  }

  private addBest(task: JuryTask, left: Float64Array, cutoff: number, count: number): number {
    let found: Jury[] = [];
    visitJuries(task, left, worthsOf(this.goal, task.nomination), cutoff, (jury) => {
      found.push(jury);
      if (found.length < 4 * count) return cutoff;
      found = found.sort((a, b) => b.value - a.value).slice(0, count);
      return found.at(-1)?.value ?? cutoff;
    });
    const chosen = found.sort((a, b) => b.value - a.value).slice(0, count);
    return chosen.filter((jury) => this.remember(task.nomination, jury)).length;
  }

  private remember(nomination: number, jury: Jury): boolean {
    const jurors = [...jury.jurors].sort((a, b) => a - b);
    const name = `${nomination}:${jurors}`;
    if (this.known.has(name)) return false;
    this.known.add(name);
    const from = nomination * this.jurors;
    this.juries.push({
      nomination,
      jurors,
      gain: jurors.reduce((sum, j) => sum + (this.goal.gain[from + j] ?? 0), 0),
    });
    return true;
  }

  private moveBox(solution: Solution, news: number): 'closed' | 'open' {
    const slack = solution.values.slice(this.columns.length).some((value) => value > 1e-7);
    if (news === 0 && !slack) return 'closed';
    if (this.boxHalf === 0) this.boxHalf = this.boxFirst;
    else if (news === 0) this.boxHalf *= 4;
    return 'open';
  }
}

/** How many of a jury's pairs are to be kept. */
export function keptIn({ keep, jurorMin }: Face, nomination: number, jury: readonly number[]): number {
  if (!keep) return 0;
  return jury.filter((juror) => keep.pairs[nomination * jurorMin.length + juror] === 1).length;
}

/** No allowed assignment gains less than this: each nomination's lowest gains. In 1/unit. */
function lowestGain(goal: JuryGoal, tasks: readonly JuryTask[]): bigint {
  const jurors = goal.face.jurorMin.length;
  let sum = 0n;
  for (const { nomination, size, always, free } of tasks) {
    const gainOf = (juror: number) => goal.gain[nomination * jurors + juror] ?? 0;
    const lowest = free
      .map(gainOf)
      .sort((a, b) => a - b)
      .slice(0, size - always.length);
    for (const gain of [...always.map(gainOf), ...lowest]) sum += BigInt(gain) * BigInt(PRICE_UNIT);
  }
  return sum;
}

/** A model written column by column. */
export class Draft {
  private readonly cost: number[] = [];
  private readonly upper: number[] = [];
  private readonly starts = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];
  private readonly rows: number;

  constructor(rows: number) {
    this.rows = rows;
  }

  column(cost: number, upper: number, rows: readonly number[], value: number | readonly number[] = 1): void {
    this.cost.push(cost);
    this.upper.push(upper);
    rows.forEach((row, at) => {
      this.indices.push(row);
      this.values.push(typeof value === 'number' ? value : (value[at] ?? 0));
    });
    this.starts.push(this.indices.length);
  }

  finish(rowLower: readonly number[], rowUpper: readonly number[], whole = false): LinearModel {
    if (rowLower.length !== this.rows || rowUpper.length !== this.rows)
      throw new Error('a row without its limits');
    return {
      sense: 'max',
      cost: Float64Array.from(this.cost),
      colLower: new Float64Array(this.cost.length),
      colUpper: Float64Array.from(this.upper),
      ...(whole ? { integer: new Uint8Array(this.cost.length).fill(1) } : {}),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      starts: Int32Array.from(this.starts),
      indices: Int32Array.from(this.indices),
      values: Float64Array.from(this.values),
    };
  }
}
