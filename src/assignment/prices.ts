import { ALWAYS, type Face, FREE } from './face.ts';

/**
 * Prices of readings, in 1/unit of a gain's unit: what one more reading of a nomination, or one more reading by a
 * juror, would be worth. Whole numbers, so that what they prove can be added up without rounding.
 */
export type Prices = {
  readonly unit: number;
  readonly nominations: Float64Array;
  readonly jurors: Float64Array;
  readonly rules: Float64Array;
};

/** Prices of zero for a face. */
export function noPrices(nominations: number, face: Face, unit = 1): Prices {
  return {
    unit,
    nominations: new Float64Array(nominations),
    jurors: new Float64Array(face.jurorMin.length),
    rules: new Float64Array(face.rules.length),
  };
}

/** For each pair the sum of the prices of the rules that count it. */
export function rulePrices(face: Face, prices: Prices): Float64Array {
  const jurors = face.jurorMin.length;
  const sums = new Float64Array(face.state.length);
  face.rules.forEach(({ nomination, jurors: readers }, rule) => {
    for (const juror of readers) {
      const at = nomination * jurors + juror;
      sums[at] = (sums[at] ?? 0) + (prices.rules[rule] ?? 0);
    }
  });
  return sums;
}

/** What is left of each pair's gain when nomination, juror and rules are paid, in 1/unit. */
export function leftovers(face: Face, gain: Float64Array, prices: Prices): Float64Array {
  const jurors = face.jurorMin.length;
  const rules = rulePrices(face, prices);
  return gain.map((own, at) => {
    const paid = (prices.nominations[Math.floor(at / jurors)] ?? 0) + (prices.jurors[at % jurors] ?? 0);
    return own * prices.unit - paid - (rules[at] ?? 0);
  });
}

/**
 * The limit that prices prove (weak duality): no assignment of the face gains more. In 1/unit of the gain's unit,
 * exact.
 */
export function provenLimit(face: Face, perNomination: number, gain: Float64Array, prices: Prices): bigint {
  let limit = 0n;
  const add = (price: number, times: number) => {
    if (price !== 0) limit += BigInt(price) * BigInt(times);
  };
  for (const price of prices.nominations) add(price, perNomination);
  prices.jurors.forEach((price, juror) => {
    add(price, (price > 0 ? face.jurorMax[juror] : face.jurorMin[juror]) ?? 0);
  });
  face.rules.forEach(({ min, max }, rule) => {
    const price = prices.rules[rule] ?? 0;
    add(price, price > 0 ? max : min);
  });
  leftovers(face, gain, prices).forEach((left, at) => {
    if (face.state[at] === ALWAYS || (face.state[at] === FREE && left > 0)) limit += BigInt(left);
  });
  return limit;
}

/** The gain of an assignment, in the gain's unit. */
export function gainOf(gain: Float64Array, given: Uint8Array): bigint {
  let sum = 0n;
  given.forEach((one, at) => {
    if (one === 1) sum += BigInt(gain[at] ?? 0);
  });
  return sum;
}

/**
 * The part of a face that is best by a goal whose prices meet its best gain (complementary slackness): a pair with
 * something left stays given, one that costs is never given, a priced limit stays reached.
 */
export function bestPart(face: Face, gain: Float64Array, prices: Prices): Face {
  const left = leftovers(face, gain, prices);
  const state = face.state.map((now, at) => {
    const rest = left[at] ?? 0;
    return now !== FREE || rest === 0 ? now : rest > 0 ? ALWAYS : 0;
  });
  const sign = (juror: number) => Math.sign(prices.jurors[juror] ?? 0);
  return {
    ...face,
    state,
    jurorMin: face.jurorMin.map((min, juror) => (sign(juror) > 0 ? (face.jurorMax[juror] ?? min) : min)),
    jurorMax: face.jurorMax.map((max, juror) => (sign(juror) < 0 ? (face.jurorMin[juror] ?? max) : max)),
    rules: face.rules.map((limit, rule) => {
      const price = prices.rules[rule] ?? 0;
      if (price === 0) return limit;
      return price > 0 ? { ...limit, min: limit.max } : { ...limit, max: limit.min };
    }),
  };
}
