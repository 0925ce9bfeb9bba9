/**
 * Official figures are fractions of whole numbers, never floats: a total, a threshold and a tie are what they are,
 * whatever the order in which scores are added. A fraction is always in lowest terms with a positive denominator,
 * so two equal values are also equal field by field.
 */
export type Fraction = { readonly num: bigint; readonly den: bigint };

/** A fraction as JSON carries it: whole numbers as text, since JSON's own numbers are floats. */
export type FractionText = { readonly num: string; readonly den: string };

/** The fraction num/den in lowest terms; throws where den is 0. */
export function fraction(num: bigint | number, den: bigint | number = 1n): Fraction {
  const top = BigInt(num);
  const bottom = BigInt(den);
  if (bottom === 0n) throw new RangeError('A fraction has no denominator 0');
  const divisor = greatestDivisor(top, bottom);
  const sign = bottom < 0n ? -1n : 1n;
  return { num: (sign * top) / divisor, den: (sign * bottom) / divisor };
}

export const ZERO: Fraction = { num: 0n, den: 1n };
export const ONE: Fraction = { num: 1n, den: 1n };

/** a + b. */
export function add(a: Fraction, b: Fraction): Fraction {
  if (a.den === b.den) return a.den === 1n ? { num: a.num + b.num, den: 1n } : fraction(a.num + b.num, a.den);
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den);
}

/** a - b. */
export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, negate(b));
}

/** -a. */
export function negate(a: Fraction): Fraction {
  return { num: -a.num, den: a.den };
}

/** a times b. */
export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den);
}

/** a divided by b; throws where b is 0. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den, a.den * b.num);
}

/** The sum of all; 0 of none. */
export function sum(all: Iterable<Fraction>): Fraction {
  let total = ZERO;
  for (const one of all) total = add(total, one);
  return total;
}

/** Below 0 where a < b, 0 where they are equal, above 0 where a > b: the order of a sort. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.num * b.den;
  const right = b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether both are the same value. */
export function isEqual(a: Fraction, b: Fraction): boolean {
  return a.num === b.num && a.den === b.den;
}

/** The nearest double (within one unit of its last place), for drawing and for statistics only. */
export function toNumber(a: Fraction): number {
  const top = Number(a.num);
  const bottom = Number(a.den);
  if (Number.isSafeInteger(top) && Number.isSafeInteger(bottom)) return top / bottom;
  // Both sides are shortened to 64 significant bits before they become doubles; what is lost is below a double.
  const size = a.num < 0n ? -a.num : a.num;
  const shift = BigInt(64 + bitLength(a.den) - bitLength(size));
  const scaled = shift >= 0n ? (size << shift) / a.den : size / (a.den << -shift);
  const magnitude = Number(scaled) * 2 ** Number(-shift);
  return a.num < 0n ? -magnitude : magnitude;
}

/** The fraction as JSON carries it. */
export function toText(a: Fraction): FractionText {
  return { num: a.num.toString(), den: a.den.toString() };
}

/** The greatest common divisor of two whole numbers, above 0; of 0 and 0 it is 1. */
export function greatestDivisor(a: bigint, b: bigint): bigint {
  let left = a < 0n ? -a : a;
  let right = b < 0n ? -b : b;
  while (right !== 0n) [left, right] = [right, left % right];
  return left === 0n ? 1n : left;
}

function bitLength(size: bigint): number {
  return size === 0n ? 0 : size.toString(16).length * 4;
}
