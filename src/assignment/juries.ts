import { ALWAYS, type CountLimit, type Face, FREE } from './face.ts';

/** What a jury of one nomination must reach: its size, a least worth (millionths), and its composition. */
export type JuryTask = {
  readonly nomination: number;
  readonly size: number;
  readonly least: number;
  /** Jurors who are in every jury of this nomination. */
  readonly always: readonly number[];
  /** Jurors who may be in it. */
  readonly free: readonly number[];
  readonly rules: readonly CountLimit[];
};

export type Jury = { readonly jurors: readonly number[]; readonly value: number };

/** Tells a jury whose value reaches the cutoff; the answer is the cutoff from now on. */
export type JuryVisitor = (jury: Jury) => number;

/** The task of a nomination in a face. */
export function juryTask(face: Face, nomination: number, size: number, least: number): JuryTask {
  const jurors = face.jurorMin.length;
  const always: number[] = [];
  const free: number[] = [];
  for (let juror = 0; juror < jurors; juror++) {
    const state = face.state[nomination * jurors + juror];
    if (state === ALWAYS) always.push(juror);
    else if (state === FREE && (face.jurorMax[juror] ?? 0) > 0) free.push(juror);
  }
  const rules = face.rules.filter((rule) => rule.nomination === nomination);
  return { nomination, size, least, always, free, rules };
}

/**
 * The jury of highest value among those that reach the least worth and the rules; null where there is none.
 * `value` and `worth` have one whole number a juror; sums are exact while they stay safe integers.
 */
export function bestJury(task: JuryTask, value: Float64Array, worth: Float64Array): Jury | null {
  let best: Jury | null = dearestJury(task, value);
  if (best === null || isAllowed(task, best.jurors, worth)) return best;
  best = null;
  visitJuries(task, value, worth, Number.NEGATIVE_INFINITY, (jury) => {
    if (!best || jury.value > best.value) best = jury;
    return best.value + 1;
  });
  return best;
}

/** The jury of highest value when least worth and rules are left aside: its value bounds every other. */
function dearestJury({ size, always, free }: JuryTask, value: Float64Array): Jury | null {
  const open = size - always.length;
  if (open < 0 || open > free.length) return null;
  const order = [...free].sort((a, b) => (value[b] ?? 0) - (value[a] ?? 0) || a - b);
  const jurors = [...always, ...order.slice(0, open)];
  return { jurors, value: total(jurors, value) };
}

function isAllowed({ least, rules }: JuryTask, jury: readonly number[], worth: Float64Array): boolean {
  return total(jury, worth) >= least && rules.every((rule) => isKept(rule, jury));
}

/**
 * Visits the juries of a task whose value reaches a cutoff, by branch and bound over jurors in falling value: a branch
 * ends where the best remaining values cannot reach the cutoff, or the best remaining worths the least worth.
 */
export function visitJuries(
  task: JuryTask,
  value: Float64Array,
  worth: Float64Array,
  cutoff: number,
  visit: JuryVisitor,
): void {
  const open = task.size - task.always.length;
  if (open < 0 || open > task.free.length) return;
  new JurySearch(task, value, worth, cutoff, visit).run();
}

class JurySearch {
  private readonly order: number[];
  private readonly values: Float64Array;
  private readonly worths: Float64Array;
  /** Highest sum of `count` worths from place i on, at i * (size + 1) + count. */
  private readonly worthAhead: Float64Array;
  private readonly chosen: number[] = [];
  private readonly task: JuryTask;
  private readonly visit: JuryVisitor;
  private cutoff: number;
  private readonly base: { value: number; worth: number };

  constructor(task: JuryTask, value: Float64Array, worth: Float64Array, cutoff: number, visit: JuryVisitor) {
    this.task = task;
    this.visit = visit;
    this.cutoff = cutoff;
    this.order = [...task.free].sort((a, b) => (value[b] ?? 0) - (value[a] ?? 0) || a - b);
    this.values = Float64Array.from(this.order, (juror) => value[juror] ?? 0);
    this.worths = Float64Array.from(this.order, (juror) => worth[juror] ?? 0);
    this.worthAhead = highestAhead(this.worths, task.size);
    this.base = { value: total(task.always, value), worth: total(task.always, worth) };
  }

  run(): void {
    this.branch(0, this.task.size - this.task.always.length, this.base.value, this.base.worth);
  }

  private branch(from: number, open: number, value: number, worth: number): void {
    if (open === 0) {
      this.leaf(value, worth);
      return;
    }
    const size = this.task.size + 1;
    for (let place = from; place + open <= this.order.length; place++) {
      if (value + this.bestValue(place, open) < this.cutoff) return;
      if (worth + (this.worthAhead[place * size + open] ?? 0) < this.task.least) return;
      if (this.task.rules.length > 0 && !this.canKeepRules(place, open)) return;
      this.chosen.push(this.order[place] ?? 0);
      this.branch(place + 1, open - 1, value + (this.values[place] ?? 0), worth + (this.worths[place] ?? 0));
      this.chosen.pop();
    }
  }

  private bestValue(place: number, open: number): number {
    let sum = 0;
    for (let at = place; at < place + open; at++) sum += this.values[at] ?? 0;
    return sum;
  }

  /** Whether the places from here on can still bring every rule to its minimum. */
  private canKeepRules(place: number, open: number): boolean {
    return this.task.rules.every(({ jurors, min }) => {
      let missing =
        min - [...this.task.always, ...this.chosen].filter((juror) => jurors.includes(juror)).length;
      for (let at = place; at < this.order.length && missing > 0 && missing <= open; at++) {
        if (jurors.includes(this.order[at] ?? -1)) missing--;
      }
      return missing <= 0;
    });
  }

  private leaf(value: number, worth: number): void {
    if (worth < this.task.least || value < this.cutoff) return;
    const jurors = [...this.task.always, ...this.chosen];
    if (!this.task.rules.every((rule) => isKept(rule, jurors))) return;
    this.cutoff = Math.max(this.cutoff, this.visit({ jurors, value }));
  }
}

/** Whether a jury keeps a count limit. */
export function isKept({ jurors: counted, min, max }: CountLimit, jury: readonly number[]): boolean {
  const count = jury.filter((juror) => counted.includes(juror)).length;
  return count >= min && count <= max;
}

function total(jurors: readonly number[], numbers: Float64Array): number {
  return jurors.reduce((sum, juror) => sum + (numbers[juror] ?? 0), 0);
}

function highestAhead(numbers: Float64Array, size: number): Float64Array {
  const ahead = new Float64Array((numbers.length + 1) * (size + 1));
  let top: number[] = [];
  for (let place = numbers.length - 1; place >= 0; place--) {
    top = [...top, numbers[place] ?? 0].sort((a, b) => b - a).slice(0, size);
    let sum = 0;
    for (let count = 1; count <= size; count++) {
      sum += top[count - 1] ?? Number.NEGATIVE_INFINITY;
      ahead[place * (size + 1) + count] = sum;
    }
  }
  return ahead;
}
