/**
 * Decimal text to exact fractions and back. Half up means half away from zero: 0.125 is 0.13 and -0.125 is -0.13,
 * as published scoring rules round.
 */
import { divide, type Fraction, fraction, multiply } from './fraction.ts';

export const MOST_DECIMALS = 6;

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** Reads "12", "-0.25" or "+3.5"; null where the text is no plain decimal or has more than `decimals` places. */
export function parseDecimal(text: string, decimals = MOST_DECIMALS): Fraction | null {
  const found = DECIMAL.exec(text);
  if (!found) return null;
  const [, sign, whole = '', places = ''] = found;
  // Zeros at the end say nothing about the value: 2.5000000 is as good as 2.5.
  const kept = places.replace(/0+$/, '');
  if (kept.length > decimals) return null;
  const size = BigInt(whole + kept);
  return fraction(sign === '-' ? -size : size, 10n ** BigInt(kept.length));
}

/** The exact decimal text without zeros at the end ("486.63"); null where it never ends, as 1/3. */
export function finiteDecimal(value: Fraction): string | null {
  const places = decimalPlaces(value.den);
  return places === null ? null : printWhole((value.num * 10n ** BigInt(places)) / value.den, places);
}

/** The exact decimal text where it ends, else "num/den". */
export function decimalOrFraction(value: Fraction): string {
  return finiteDecimal(value) ?? `${value.num}/${value.den}`;
}

/** The value rounded half up to this many places, with all of them printed: "2.50". */
export function printDecimal(value: Fraction, places: number): string {
  return printWhole(roundHalfUp(multiply(value, fraction(10n ** BigInt(places)))), places);
}

/** The exact decimal text where it ends, else rounded half up to this many places. */
export function shortDecimal(value: Fraction, places: number): string {
  return finiteDecimal(value) ?? printDecimal(value, places);
}

/** The nearest whole number, halves away from zero. */
export function roundHalfUp(value: Fraction): bigint {
  const size = value.num < 0n ? -value.num : value.num;
  const nearest = (2n * size + value.den) / (2n * value.den);
  return value.num < 0n ? -nearest : nearest;
}

/** The nearest multiple of the quantum ("0.01", "0.25"), halves away from zero. */
export function roundTo(value: Fraction, quantum: Fraction): Fraction {
  return multiply(fraction(roundHalfUp(divide(value, quantum))), quantum);
}

/** The exact fraction of a float's shortest decimal text, rounded half up to this many places; throws on NaN. */
export function fractionOfNumber(value: number, places = MOST_DECIMALS): Fraction {
  if (!Number.isFinite(value)) throw new RangeError(`No fraction of ${value}`);
  const exact = parseDecimal(plainText(value), Number.POSITIVE_INFINITY);
  if (exact === null) throw new RangeError(`No decimal: ${value}`);
  return roundTo(exact, fraction(1n, 10n ** BigInt(places)));
}

/** A float's shortest text without an exponent. */
export function plainText(value: number): string {
  const text = String(value);
  const [mantissa = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', places = ''] = mantissa.replace('-', '').split('.');
  const point = whole.length + Number(exponent);
  const digits = whole + places;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits.padEnd(point, '0')}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function decimalPlaces(den: bigint): number | null {
  let rest = den;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? Math.max(twos, fives) : null;
}

function printWhole(scaled: bigint, places: number): string {
  const size = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0 ? sign + size : `${sign}${size.slice(0, -places)}.${size.slice(-places)}`;
}
