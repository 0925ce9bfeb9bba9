import {
  bestJuryValue,
  type CheckedPrices,
  floorOf,
  flowLimit,
  type GainOf,
  juryLimit,
  leftOf,
  readPrices,
  readWeights,
} from './check-limits.ts';
import {
  asList,
  asObject,
  type Checked,
  CheckFault,
  demand,
  millionths,
  readChecked,
  readGivenPairs,
} from './check-problem.ts';

/** `optimal`: nothing better exists. `bound`: allowed, and its stated limit holds. `infeasible`: there is none. */
export type CheckResult =
  | { readonly valid: true; readonly proves: 'optimal' | 'bound' | 'infeasible' }
  | { readonly valid: false; readonly fault: string };

/**
 * Checks a solution file against its problem file, from the pairs to the last limit, without a solver and without any
 * code of the one that solved it: is every pair allowed, are all numbers as stated, do the prices prove the limits?
 */
export function checkSolution(problem: unknown, solution: unknown): CheckResult {
  try {
    const checked = readChecked(problem);
    const file = asObject(solution, 'the solution');
    if (file.status === 'infeasible') return checkCause(checked, asObject(file.cause, 'the cause'));
    return { valid: true, proves: checkGiven(checked, file) };
  } catch (fault) {
    if (fault instanceof CheckFault) return { valid: false, fault: fault.message };
    throw fault;
  }
}

type Raw = Record<string, unknown>;
type Reached = { readonly sum: bigint; readonly lowest: bigint; readonly kept: number };

function checkGiven(checked: Checked, file: Raw): 'optimal' | 'bound' {
  const given = readGivenPairs(checked, file.assignments);
  checkLimits(checked, given);
  const reached = measure(checked, given);
  demand(millionths(file.sum, 'the sum') === reached.sum, 'the sum is not that of the pairs');
  demand(
    millionths(file.minNomination, 'minNomination') === reached.lowest,
    'minNomination is not that of the pairs',
  );
  if (checked.previous) checkChanges(checked.previous, given, asObject(file.changed, 'changed'));
  const certificate = asObject(file.certificate, 'the certificate');
  const proves = checkGoals(checked, asList(certificate.goals, 'the goals'), reached);
  demand(millionths(certificate.value, 'the value') === reached.sum, 'the value is not the sum of the pairs');
  demand(
    proves === 'optimal' || certificate.kind === 'bound',
    'the certificate says duals, and its limits are not met',
  );
  checkHead(certificate, reached.sum, file.status === 'optimal');
  return proves;
}

/** The limit and the gap that head the certificate are those of its last goal. */
function checkHead({ goals, limit, gap }: Raw, sum: bigint, isOptimal: boolean): void {
  const last = asList(goals, 'the goals').at(-1);
  const goal = last === undefined ? {} : asObject(last, 'a goal');
  if (goal.goal !== 'sum') {
    demand(!isOptimal, 'it says optimal, and gives no limit');
    demand(limit === null && gap === null, 'a limit is stated that no goal has');
    return;
  }
  const own = millionths(goal.limit, 'a limit');
  demand(millionths(limit, 'the limit') === own, 'the limit stated first is not that of the goals');
  demand(millionths(gap, 'the gap') === own - sum, 'the gap is not limit less value');
}

function checkLimits(checked: Checked, given: readonly Uint8Array[]): void {
  const loads = checked.jurors.map(() => 0);
  given.forEach((row, n) => {
    const name = checked.nominations[n];
    demand(row.filter((one) => one === 1).length === checked.size, `${name} has not ${checked.size} jurors`);
    row.forEach((one, j) => {
      const state = checked.state[n]?.[j];
      demand(
        one === 0 ? state !== 2 : state !== 0,
        `the pair ${checked.jurors[j]}, ${name} is ${one === 1 ? 'not allowed' : 'fixed and left out'}`,
      );
      loads[j] = (loads[j] ?? 0) + one;
    });
  });
  for (const { nomination, jurors, min, max } of checked.rules) {
    const count = [...jurors].filter((j) => given[nomination]?.[j] === 1).length;
    demand(
      count >= min && count <= max,
      `a composition rule of ${checked.nominations[nomination]} is broken`,
    );
  }
  loads.forEach((load, j) => {
    demand(
      load >= (checked.low[j] ?? 0) && load <= (checked.high[j] ?? 0),
      `the load ${load} of ${checked.jurors[j]} is outside its limits`,
    );
  });
}

function measure(checked: Checked, given: readonly Uint8Array[]): Reached {
  const worths = given.map((row, n) =>
    row.reduce((sum, one, j) => (one === 1 ? sum + (checked.worth[n]?.[j] ?? 0n) : sum), 0n),
  );
  return {
    sum: worths.reduce((sum, worth) => sum + worth, 0n),
    lowest: worths.reduce((low, worth) => (worth < low ? worth : low)),
    kept: given.reduce(
      (sum, row, n) => sum + row.filter((one, j) => one === 1 && checked.previous?.[n]?.[j] === 1).length,
      0,
    ),
  };
}

