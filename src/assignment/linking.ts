import { activeJurors, componentsOf, laplacian, sharedReadings } from './connectivity.ts';
import { secondEigenvector, secondSmallestEigenvalue } from './eigenvalues.ts';
import { FREE, wholeFace } from './face.ts';
import { isKept } from './juries.ts';
import { gainOf } from './prices.ts';
import { loadsOf, type Problem, worthOf } from './problem.ts';

/*
 * An assignment that links the jury better. Severity can be told apart the more surely the larger the second smallest
 * eigenvalue of the Laplacian of the jury's graph is; its eigenvector says which links would raise it most, so that
 * only the few exchanges that promise most are tried in full. A search from the assignment given: every step is a gain,
 * and nothing says that no better one exists.
 */
export type LinkFloor = {
  /** No nomination's worth may fall below this (millionths). */
  readonly least: bigint;
  /** The sum may not fall below this (millionths). */
  readonly sum: bigint;
};

const MOST_STEPS = 200;
const TRIED_A_STEP = 24;

/** The best linked assignment that the search finds above a floor; null where it finds none better than the given one. */
export async function linkBetter(
  problem: Problem,
  given: Uint8Array,
  floor: LinkFloor,
  pause: () => Promise<void>,
): Promise<Uint8Array | null> {
  let best: Linked = { given, value: linkage(problem, given) };
  for (let step = 0; step < MOST_STEPS; step++) {
    await pause();
    const next = bestExchange(problem, best, floor);
    if (!next) break;
    best = next;
  }
  return best.given === given ? null : best.given;
}

/** An assignment and how it links: below 0 the jury falls apart, and fewer pieces are better; else the eigenvalue. */
type Linked = { readonly given: Uint8Array; readonly value: number };

function graphOf(problem: Problem, given: Uint8Array) {
  const size = problem.jurors.length;
  const shared = sharedReadings(problem, given);
  const active = activeJurors(shared, size);
  return { shared, active, size, matrix: laplacian(shared, size, active) };
}

function linkage(problem: Problem, given: Uint8Array): number {
  const { shared, active, size, matrix } = graphOf(problem, given);
  const pieces = componentsOf(shared, size, active).length;
  return pieces > 1 ? 1 - pieces : secondSmallestEigenvalue(matrix);
}

function bestExchange(problem: Problem, from: Linked, floor: LinkFloor): Linked | null {
  const promising = new Board(problem, from.given, floor)
    .exchanges()
    .sort((a, b) => b.promise - a.promise)
    .slice(0, TRIED_A_STEP);
  let best: Linked | null = null;
  for (const { turns } of promising) {
    const given = from.given.slice();
    for (const [nomination, out, into] of turns) {
      given[nomination * problem.jurors.length + out] = 0;
      given[nomination * problem.jurors.length + into] = 1;
    }
    const value = linkage(problem, given);
    if (value > (best ?? from).value + 1e-9) best = { given, value };
  }
  return best;
}

/** At a nomination one juror takes the place of another. */
type Turn = readonly [nomination: number, out: number, into: number];
type Exchange = { readonly turns: readonly Turn[]; readonly promise: number };

/** An assignment laid out for finding exchanges: who may move where, and how much worth each place can give up. */
class Board {
  private readonly problem: Problem;
  private readonly size: number;
  private readonly given: Uint8Array;
  private readonly state: Uint8Array;
  private readonly vector: Float64Array;
  private readonly loads: Int32Array;
  private readonly spare: readonly number[];
  private readonly spareSum: number;
  private readonly juries: readonly number[][];
  private readonly readings: readonly number[][];

  constructor(problem: Problem, given: Uint8Array, floor: LinkFloor) {
    this.problem = problem;
    this.size = problem.jurors.length;
    this.given = given;
    this.state = wholeFace(problem).state;
    const { active, matrix } = graphOf(problem, given);
    this.vector = new Float64Array(this.size);
    secondEigenvector(matrix).forEach((entry, at) => {
      this.vector[active[at] ?? 0] = entry;
    });
    this.loads = loadsOf(problem, given);
    this.spare = worthOf(problem, given).map((worth) => Number(worth - floor.least));
    this.spareSum = Number(gainOf(problem.worth, given) - floor.sum);
    const reads = (n: number, j: number) => given[n * this.size + j] === 1;
    const nominations = problem.nominations.map((_, n) => n);
    const jurors = problem.jurors.map((_, j) => j);
    this.juries = nominations.map((n) => jurors.filter((j) => reads(n, j)));
    this.readings = jurors.map((j) => nominations.filter((n) => reads(n, j)));
  }

  /** Replacements and swaps of two that keep every limit, with the eigenvalue's first-order gain. */
  exchanges(): Exchange[] {
    const found: Exchange[] = [];
    const offer = (...turns: Turn[]) => {
      const promise = turns.reduce((sum, turn) => sum + this.promise(turn), 0);
      if (promise > 1e-12 && this.isAllowed(turns)) found.push({ turns, promise });
    };
    for (const [n, jury] of this.juries.entries()) {
      for (const out of jury) {
        for (let into = 0; into < this.size; into++) {
          if (!this.canTurn([n, out, into])) continue;
          if (this.hasRoom(out, into)) offer([n, out, into]);
          for (const other of this.readings[into] ?? []) {
            if (other > n && this.canTurn([other, into, out])) offer([n, out, into], [other, into, out]);
          }
        }
      }
    }
    return found;
  }

  private canTurn([nomination, out, into]: Turn): boolean {
    const [leaves, joins] = [nomination * this.size + out, nomination * this.size + into];
    return (
      this.given[leaves] === 1 &&
      this.given[joins] === 0 &&
      this.state[leaves] === FREE &&
      this.state[joins] === FREE
    );
  }

  private hasRoom(out: number, into: number): boolean {
    // A juror who reads nothing is linked with nobody and would be left out of the count: none is made so.
    const least = Math.max(1, this.problem.jurors[out]?.minLoad ?? 0);
    return (
      (this.loads[out] ?? 0) > least && (this.loads[into] ?? 0) < (this.problem.jurors[into]?.maxLoad ?? 0)
    );
  }

  private promise([nomination, out, into]: Turn): number {
    const at = (juror: number) => this.vector[juror] ?? 0;
    let promise = 0;
    for (const other of this.juries[nomination] ?? []) {
      if (other !== out) promise += (at(into) - at(other)) ** 2 - (at(out) - at(other)) ** 2;
    }
    return promise;
  }

  private isAllowed(turns: readonly Turn[]): boolean {
    let sum = this.spareSum;
    for (const [nomination, out, into] of turns) {
      const from = nomination * this.size;
      const gain = (this.problem.worth[from + into] ?? 0) - (this.problem.worth[from + out] ?? 0);
      if ((this.spare[nomination] ?? 0) + gain < 0 || !this.keepsRules([nomination, out, into])) return false;
      sum += gain;
    }
    return sum >= 0;
  }

  private keepsRules([nomination, out, into]: Turn): boolean {
    const rules = this.problem.rules.filter((rule) => rule.nomination === nomination);
    if (rules.length === 0) return true;
    const jury = [...(this.juries[nomination] ?? []).filter((juror) => juror !== out), into];
    return rules.every((rule) => isKept({ ...rule, max: this.problem.perNomination }, jury));
  }
}
