import type { LinearModel, Solution } from '../platform/solver/model.ts';
import { Draft } from './draft.ts';
import { ALWAYS } from './face.ts';
import { bestJury, isKept, type Jury, type JuryTask, visitJuries } from './juries.ts';
import {
  type JuryGoal,
  type JuryLimit,
  juryTasks,
  keptIn,
  leftAfter,
  limitAt,
  loadCost,
  lowestGain,
  type Paid,
  PRICE_UNIT,
  worthsOf,
} from './jury-limit.ts';
import { MOST_WHOLE_PAIRS, type Setting, solveOptions } from './level.ts';

/** Where a decomposition begins: prices of readings (in 1/PRICE_UNIT) and an assignment that is near. */
export type MasterStart = { readonly paid: Paid; readonly given: Uint8Array };

export type MasterResult = {
  readonly status: 'bounded' | 'infeasible' | 'limit' | 'cancelled';
  readonly limit: JuryLimit;
  /** The assignment of the master where it came out whole. */
  readonly given: Uint8Array | null;
};

const SEED_JURIES = 30;
const JURIES_A_ROUND = 6;
const FIRST_PAIRS = 12;
const PAIRS_A_ROUND = 8;
const MOST_ROUNDS = 400;

/**
 * Dantzig and Wolfe's decomposition of a jury goal. A nomination whose least worth or rule binds is described by whole
 * juries, each allowed in itself; every other by single pairs. The prices move within a box around the best ones so
 * far, which keeps them from swinging; the box grows where it holds the loads apart.
 */
export async function boundByJuries(
  goal: JuryGoal,
  start: MasterStart,
  setting: Setting,
): Promise<MasterResult> {
  const master = new Master(goal, start, setting.perNomination);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (master.isImpossible()) return { status: 'infeasible', limit: master.best, given: null };
    if ((setting.secondsLeft?.() ?? 1) <= 0) return { status: 'limit', limit: master.best, given: null };
    const solution = await setting.solve(master.model(), solveOptions(setting));
    if (solution.status === 'infeasible') throw new Error('the master has room for every load');
    if (solution.status === 'unbounded') throw new Error('the master of bounded juries cannot be unbounded');
    if (solution.status !== 'optimal') return { status: solution.status, limit: master.best, given: null };
    if (master.learn(solution) && !master.isImpossible()) {
      return { status: 'bounded', limit: master.best, given: master.whole(solution) };
    }
  }
  return { status: 'bounded', limit: master.best, given: null };
}

type Column = { readonly nomination: number; readonly jurors: readonly number[]; readonly gain: number };

class Master {
  best: JuryLimit;
  private readonly goal: JuryGoal;
  private readonly tasks: readonly JuryTask[];
  private readonly jurors: number;
  private readonly byJuries: Uint8Array;
  /** Free jurors of each nomination that stand in the model, while it is described by pairs. */
  private readonly active: number[][];
  private readonly juries: Column[] = [];
  private readonly known = new Set<string>();
  /** No assignment gains less; a limit below it proves that there is none. */
  private readonly floor: bigint;
  private columns: Column[] = [];
  private boxHalf: number;
  private readonly boxFirst: number;

  constructor(goal: JuryGoal, start: MasterStart, perNomination: number) {
    this.goal = goal;
    this.tasks = juryTasks(goal, perNomination);
    this.jurors = goal.face.jurorMin.length;
    this.byJuries = new Uint8Array(this.tasks.length);
    this.floor = lowestGain(goal, this.tasks);
    const limit = limitAt(goal, this.tasks, start.paid);
    // Without any jury for some nomination the limit is below everything, and the master is not asked.
    this.best = limit ?? { unit: PRICE_UNIT, ...start.paid, proven: this.floor - 1n };
    this.active = this.firstActive(start);
    const highest = goal.gain.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
    this.boxFirst = Math.max(1, Math.round(highest / 30));
    this.boxHalf = this.boxFirst;
  }

  isImpossible(): boolean {
    return this.best.proven < this.floor;
  }

  model(): LinearModel {
    const { face } = this.goal;
    const nominations = this.tasks.length;
    const keepRow = nominations + this.jurors;
    const draft = new Draft(keepRow + (face.keep ? 1 : 0));
    this.columns = [...this.tasks.flatMap((task) => this.pairColumns(task)), ...this.juries];
    for (const { nomination, jurors, gain } of this.columns) {
      const rows = [nomination, ...jurors.map((juror) => nominations + juror)];
      const kept = keptIn(face, nomination, jurors);
      if (kept === 0) draft.column(gain, 1, rows);
      else draft.column(gain, 1, [...rows, keepRow], [...rows.map(() => 1), kept]);
    }
    this.addBox(draft, nominations);
    return draft.finish(...this.limits());
  }

