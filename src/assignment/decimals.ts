/** How many units of the last decimal make one whole: affinity is counted in whole millionths. */
export const MILLION = 1_000_000;

/** Largest affinity that is read, so that sums over one jury, counted in thousandths of a millionth, stay safe integers. */
export const LARGEST_AFFINITY = 1_000_000;

/** Whole millionths of a number with at most six decimals; null where there are more (or it is no finite number). */
export function toMillionths(value: number): number | null {
  const millionths = Math.round(value * MILLION);
  // A decimal of six places is the double nearest to millionths / 10^6, so the division gives it back exactly.
  return Number.isFinite(value) && millionths / MILLION === value ? millionths + 0 : null;
}

/** Whole millionths as a decimal without trailing zeros: 201768731n is "201.768731", 1284000000n is "1284". */
export function fromMillionths(millionths: bigint | number): string {
  const whole = BigInt(millionths);
  const size = whole < 0n ? -whole : whole;
  const digits = size.toString().padStart(7, '0');
  const decimals = digits.slice(-6).replace(/0+$/, '');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -6)}${decimals === '' ? '' : `.${decimals}`}`;
}
