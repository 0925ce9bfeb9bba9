/*
 * Reading a problem and a solution for the checker. It shares nothing with the code that solves: it reads the files
 * anew, counts in whole millionths of any size, and is short enough to be read in full by whoever doubts a result.
 */

/** A problem as the checker sees it; tables are addressed [nomination][juror]. */
export type Checked = {
  readonly nominations: readonly string[];
  readonly jurors: readonly string[];
  readonly size: number;
  readonly objective: string;
  readonly worth: readonly bigint[][];
  /** 0 never, 1 free, 2 always. */
  readonly state: readonly Uint8Array[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly rules: readonly CheckedRule[];
  readonly previous: readonly Uint8Array[] | null;
};

export type CheckedRule = {
  readonly nomination: number;
  readonly jurors: ReadonlySet<number>;
  readonly min: number;
  readonly max: number;
};

type Raw = Record<string, unknown>;

/** What the checker found wrong, as one sentence. */
export class CheckFault extends Error {}

/** Ends the check with a fault unless the claim holds. */
export function demand(claim: boolean, fault: string): asserts claim {
  if (!claim) throw new CheckFault(fault);
}

/** A value as an object with named fields. */
export function asObject(value: unknown, what: string): Raw {
  demand(typeof value === 'object' && value !== null && !Array.isArray(value), `${what} is no object`);
  return value as Raw;
}

/** A value as a list; absent counts as empty. */
export function asList(value: unknown, what: string): readonly unknown[] {
  if (value === undefined) return [];
  demand(Array.isArray(value), `${what} is no list`);
  return value;
}

/** Whole millionths of a decimal text or number with at most six decimals. */
export function millionths(value: unknown, what: string): bigint {
  const text = typeof value === 'number' ? plain(value) : value;
  const parts = typeof text === 'string' ? /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text) : null;
  demand(parts !== null, `${what} is no decimal of at most six places`);
  const whole = BigInt(`${parts[2]}${(parts[3] ?? '').padEnd(6, '0')}`);
  return parts[1] === '-' ? -whole : whole;
}

/** A number without exponent; small ones would print as 1e-7. */
function plain(value: number): string {
  const text = String(value);
  return /e/.test(text) ? value.toFixed(6) : text;
}

/** Reads a problem file for checking. */
export function readChecked(value: unknown): Checked {
  const file = asObject(value, 'the problem');
  const nominations = asList(file.nominations, 'nominations')
    .map((entry) => String(asObject(entry, 'a nomination').id))
    .sort(byCode);
  const jurors = asList(file.jurors, 'jurors').map((entry) => asObject(entry, 'a juror'));
  jurors.sort((a, b) => byCode(String(a.id), String(b.id)));
  const ids = jurors.map(({ id }) => String(id));
  const table = pairReader(nominations, ids);
  const recused = new Set(asList(file.recused, 'recused').map(String));
  // A juror reads a nomination once, so a higher load than their number is no limit at all.
  const high = jurors.map(({ id, maxLoad }) =>
    recused.has(String(id)) ? 0 : Math.min(Number(maxLoad), nominations.length),
  );

  const closed = table.marks(file.conflicts);
  const unreadable = table.marks(file.unreadable);
  const fixed = table.marks(file.fixed);
  const stateOf = (n: number, j: number) => {
    if (fixed[n]?.[j] === 1) return 2;
    return closed[n]?.[j] === 1 || unreadable[n]?.[j] === 1 || high[j] === 0 ? 0 : 1;
  };
  return {
    nominations,
    jurors: ids,
    size: Number(file.perNomination),
    objective: file.objective === undefined ? 'fair' : String(file.objective),
    worth: table.worths(file.affinity),
    state: nominations.map((_, n) => Uint8Array.from(ids, (_, j) => stateOf(n, j))),
    low: jurors.map(({ id, minLoad }) => (recused.has(String(id)) ? 0 : Number(minLoad))),
    high,
    rules: asList(file.composition, 'composition').map((entry) =>
      readRule(entry, table, Number(file.perNomination)),
    ),
    previous: file.previous === undefined ? null : table.marks(file.previous),
  };
}

/** The given pairs of a solution file as marks, each known and given once. */
export function readGivenPairs(checked: Checked, value: unknown): Uint8Array[] {
  return pairReader(checked.nominations, checked.jurors).marks(value);
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type PairReader = ReturnType<typeof pairReader>;

function pairReader(nominations: readonly string[], jurors: readonly string[]) {
  const nominationAt = new Map(nominations.map((id, at) => [id, at]));
  const jurorAt = new Map(jurors.map((id, at) => [id, at]));
  demand(nominationAt.size === nominations.length && jurorAt.size === jurors.length, 'an id stands twice');
  const place = (entry: unknown): [nomination: number, juror: number] => {
    const [juror, nomination] = asList(entry, 'a pair');
    const at = [nominationAt.get(String(nomination)), jurorAt.get(String(juror))] as const;
    demand(
      at[0] !== undefined && at[1] !== undefined,
      `the pair ${String(juror)}, ${String(nomination)} is unknown`,
    );
    return [at[0], at[1]];
  };
  const marks = (list: unknown): Uint8Array[] => {
    const table = nominations.map(() => new Uint8Array(jurors.length));
    for (const entry of asList(list, 'a list of pairs')) {
      const [n, j] = place(entry);
      demand(table[n]?.[j] === 0, `the pair ${String(entry)} stands twice`);
      table[n]?.fill(1, j, j + 1);
    }
    return table;
  };
  const worths = (list: unknown): bigint[][] => {
    const table = nominations.map(() => jurors.map(() => 0n));
    for (const entry of asList(list, 'affinity')) {
      const [n, j] = place(entry);
      table[n]?.splice(j, 1, millionths(asList(entry, 'an affinity')[2], 'an affinity'));
    }
    return table;
  };
  return { nominationAt, jurorAt, marks, worths };
}

function readRule(entry: unknown, { nominationAt, jurorAt }: PairReader, size: number): CheckedRule {
  const rule = asObject(entry, 'a rule');
  const nomination = nominationAt.get(String(rule.nomination));
  demand(nomination !== undefined, 'a rule names an unknown nomination');
  const places = asList(rule.jurors, 'the jurors of a rule').map((id) => jurorAt.get(String(id)) ?? -1);
  return { nomination, jurors: new Set(places), min: Number(rule.min), max: size };
}
