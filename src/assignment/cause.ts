import { ALWAYS, type CountLimit, type Face, NEVER, wholeFace } from './face.ts';
import { canBeRead, canFillLoads, flowReadings, type Network, networkOf } from './flow.ts';
import { emptyFacePrices, type Setting } from './level.ts';
import type { Prices } from './prices.ts';
import { type Problem, readingsNeeded } from './problem.ts';

export type CauseKind = 'tooFewReaders' | 'minLoadsTooHigh' | 'composition' | 'perNominationExceedsJury';

/** The smallest set of nominations and jurors that clash, by id: they need more readings than there can be. */
export type Cause = {
  readonly kind: CauseKind;
  readonly nominations: readonly string[];
  readonly jurors: readonly string[];
  readonly needed: number;
  readonly available: number;
  /** Readings that are missing over the whole problem, where that is more than this set lacks. */
  readonly missingInAll: number;
  /** Places in `composition` of the rules that clash; only where composition is the cause. */
  readonly rules?: readonly number[];
  /** Prices whose limit of nothing is below 0, so that nothing is allowed; where counting alone does not show it. */
  readonly prices?: Prices;
};

/**
 * Why a problem has no assignment, composition rules aside; null when it has one. The clash is a smallest one in the
 * sense that it goes away when any of its nominations (or jurors, where least loads clash) is left out.
 */
export async function findCause(problem: Problem): Promise<Cause | null> {
  const { nominations, jurors, perNomination } = problem;
  if (perNomination > jurors.length) {
    const all = { nominations: [...nominations], jurors: jurors.map(({ id }) => id) };
    return {
      kind: 'perNominationExceedsJury',
      ...all,
      needed: perNomination,
      available: jurors.length,
      missingInAll: 0,
    };
  }
  const network = networkOf(wholeFace(problem), perNomination);
  const { least, full } = flowReadings(network);
  const given = full.counts.reduce((sum, count) => sum + count, 0);
  const missing = readingsNeeded(problem) - given;
  if (missing > 0) return tooFewReaders(problem, network, full.reachableNominations, missing);
  const idle = network.jurorMin.reduce(
    (sum, min, juror) => sum + Math.max(0, min - (least.loads[juror] ?? 0)),
    0,
  );
  return idle > 0 ? minLoadsTooHigh(problem, network, idle) : null;
}

/** Why no assignment keeps the composition rules, when without them there is one. */
export async function findCompositionCause(problem: Problem, setting: Setting): Promise<Cause> {
  const face = wholeFace(problem);
  const rules = await smallestClash(
    face.rules.map((_, rule) => rule),
    async (part) => (await emptyFacePrices(withRules(face, part), setting)) !== null,
  );
  const prices = await emptyFacePrices(withRules(face, rules), setting);
  const chosen = rules.flatMap((rule) => face.rules[rule] ?? []);
  const named = namedByPrices(problem, face, chosen, prices);
  const countOf = (juror: number) => chosen.filter((rule) => canCount(problem, face, rule, juror)).length;
  const readers = problem.jurors.map((_, juror) => Math.min(face.jurorMax[juror] ?? 0, countOf(juror)));
  return {
    kind: 'composition',
    nominations: problem.nominations.filter((_, n) => named.nominations.has(n)),
    jurors: problem.jurors.filter((_, juror) => named.jurors.has(juror)).map(({ id }) => id),
    needed: chosen.reduce((sum, { min }) => sum + min, 0),
    available: readers.reduce((sum, count) => sum + count, 0),
    missingInAll: 0,
    rules,
    ...(prices ? { prices: spreadRules(prices, rules, face.rules.length) } : {}),
  };
}

function withRules(face: Face, rules: readonly number[]): Face {
  return { ...face, rules: rules.flatMap((rule) => face.rules[rule] ?? []) };
}

function canCount(problem: Problem, face: Face, { nomination, jurors }: CountLimit, juror: number): boolean {
  return jurors.includes(juror) && face.state[nomination * problem.jurors.length + juror] !== NEVER;
}

/** Nominations and jurors of the clash: of its rules, and those whose own limits the proof needs besides. */
function namedByPrices(problem: Problem, face: Face, rules: readonly CountLimit[], prices: Prices | null) {
  const nominations = new Set(rules.map(({ nomination }) => nomination));
  const fitting = [...problem.jurors.keys()].filter((juror) =>
    rules.some((rule) => canCount(problem, face, rule, juror)),
  );
  const jurors = new Set(fitting);
  prices?.nominations.forEach((price, n) => {
    if (price !== 0) nominations.add(n);
  });
  prices?.jurors.forEach((price, juror) => {
    if (price !== 0) jurors.add(juror);
  });
  return { nominations, jurors };
}