  /** Takes the prices of a solved master: a better limit, new juries and pairs. True when there is nothing to add. */
  learn(solution: Solution): boolean {
    const nominations = this.tasks.length;
    const duals = solution.rowDuals.map((dual) => Math.round(dual * PRICE_UNIT) + 0);
    const prices = duals.slice(nominations, nominations + this.jurors);
    const paid = { prices, keepPrice: Math.min(0, duals[nominations + this.jurors] ?? 0) };
    const rough = this.roughNominations(solution);
    let proven = loadCost(this.goal.face, paid);
    let news = 0;
    for (const task of this.tasks) {
      const left = leftAfter(this.goal, task.nomination, paid);
      const best = bestJury(task, left, worthsOf(this.goal, task.nomination));
      if (!best) throw new Error('a nomination without any allowed jury was let through');
      proven += BigInt(best.value);
      news += this.extend(task, left, best, duals[task.nomination] ?? 0, rough[task.nomination] === 1);
    }
    if (proven < this.best.proven) this.best = { unit: PRICE_UNIT, ...paid, proven };
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

  /** Every free pair where they are few; else the best few at the first prices, and those of the assignment near. */
  private firstActive({ paid, given }: MasterStart): number[][] {
    const all = this.tasks.reduce((sum, { free }) => sum + free.length, 0);
    if (all <= MOST_WHOLE_PAIRS) return this.tasks.map(({ free }) => [...free]);
    return this.tasks.map(({ nomination, free }) => {
      const left = leftAfter(this.goal, nomination, paid);
      const order = [...free].sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0) || a - b);
      return order.filter(
        (juror, rank) => rank < FIRST_PAIRS || given[nomination * this.jurors + juror] === 1,
      );
    });
  }

  private pairColumns({ nomination }: JuryTask): Column[] {
    if (this.byJuries[nomination] === 1) return [];
    const from = nomination * this.jurors;
    const active = this.active[nomination] ?? [];
    return active.map((juror) => ({ nomination, jurors: [juror], gain: this.goal.gain[from + juror] ?? 0 }));
  }

  private limits(): [low: number[], high: number[]] {
    const { face } = this.goal;
    const readings = this.tasks.map(({ size, always, nomination }) =>
      this.byJuries[nomination] === 1 ? 1 : size - always.length,
    );
    // Whole juries carry their fixed members; of nominations described by pairs they are taken off the loads.
    const byPairs = this.tasks.filter(({ nomination }) => this.byJuries[nomination] === 0);
    const taken = new Int32Array(this.jurors);
    for (const { always } of byPairs) for (const juror of always) taken[juror] = (taken[juror] ?? 0) + 1;
    const low = [...readings, ...Array.from(face.jurorMin, (min, juror) => min - (taken[juror] ?? 0))];
    const high = [...readings, ...Array.from(face.jurorMax, (max, juror) => max - (taken[juror] ?? 0))];
    if (face.keep) {
      const kept = byPairs.reduce((sum, { nomination, always }) => sum + keptIn(face, nomination, always), 0);
      low.push(face.keep.least - kept);
      high.push(Infinity);
    }
    return [low, high];
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

  /** Adds what the prices welcome at one nomination; the number of additions. */
  private extend(task: JuryTask, left: Float64Array, best: Jury, paid: number, isRough: boolean): number {
    const n = task.nomination;
    if (this.byJuries[n] === 1) {
      if (best.value <= paid + 1) return 0;
      const window = 3 * this.boxFirst * PRICE_UNIT;
      return this.addBest(task, left, Math.max(paid + 1, best.value - window), JURIES_A_ROUND);
    }
    if (isBound(task) && (isRough || this.topValue(task, left) > best.value)) {
      this.byJuries[n] = 1;
      this.addBest(task, left, best.value - 10 * this.boxFirst * PRICE_UNIT, SEED_JURIES);
      return 1;
    }
    const active = this.active[n] ?? [];
    if (active.length === task.free.length) return 0;
    const welcome = task.free.filter((juror) => (left[juror] ?? 0) > paid + 1 && !active.includes(juror));
    welcome.sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0) || a - b);
    active.push(...welcome.slice(0, PAIRS_A_ROUND));
    return welcome.length;
  }

  /** Value of the dearest jury when least worth and rules are left aside. */
  private topValue({ size, always, free }: JuryTask, left: Float64Array): number {
    const sorted = Float64Array.from(free, (juror) => left[juror] ?? 0).sort();
    const open = size - always.length;
    const top = sorted.subarray(sorted.length - open).reduce((sum, value) => sum + value, 0);
    return always.reduce((sum, juror) => sum + (left[juror] ?? 0), top);
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
    const gain = jurors.reduce((sum, juror) => sum + (this.goal.gain[from + juror] ?? 0), 0);
    this.juries.push({ nomination, jurors, gain });
    return true;
  }

  private moveBox(solution: Solution, news: number): boolean {
    const apart = solution.values.subarray(this.columns.length).some((value) => value > 1e-7);
    if (news === 0 && apart) this.boxHalf *= 4;
    return news === 0 && !apart;
  }
}

/** Whether anything but its size and its jurors' loads binds a jury. */
function isBound({ least, rules }: JuryTask): boolean {
  return Number.isFinite(least) || rules.length > 0;
}
