import { asObject, type Checked, demand } from './check-problem.ts';

/*
 * The arithmetic of a proof: from prices to the limit that they prove, in whole numbers of any size. Weak duality is
 * all that is used: whatever is gained is at most what the limits cost plus what is left over.
 */

/** Prices of a goal, by place. */
export type CheckedPrices = {
  readonly unit: bigint;
  readonly nominations: readonly bigint[];
  readonly jurors: readonly bigint[];
  readonly rules: readonly bigint[];
  readonly keep: bigint;
};

/** The gain of a pair, in whole units. */
export type GainOf = (nomination: number, juror: number) => bigint;

/** Reads the prices of a goal; prices that are not named are 0, unknown names are refused. */
export function readPrices(checked: Checked, unit: unknown, value: unknown): CheckedPrices {
  demand(Number.isSafeInteger(unit) && Number(unit) > 0, 'the unit of the prices is no whole number above 0');
  const prices = asObject(value, 'the prices');
  return {
    unit: BigInt(Number(unit)),
    nominations: byName(prices.nominations, checked.nominations),
    jurors: byName(prices.jurors, checked.jurors),
    rules: byName(
      prices.rules,
      checked.rules.map((_, at) => String(at)),
    ),
    keep: prices.keep === undefined ? 0n : whole(prices.keep, 'keep'),
  };
}

/** Reads whole weights of the nominations; at least one is above 0, none is below. */
export function readWeights(checked: Checked, value: unknown): bigint[] {
  const weights = byName(value, checked.nominations);
  demand(
    weights.every((weight) => weight >= 0n) && weights.some((weight) => weight > 0n),
    'the weights are not above 0',
  );
  return weights;
}

function byName(value: unknown, names: readonly string[]): bigint[] {
  const given = value === undefined ? {} : asObject(value, 'a table of prices');
  const known = new Set(names);
  for (const name of Object.keys(given))
    demand(known.has(name), `a price is given for the unknown "${name}"`);
  return names.map((name) => (Object.hasOwn(given, name) ? whole(given[name], name) : 0n));
}

function whole(value: unknown, name: string): bigint {
  demand(Number.isSafeInteger(value), `the price of "${name}" is no whole number`);
  return BigInt(Number(value));
}

/** What is left of a pair's gain after all its prices. */
export function leftOf(checked: Checked, gain: GainOf, prices: CheckedPrices, n: number, j: number): bigint {
  let left = gain(n, j) * prices.unit - (prices.nominations[n] ?? 0n) - (prices.jurors[j] ?? 0n);
  checked.rules.forEach((rule, at) => {
    if (rule.nomination === n && rule.jurors.has(j)) left -= prices.rules[at] ?? 0n;
  });
  return left;
}

/** The limit of a flow goal: costs of all limits, and what is left over at pairs that pay. */
export function flowLimit(checked: Checked, gain: GainOf, prices: CheckedPrices): bigint {
  let limit = loadCost(checked, prices);
  for (const price of prices.nominations) limit += price * BigInt(checked.size);
  checked.rules.forEach(({ min, max }, at) => {
    const price = prices.rules[at] ?? 0n;
    limit += price * BigInt(price > 0n ? max : min);
  });
  checked.state.forEach((row, n) => {
    row.forEach((state, j) => {
      if (state === 0) return;
      const left = leftOf(checked, gain, prices, n, j);
      if (state === 2 || left > 0n) limit += left;
    });
  });
  return limit;
}

/** The limit of a jury goal: costs of loads (and of `kept` pairs), and the best allowed jury of each nomination. */
export function juryLimit(
  checked: Checked,
  gain: GainOf,
  prices: CheckedPrices,
  least: bigint | null,
  kept: number | null,
): bigint {
  demand(
    prices.nominations.every((price) => price === 0n) && prices.rules.every((price) => price === 0n),
    'a jury goal prices jurors only',
  );
  demand(kept !== null ? prices.keep <= 0n : prices.keep === 0n, 'the price of kept pairs is out of place');
  let limit = loadCost(checked, prices) + prices.keep * BigInt(kept ?? 0);
  for (let n = 0; n < checked.nominations.length; n++) {
    const value = (j: number) => {
      const keep = checked.previous?.[n]?.[j] === 1 ? prices.keep : 0n;
      return leftOf(checked, gain, prices, n, j) - keep;
    };
    const best = bestJuryValue(checked, n, value, least);
    demand(best !== null, `${checked.nominations[n]} has no allowed jury`);
    limit += best;
  }
  return limit;
}

function loadCost({ low, high }: Checked, { jurors }: CheckedPrices): bigint {
  return jurors.reduce((sum, price, j) => sum + price * BigInt((price > 0n ? high[j] : low[j]) ?? 0), 0n);
}

/** Highest value of a jury that reaches the least worth and keeps the rules; null where there is none. */
export function bestJuryValue(
  checked: Checked,
  n: number,
  value: (j: number) => bigint,
  least: bigint | null,
): bigint | null {
  const row = checked.state[n] ?? new Uint8Array(0);
  const rules = checked.rules.filter(({ nomination }) => nomination === n);
  const always = [...row.keys()].filter((j) => row[j] === 2);
  const free = [...row.keys()]
    .filter((j) => row[j] === 1)
    .map((j) => ({ j, value: value(j), worth: checked.worth[n]?.[j] ?? 0n }));
  free.sort((a, b) => (a.value === b.value ? a.j - b.j : a.value > b.value ? -1 : 1));
  const topWorth = highestFrom(free.map(({ worth }) => worth));
  let best: bigint | null = null;
  const walk = (from: number, open: number, sum: bigint, worth: bigint, jury: readonly number[]): void => {
    if (open === 0) {
      const allowed =
        (least === null || worth >= least) &&
        rules.every(({ jurors, min, max }) => within(jury.filter((j) => jurors.has(j)).length, min, max));
      if (allowed && (best === null || sum > best)) best = sum;
      return;
    }
    for (let at = from; at + open <= free.length; at++) {
      const ahead = free.slice(at, at + open).reduce((total, pair) => total + pair.value, sum);
      if (best !== null && ahead <= best) return;
      if (least !== null && worth + (topWorth[at] ?? 0n) * BigInt(open) < least) return;
      const pair = free[at];
      if (pair) walk(at + 1, open - 1, sum + pair.value, worth + pair.worth, [...jury, pair.j]);
    }
  };
  const start = always.reduce((sum, j) => sum + value(j), 0n);
  const worth = always.reduce((sum, j) => sum + (checked.worth[n]?.[j] ?? 0n), 0n);
  walk(0, checked.size - always.length, start, worth, always);
  return best;
}

/** For each place the highest number from there on. */
function highestFrom(numbers: readonly bigint[]): bigint[] {
  const top = [...numbers];
  for (let at = top.length - 2; at >= 0; at--) {
    const next = top[at + 1] ?? 0n;
    if (next > (top[at] ?? 0n)) top[at] = next;
  }
  return top;
}

function within(count: number, min: number, max: number): boolean {
  return count >= min && count <= max;
}

/** Whole part of a fraction, downwards. */
export function floorOf(top: bigint, unit: bigint): bigint {
  const cut = top / unit;
  return top < 0n && cut * unit !== top ? cut - 1n : cut;
}