function spreadRules(prices: Prices, rules: readonly number[], count: number): Prices {
  const spread = new Float64Array(count);
  rules.forEach((rule, at) => {
    spread[rule] = prices.rules[at] ?? 0;
  });
  return { ...prices, rules: spread };
}

async function tooFewReaders(
  problem: Problem,
  network: Network,
  reachable: Uint8Array,
  missing: number,
): Promise<Cause> {
  const readersOf = (n: number) => problem.jurors.filter((_, juror) => isOpen(network, n, juror)).length;
  // The cut of the maximum flow: nominations that no juror with time left can reach, however readings are handed on.
  const cut = problem.nominations.map((_, n) => n).filter((n) => reachable[n] === 0);
  const order = cut.sort((a, b) => readersOf(b) - readersOf(a) || a - b);
  const fixedOutside = (part: readonly number[], juror: number) =>
    problem.nominations.filter((_, n) => !part.includes(n) && isAlways(network, n, juror)).length;
  // A part is read with the time that the fixed pairs outside it leave: they stand whether or not it is asked for.
  const within = (part: readonly number[]): Network => ({
    ...network,
    needed: network.needed.map((needed, n) => (part.includes(n) ? needed : 0)),
    jurorMax: network.jurorMax.map((most, juror) => most - fixedOutside(part, juror)),
  });
  const clash = await smallestClash(order, async (nominations) => !canBeRead(within(nominations)));
  const loads = problem.jurors.map(({ maxLoad }, juror) => {
    return Math.min(
      maxLoad - fixedOutside(clash, juror),
      clash.filter((n) => isOpen(network, n, juror)).length,
    );
  });
  return {
    kind: 'tooFewReaders',
    nominations: clash.sort((a, b) => a - b).map((n) => problem.nominations[n] ?? ''),
    jurors: problem.jurors.filter((_, juror) => (loads[juror] ?? 0) > 0).map(({ id }) => id),
    needed: clash.length * problem.perNomination,
    available: loads.reduce((sum, load) => sum + load, 0),
    missingInAll: missing,
  };
}

async function minLoadsTooHigh(problem: Problem, network: Network, missing: number): Promise<Cause> {
  const mins = network.jurorMin;
  const order = [...mins.keys()].filter((juror) => (mins[juror] ?? 0) > 0);
  order.sort((a, b) => (mins[a] ?? 0) - (mins[b] ?? 0) || a - b);
  const clash = await smallestClash(order, async (jurors) => {
    const jurorMin = mins.map((min, juror) => (jurors.includes(juror) ? min : 0));
    return !canFillLoads({ ...network, jurorMin });
  });
  const counts = problem.nominations.map((_, n) => {
    const others = problem.jurors.filter(
      (_, juror) => !clash.includes(juror) && isAlways(network, n, juror),
    ).length;
    return Math.min(
      problem.perNomination - others,
      clash.filter((juror) => isOpen(network, n, juror)).length,
    );
  });
  return {
    kind: 'minLoadsTooHigh',
    nominations: problem.nominations.filter((_, n) => (counts[n] ?? 0) > 0),
    jurors: clash.sort((a, b) => a - b).map((juror) => problem.jurors[juror]?.id ?? ''),
    needed: clash.reduce((sum, juror) => sum + (mins[juror] ?? 0), 0),
    available: counts.reduce((sum, count) => sum + count, 0),
    missingInAll: missing,
  };
}

function isOpen({ state, jurors }: Network, nomination: number, juror: number): boolean {
  return state[nomination * jurors + juror] !== NEVER;
}

function isAlways({ state, jurors }: Network, nomination: number, juror: number): boolean {
  return state[nomination * jurors + juror] === ALWAYS;
}

/**
 * Leaves out of a clashing list whatever it clashes without, first in halves, at last one by one: what stays clashes,
 * and clashes no longer without any one of its members. Earlier members are left out first.
 */
export async function smallestClash<T>(
  items: readonly T[],
  clashes: (part: T[]) => Promise<boolean>,
): Promise<T[]> {
  let kept = [...items];
  for (let chunk = Math.ceil(kept.length / 2); chunk >= 1; chunk = chunk === 1 ? 0 : Math.ceil(chunk / 2)) {
    for (let from = 0; from < kept.length; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + chunk)];
      if (without.length < kept.length && (await clashes(without))) kept = without;
      else from += chunk;
    }
  }
  return kept;
}
