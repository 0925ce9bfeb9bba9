import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimalOrFraction,
  finiteDecimal,
  fractionOfNumber,
  parseDecimal,
  plainText,
  printDecimal,
  roundHalfUp,
  roundTo,
  shortDecimal,
} from '../../src/platform/exact/decimal.ts';
import {
  add,
  compare,
  divide,
  type Fraction,
  fraction,
  isEqual,
  multiply,
  subtract,
  sum,
  toNumber,
  toText,
} from '../../src/platform/exact/fraction.ts';
import { drawLot } from '../../src/platform/exact/lot.ts';

const anyFraction = fc
  .tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([num, den]) => fraction(num, den));

function decimal(text: string): Fraction {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`no decimal: ${text}`);
  return value;
}

describe('fractions', () => {
  it('are in lowest terms with a positive denominator, so that equal values are equal field by field', () => {
    expect(fraction(6n, -4n)).toEqual({ num: -3n, den: 2n });
    expect(fraction(0n, 7n)).toEqual({ num: 0n, den: 1n });
    expect(toText(fraction(-6, 4))).toEqual({ num: '-3', den: '2' });
  });

  it('refuse the denominator 0', () => {
    expect(() => fraction(1n, 0n)).toThrow('denominator');
    expect(() => divide(fraction(1), fraction(0))).toThrow('denominator');
  });

  it('know that a tenth and two tenths are three tenths', () => {
    expect(add(decimal('0.1'), decimal('0.2'))).toEqual(decimal('0.3'));
    expect(sum(Array.from({ length: 10 }, () => decimal('0.1')))).toEqual(fraction(1));
  });

  it('add, multiply and compare as the field of rationals does', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        expect(isEqual(add(add(a, b), c), add(a, add(b, c)))).toBe(true);
        expect(isEqual(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
        expect(isEqual(subtract(add(a, b), b), a)).toBe(true);
        if (b.num !== 0n) expect(isEqual(multiply(divide(a, b), b), a)).toBe(true);
        expect(Math.sign(compare(a, b))).toBe(
          Number(a.num * b.den > b.num * a.den) - Number(a.num * b.den < b.num * a.den),
        );
      }),
    );
  });

  it('give the nearest double, also where both sides are larger than one', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-200);
        const rounded = toNumber(fractionOfNumber(value, 340));
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -52);
      }),
    );
    const huge = 10n ** 400n;
    expect(toNumber(fraction(huge, huge * 3n + 3n))).toBeCloseTo(1 / 3, 15);
  });
});

describe('decimals', () => {
  it.each([
    ['12', 12n, 1n],
    ['-0.25', -1n, 4n],
    ['+3.5', 7n, 2n],
    ['007.10', 71n, 10n],
    ['2.50000000', 5n, 2n],
  ])('reads %s', (text, num, den) => {
    expect(parseDecimal(text)).toEqual({ num, den });
  });

  it.each(['', ' 1', '1.', '.5', '1e3', 'NaN', 'Infinity', '1,5', '0x10', '--1', '1.0000001', '٣'])(
    'refuses "%s"',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );

  it('rounds halves away from zero', () => {
    expect(printDecimal(decimal('0.125'), 2)).toBe('0.13');
    expect(printDecimal(decimal('-0.125'), 2)).toBe('-0.13');
    expect(printDecimal(decimal('0.124999'), 2)).toBe('0.12');
    expect(printDecimal(decimal('2.5'), 0)).toBe('3');
    expect(roundHalfUp(fraction(-1, 2))).toBe(-1n);
    expect(roundTo(decimal('6.375'), decimal('0.25'))).toEqual(decimal('6.5'));
  });

  it('prints what ends exactly and tells what never ends', () => {
    expect(finiteDecimal(fraction(48663, 100))).toBe('486.63');
    expect(finiteDecimal(fraction(-1, 1024))).toBe('-0.0009765625');
    expect(finiteDecimal(fraction(1, 3))).toBeNull();
    expect(decimalOrFraction(fraction(-2, 6))).toBe('-1/3');
    expect(shortDecimal(fraction(2, 3), 6)).toBe('0.666667');
    expect(shortDecimal(fraction(1, 1024), 6)).toBe('0.0009765625');
  });

  it('gives back every decimal that it printed', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.integer({ min: 0, max: 6 }),
        (size, places) => {
          const value = fraction(size, 10n ** BigInt(places));
          expect(parseDecimal(printDecimal(value, places))).toEqual(value);
          expect(parseDecimal(decimalOrFraction(value))).toEqual(value);
        },
      ),
    );
  });

  it('writes floats without an exponent', () => {
    expect(plainText(1e21)).toBe('1000000000000000000000');
    expect(plainText(-1.25e-7)).toBe('-0.000000125');
    expect(plainText(1.5e22)).toBe('15000000000000000000000');
    expect(fractionOfNumber(0.1 + 0.2, 6)).toEqual(decimal('0.3'));
    expect(() => fractionOfNumber(Number.NaN)).toThrow('NaN');
  });
});

describe('the lot', () => {
  it('is a published function of seed and id', () => {
    // printf 'edition-2026\nN001' | sha256sum
    expect(drawLot('edition-2026', 'N001')).toBe(
      '33d2c0944fb88d288ad35af85741ec6f4b21e3ddcad4c3a31c0e3e07e42440f7',
    );
    expect(drawLot('edition-2026', 'N002')).not.toBe(drawLot('edition-2026', 'N001'));
  });
});
