export type FaultCode =
  | 'notJson'
  | 'missing'
  | 'unknownField'
  | 'wrongType'
  | 'empty'
  | 'duplicate'
  | 'unknownId'
  | 'negative'
  | 'notWhole'
  | 'minAboveMax'
  | 'tooManyDecimals'
  | 'tooLarge'
  | 'clash';

/** One fault of a problem: where it stands (a JSON path, or line and column), what it is and what to do. */
export type Fault = { readonly path: string; readonly code: FaultCode; readonly text: string };

/** More faults than this are not told: the first ones usually cause the rest. */
export const MOST_FAULTS = 20;

/** Ids in their own order, and the place of each. */
export type Names = { readonly ids: readonly string[]; readonly placeOf: ReadonlyMap<string, number> };

/** Gathers faults while fields are read; a reading function gives null where it has told a fault. */
export class Faults {
  readonly all: Fault[] = [];

  say(path: string, code: FaultCode, text: string): null {
    if (this.all.length < MOST_FAULTS) this.all.push({ path, code, text });
    return null;
  }

  object(value: unknown, path: string): Record<string, unknown> | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    return this.say(path, 'wrongType', `Expected an object in braces, found ${kindOf(value)}.`);
  }

  list(value: unknown, path: string): readonly unknown[] | null {
    if (Array.isArray(value)) return value;
    return this.say(path, 'wrongType', `Expected a list in square brackets, found ${kindOf(value)}.`);
  }

  id(value: unknown, path: string): string | null {
    if (typeof value === 'string' && value !== '') return value;
    if (value === undefined)
      return this.say(path, 'missing', 'The id is missing: give a text of one or more characters.');
    return this.say(path, 'wrongType', `An id is a text of one or more characters, found ${kindOf(value)}.`);
  }

  /** A whole number from `least` on. */
  whole(value: unknown, path: string, least: number): number | null {
    if (value === undefined)
      return this.say(path, 'missing', `This number is missing: give a whole number from ${least} on.`);
    if (typeof value !== 'number')
      return this.say(path, 'wrongType', `Expected a whole number, found ${kindOf(value)}.`);
    if (!Number.isInteger(value))
      return this.say(path, 'notWhole', `Expected a whole number, found ${value}.`);
    if (value < 0)
      return this.say(path, 'negative', `${value} is below 0: give a whole number from ${least} on.`);
    if (value < least)
      return this.say(path, 'tooLarge', `${value} is too small: give a whole number from ${least} on.`);
    if (value > 1_000_000) return this.say(path, 'tooLarge', `${value} is too large: give at most 1000000.`);
    return value;
  }

  /** The place of a known id. */
  known(value: unknown, names: Names, path: string, kind: 'juror' | 'nomination'): number | null {
    const place = typeof value === 'string' ? names.placeOf.get(value) : undefined;
    if (place !== undefined) return place;
    if (typeof value !== 'string')
      return this.say(path, 'wrongType', `Expected the id of a ${kind}, found ${kindOf(value)}.`);
    return this.say(path, 'unknownId', `No ${kind} has the id "${value}": correct it, or add the ${kind}.`);
  }
}

/** What a JSON value is, in the words of a sentence about it. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  if (value === '') return 'an empty text';
  return typeof value === 'string' ? `the text "${value.slice(0, 40)}"` : String(value);
}
