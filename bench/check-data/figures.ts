/** One figure of a problem against what is known of it. */
export type Figure = { figure: string; expected: string; found: string; agrees: boolean };

/** The same text, number, list or truth; nothing where nothing is known. */
export function same(figure: string, expected: unknown, found: unknown): Figure[] {
  if (expected === undefined) return [];
  const [left, right] = [JSON.stringify(expected), JSON.stringify(found) ?? 'nothing'];
  return [{ figure, expected: left, found: right, agrees: left === right }];
}

type Written = number | string | null | undefined;

/** The same number within a tolerance; nothing where nothing is known, and null only where null is known. */
export function near(figure: string, expected: Written, found: Written, within = 1e-6): Figure[] {
  if (expected === undefined) return [];
  const both = typeof found !== 'undefined' && found !== null && expected !== null;
  const agrees = both ? Math.abs(numberIn(expected) - numberIn(found)) <= within : expected === found;
  return [{ figure, expected: String(expected), found: String(found), agrees }];
}

/** The same number within a share of it, as iterated figures are known. */
export function nearly(figure: string, expected: number | undefined, found: Written): Figure[] {
  return near(figure, expected, found, 1e-3 * Math.max(Math.abs(expected ?? 0), 1e-2));
}

/** The value of a number, a decimal or a fraction such as 2/3. */
function numberIn(written: number | string): number {
  const [num, den = '1'] = String(written).split('/');
  return Number(num) / Number(den);
}
