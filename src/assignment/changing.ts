import type { SolutionFile } from './command.ts';
import { pairsOf } from './command.ts';
import { type Connectivity, connectivityOf } from './connectivity.ts';
import { fromMillionths } from './decimals.ts';
import { gainOf } from './prices.ts';
import { CLOSED, loadsOf, type Objective, type Problem, worthOf } from './problem.ts';

/*
 * A proposal changed by hand or for better links. It is measured anew in whole numbers, and beside it stays what the
 * computed one reached, so that the price of the change is never hidden.
 */
export type ChangedSolution = {
  readonly status: 'byHand' | 'linked';
  readonly objective: Objective;
  readonly sum: string;
  readonly minNomination: string;
  readonly assignments: SolutionFile['assignments'];
  readonly connectivity: Connectivity;
  /** What the computed proposal reached. */
  readonly best: { readonly sum: string; readonly minNomination: string };
};

export type ProposedSolution = SolutionFile | ChangedSolution;

/** One change of a jury: who leaves, who joins, and what the leaving juror takes from the joining one in exchange. */
export type Change = {
  readonly nomination: string;
  readonly out: string | null;
  readonly into: string | null;
  readonly back: string | null;
};

/** Why a change cannot be made at all. */
export type ChangeFault =
  | 'nothing'
  | 'unknown'
  | 'notIn'
  | 'alreadyIn'
  | 'conflict'
  | 'language'
  | 'fixed'
  | 'noTime'
  | 'oneWay';

/** What an assignment amounts to, for comparing one with another. */
export type Measures = {
  readonly sum: string;
  readonly least: string;
  readonly lowestLoad: number;
  readonly highestLoad: number;
  /** Nominations with fewer or more jurors than they need. */
  readonly short: readonly string[];
  readonly over: readonly string[];
  /** Jurors who read less than was asked for. */
  readonly idle: readonly string[];
  /** Names of composition rules that do not hold, with their nomination. */
  readonly broken: readonly { readonly rule: string; readonly nomination: string }[];
  readonly components: number;
  readonly linkage: number;
};

/** An assignment as one byte a pair; pairs with an id that the problem lacks are left out. */
export function givenOf(problem: Problem, pairs: SolutionFile['assignments']): Uint8Array {
  const jurorAt = new Map(problem.jurors.map(({ id }, at) => [id, at]));
  const nominationAt = new Map(problem.nominations.map((id, at) => [id, at]));
  const given = new Uint8Array(problem.worth.length);
  for (const [juror, nomination] of pairs) {
    const [j, n] = [jurorAt.get(juror), nominationAt.get(nomination)];
    if (j !== undefined && n !== undefined) given[n * problem.jurors.length + j] = 1;
  }
  return given;
}

/** Makes a change on an assignment: the new one, or why it cannot be. Conflicts, languages and loads are hard. */
export function changeGiven(problem: Problem, given: Uint8Array, change: Change): Uint8Array | ChangeFault {
  const moves = movesOf(change);
  if (typeof moves === 'string') return moves;
  const after = given.slice();
  const size = problem.jurors.length;
  for (const { nomination, juror, joins } of moves) {
    const n = problem.nominations.indexOf(nomination);
    const j = problem.jurors.findIndex(({ id }) => id === juror);
    if (n < 0 || j < 0) return 'unknown';
    const at = n * size + j;
    const fault = joins ? whyNotJoin(problem, after, at) : whyNotLeave(problem, after, at);
    if (fault) return fault;
    after[at] = joins ? 1 : 0;
  }
  const loads = loadsOf(problem, after);
  const isOver = problem.jurors.some(
    ({ id, maxLoad }, j) =>
      (loads[j] ?? 0) > maxLoad && moves.some(({ juror, joins }) => joins && juror === id),
  );
  return isOver ? 'noTime' : after;
}

type Move = { nomination: string; juror: string; joins: boolean };

function movesOf({ nomination, out, into, back }: Change): Move[] | ChangeFault {
  if (out === null && into === null) return 'nothing';
  const moves: Move[] = [];
  if (out !== null) moves.push({ nomination, juror: out, joins: false });
  if (into !== null) moves.push({ nomination, juror: into, joins: true });
  if (back === null) return moves;
  if (out === null || into === null) return 'oneWay';
  moves.push({ nomination: back, juror: into, joins: false }, { nomination: back, juror: out, joins: true });
  return moves;
}

function whyNotJoin({ closed }: Problem, given: Uint8Array, at: number): ChangeFault | null {
  if (given[at] === 1) return 'alreadyIn';
  if (closed[at] === CLOSED.language) return 'language';
  return closed[at] === 0 ? null : 'conflict';
}

function whyNotLeave({ fixed }: Problem, given: Uint8Array, at: number): ChangeFault | null {
  if (given[at] === 0) return 'notIn';
  return fixed[at] === 1 ? 'fixed' : null;
}

/** Measures an assignment: worths, loads, what is out of its limits, and how it links the jurors. */
export function measure(problem: Problem, given: Uint8Array): Measures {
  const size = problem.jurors.length;
  const loads = loadsOf(problem, given);
  const worths = worthOf(problem, given);
  const { components, algebraicConnectivity } = connectivityOf(problem, given);
  const counts = problem.nominations.map((_, n) =>
    given.subarray(n * size, (n + 1) * size).reduce((sum, one) => sum + one, 0),
  );
  const named = (is: (count: number) => boolean) => problem.nominations.filter((_, n) => is(counts[n] ?? 0));
  const broken = problem.rules.filter(
    ({ nomination, jurors, min }) => jurors.filter((j) => given[nomination * size + j] === 1).length < min,
  );
  return {
    sum: fromMillionths(gainOf(problem.worth, given)),
    least: fromMillionths(worths.reduce((low, worth) => (worth < low ? worth : low))),
    lowestLoad: Math.min(...loads),
    highestLoad: Math.max(...loads),
    short: named((count) => count < problem.perNomination),
    over: named((count) => count > problem.perNomination),
    idle: problem.jurors.filter(({ minLoad }, j) => (loads[j] ?? 0) < minLoad).map(({ id }) => id),
    broken: broken.map(({ rule, nomination }) => ({
      rule,
      nomination: problem.nominations[nomination] ?? '',
    })),
    components: components.length,
    linkage: algebraicConnectivity,
  };
}

/** A changed assignment as it is stored with its proposal, beside what the computed one reached. */
export function writeChanged(
  problem: Problem,
  given: Uint8Array,
  status: ChangedSolution['status'],
  from: ProposedSolution,
): ChangedSolution {
  const { sum, least } = measure(problem, given);
  const best = 'best' in from ? from.best : { sum: from.sum, minNomination: from.minNomination };
  return {
    status,
    objective: problem.objective,
    sum,
    minNomination: least,
    assignments: pairsOf(problem, given),
    connectivity: connectivityOf(problem, given),
    best,
  };
}