function checkChanges(previous: readonly Uint8Array[], given: readonly Uint8Array[], changed: Raw): void {
  const count = (from: readonly Uint8Array[], to: readonly Uint8Array[]) =>
    to.reduce((sum, row, n) => sum + row.filter((one, j) => one === 1 && from[n]?.[j] === 0).length, 0);
  demand(changed.added === count(previous, given), 'the number of added pairs is not right');
  demand(changed.removed === count(given, previous), 'the number of removed pairs is not right');
}

/** What the later goals may still choose from: the problem, narrowed by the goals already met. */
type Narrowed = { readonly checked: Checked; readonly kept: number | null };

function checkGoals(whole: Checked, goals: readonly unknown[], reached: Reached): 'optimal' | 'bound' {
  const names = goals.map((goal) => String(asObject(goal, 'a goal').goal));
  const wanted = [
    ...(whole.previous ? ['kept'] : []),
    ...(whole.objective === 'fair' ? ['worstOff'] : []),
    'sum',
  ];
  demand(
    names.every((name, at) => name === wanted[at]),
    `the goals are not ${wanted.join(', ')}`,
  );
  let narrowed: Narrowed = { checked: whole, kept: null };
  let isMet = names.length === wanted.length;
  for (const value of goals) {
    const step = checkGoal(narrowed, asObject(value, 'a goal'), reached);
    isMet = isMet && step.isMet;
    narrowed = step.narrowed;
  }
  return isMet ? 'optimal' : 'bound';
}

function checkGoal(narrowed: Narrowed, goal: Raw, reached: Reached): { isMet: boolean; narrowed: Narrowed } {
  const { checked, kept } = narrowed;
  if (goal.goal === 'worstOff') return { isMet: checkWorstOff(narrowed, goal, reached.lowest), narrowed };
  const isKept = goal.goal === 'kept';
  const gain: GainOf = isKept
    ? (n, j) => BigInt(checked.previous?.[n]?.[j] ?? 0)
    : (n, j) => checked.worth[n]?.[j] ?? 0n;
  const value = isKept ? BigInt(reached.kept) : reached.sum;
  const read = (field: unknown) => (isKept ? BigInt(String(field)) : millionths(field, 'a value'));
  demand(read(goal.value) === value, `the value of the goal ${String(goal.goal)} is not that of the pairs`);
  const prices = readPrices(checked, goal.unit, goal.prices);
  const proven =
    goal.by === 'prices'
      ? provenByFlow(narrowed, gain, prices)
      : provenByJuries(narrowed, goal, gain, prices, reached.lowest);
  const limit = floorOf(proven, prices.unit);
  demand(
    read(goal.limit) === limit,
    `the prices prove another limit of ${String(goal.goal)} than the one stated`,
  );
  demand(value <= limit, `the goal ${String(goal.goal)} is above its own limit`);
  const isMet = value === limit;
  if (!isKept) return { isMet, narrowed };
  if (goal.by === 'prices' && proven === value * prices.unit)
    return { isMet, narrowed: { checked: narrow(checked, gain, prices), kept } };
  return { isMet, narrowed: { checked, kept: reached.kept } };
}

function provenByFlow({ checked, kept }: Narrowed, gain: GainOf, prices: CheckedPrices): bigint {
  demand(kept === null && prices.keep === 0n, 'kept pairs ask for a proof by juries');
  return flowLimit(checked, gain, prices);
}

function provenByJuries(
  { checked, kept }: Narrowed,
  goal: Raw,
  gain: GainOf,
  prices: CheckedPrices,
  lowest: bigint,
): bigint {
  demand(goal.by === 'juries', 'a goal is proved in no known way');
  const least = goal.least === undefined ? null : millionths(goal.least, 'the least worth');
  demand(least === null || least <= lowest, 'the least worth is above the worst-off nomination');
  return juryLimit(checked, gain, prices, least, kept);
}

/** Whether the worst-off nomination is proved to be as high as can be. */
function checkWorstOff({ checked, kept }: Narrowed, goal: Raw, lowest: bigint): boolean {
  demand(
    millionths(goal.value, 'the worst-off') === lowest,
    'the worst-off nomination is not that of the pairs',
  );
  const limit = millionths(goal.limit, 'the limit of the worst-off');
  if (goal.by === 'search') return false;
  if (goal.by === 'ownBest') {
    const n = checked.nominations.indexOf(String(goal.nomination));
    demand(n >= 0, 'the worst-off proof names an unknown nomination');
    const best = bestJuryValue(checked, n, (j) => checked.worth[n]?.[j] ?? 0n, null);
    demand(best !== null && best <= limit, `${String(goal.nomination)} could have a better jury than stated`);
    return limit === lowest;
  }
  if (goal.by === 'weights') {
    demand(kept === null, 'kept pairs ask for a proof by juries');
    const weights = readWeights(checked, goal.weights);
    const prices = readPrices(checked, goal.unit, goal.prices);
    const bound = flowLimit(checked, (n, j) => (weights[n] ?? 0n) * (checked.worth[n]?.[j] ?? 0n), prices);
    const total = weights.reduce((sum, weight) => sum + weight, 0n) * prices.unit;
    demand(floorOf(bound, total) <= limit, 'the weights prove a limit above the one stated');
    return limit === lowest;
  }
  demand(goal.by === 'juries', 'the worst-off is proved in no known way');
  const least = millionths(goal.least, 'the least worth');
  demand(least <= limit + 1n, 'the prices prove a limit above the one stated');
  const prices = readPrices(checked, goal.unit, goal.prices);
  demand(
    juryLimit(checked, () => 0n, prices, least, kept) < 0n,
    'the prices do not exclude a higher worst-off',
  );
  return limit === lowest;
}

