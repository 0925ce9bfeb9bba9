import { type Faults, kindOf } from '../assignment/fault.ts';
import { MOST_DECIMALS, parseDecimal, plainText } from '../platform/exact/decimal.ts';
import { type Fraction, fraction } from '../platform/exact/fraction.ts';

/** More digits than these are not sure to survive as a JSON number, which is a float. */
const SAFE_DIGITS = 15;

/** Tells every field of an object that has none of the allowed names. */
export function refuseOthers(
  faults: Faults,
  item: Record<string, unknown>,
  path: string,
  allowed: readonly string[],
  ignored: readonly string[] = [],
): void {
  for (const name of Object.keys(item)) {
    if (allowed.includes(name) || ignored.includes(name)) continue;
    const text = `No field has this name: use one of ${allowed.join(', ')}.`;
    faults.say(path === '' ? name : `${path}.${name}`, 'unknownField', text);
  }
}

/** Whether a field is left out; null counts as left out. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** A number or decimal string of at most six decimals, or {"num","den"} with whole numbers (text or number). */
export function readScore(faults: Faults, value: unknown, path: string): Fraction | null {
  if (isAbsent(value)) return faults.say(path, 'missing', 'This score is missing: give a decimal.');
  if (typeof value === 'object') return readRatio(faults, value, path);
  if (typeof value !== 'number' && typeof value !== 'string') {
    return faults.say(path, 'wrongType', `A score is a decimal or {"num","den"}, found ${kindOf(value)}.`);
  }
  const text = typeof value === 'number' ? plainText(value) : value.trim();
  if (typeof value === 'number' && text.replace(/\D/g, '').replace(/^0+/, '').length > SAFE_DIGITS) {
    const advice = 'write it in quotes, as a decimal text.';
    return faults.say(path, 'tooLarge', `${text} has more digits than a JSON number keeps: ${advice}`);
  }
  const score = parseDecimal(text);
  if (score) return score;
  const isLong = parseDecimal(text, Number.POSITIVE_INFINITY) !== null;
  const advice = `Expected a decimal of at most ${MOST_DECIMALS} decimals, found ${kindOf(value)}.`;
  return faults.say(path, isLong ? 'tooManyDecimals' : 'wrongType', advice);
}

function readRatio(faults: Faults, value: unknown, path: string): Fraction | null {
  const item = faults.object(value, path);
  if (!item) return null;
  refuseOthers(faults, item, path, ['num', 'den']);
  const num = readWhole(faults, item.num, `${path}.num`);
  const den = readWhole(faults, item.den, `${path}.den`);
  if (num === null || den === null) return null;
  if (den > 0n) return fraction(num, den);
  return faults.say(`${path}.den`, 'wrongType', `A denominator is 1 or more, found ${den}.`);
}

function readWhole(faults: Faults, value: unknown, path: string): bigint | null {
  if (typeof value === 'string' && /^-?\d{1,400}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (value === undefined) return faults.say(path, 'missing', 'Give a whole number, as a number or a text.');
  return faults.say(
    path,
    'notWhole',
    `Expected a whole number, as a number or a text, found ${kindOf(value)}.`,
  );
}