/** Complementary slackness: what every assignment that meets the limit has in common. */
function narrow(checked: Checked, gain: GainOf, prices: CheckedPrices): Checked {
  const state = checked.state.map((row, n) =>
    row.map((now, j) => {
      const left = now === 1 ? leftOf(checked, gain, prices, n, j) : 0n;
      return left === 0n ? now : left > 0n ? 2 : 0;
    }),
  );
  const price = (j: number) => prices.jurors[j] ?? 0n;
  return {
    ...checked,
    state,
    low: checked.low.map((low, j) => (price(j) > 0n ? (checked.high[j] ?? low) : low)),
    high: checked.high.map((high, j) => (price(j) < 0n ? (checked.low[j] ?? high) : high)),
    rules: checked.rules.map((rule, at) => {
      const own = prices.rules[at] ?? 0n;
      if (own === 0n) return rule;
      return own > 0n ? { ...rule, min: rule.max } : { ...rule, max: rule.min };
    }),
  };
}

/** Counts the clash again: what is needed, and what there can be at most. */
function checkCause(checked: Checked, cause: Raw): CheckResult {
  const nominations = asList(cause.nominations, 'nominations').map((id) =>
    checked.nominations.indexOf(String(id)),
  );
  const jurors = asList(cause.jurors, 'jurors').map((id) => checked.jurors.indexOf(String(id)));
  demand(
    [...nominations, ...jurors].every((at) => at >= 0),
    'the cause names an unknown id',
  );
  const { needed, available } = count(checked, cause, nominations, jurors);
  demand(
    cause.needed === needed && cause.available === available,
    `the cause counts ${needed} needed and ${available} available`,
  );
  if (needed > available) return { valid: true, proves: 'infeasible' };
  demand(cause.prices !== undefined, 'the counts of the cause do not clash, and there are no prices');
  const limit = flowLimit(checked, () => 0n, readPrices(checked, 1, cause.prices));
  demand(limit < 0n, 'the prices of the cause do not exclude every assignment');
  return { valid: true, proves: 'infeasible' };
}

function count(
  checked: Checked,
  { kind, rules: named }: Raw,
  nominations: readonly number[],
  jurors: readonly number[],
) {
  const open = (n: number, j: number) => (checked.state[n]?.[j] ?? 0) > 0;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  if (kind === 'perNominationExceedsJury') return { needed: checked.size, available: checked.jurors.length };
  if (kind === 'tooFewReaders') {
    const loads = checked.jurors.map((_, j) => {
      const elsewhere = checked.state.filter((row, n) => row[j] === 2 && !nominations.includes(n)).length;
      return Math.min((checked.high[j] ?? 0) - elsewhere, nominations.filter((n) => open(n, j)).length);
    });
    demand(
      loads.every((load, j) => load <= 0 || jurors.includes(j)),
      'the cause leaves out a juror with time',
    );
    return { needed: nominations.length * checked.size, available: sum(loads) };
  }
  if (kind === 'minLoadsTooHigh') {
    const counts = checked.state.map((row, n) => {
      const others = row.filter((state, j) => state === 2 && !jurors.includes(j)).length;
      return Math.min(checked.size - others, jurors.filter((j) => open(n, j)).length);
    });
    demand(
      counts.every((count, n) => count <= 0 || nominations.includes(n)),
      'the cause leaves out a nomination that may be read',
    );
    return { needed: sum(jurors.map((j) => checked.low[j] ?? 0)), available: sum(counts) };
  }
  demand(kind === 'composition', 'the cause is of no known kind');
  const rules = asList(named, 'the rules of the cause').map((at) => checked.rules[Number(at)]);
  demand(
    rules.every((rule) => rule !== undefined),
    'the cause names an unknown rule',
  );
  const loads = jurors.map((j) =>
    Math.min(
      checked.high[j] ?? 0,
      rules.filter((rule) => rule.jurors.has(j) && open(rule.nomination, j)).length,
    ),
  );
  return { needed: sum(rules.map(({ min }) => min)), available: sum(loads) };
}
