import { LARGEST_AFFINITY, MILLION, toMillionths } from './decimals.ts';
import { type Fault, Faults, kindOf, type Names } from './fault.ts';
import { readJson } from './json-place.ts';
import { CLOSED, type CompositionRule, type Juror, type Objective, type Problem } from './problem.ts';

/** Fields that describe a file and compute nothing. */
const DESCRIPTIVE = ['name', 'title', 'description', 'source', 'licence', 'license', 'seed', '$schema'];
const REQUIRED = ['nominations', 'jurors', 'perNomination'];
const PAIR_LISTS = ['conflicts', 'unreadable', 'affinity', 'previous', 'fixed'] as const;
const FIELDS = [...REQUIRED, 'objective', ...PAIR_LISTS, 'recused', 'composition'];

/** Reads a problem from the text of a file: the problem, or the faults found (at most 20), in the file's order. */
export function readProblemText(text: string): Problem | { faults: readonly Fault[] } {
  if (text.trim() === '') {
    const advice = 'The file is empty: give an object with nominations, jurors and perNomination.';
    return { faults: [{ path: 'line 1, column 1', code: 'empty', text: advice }] };
  }
  const read = readJson(text);
  if ('value' in read) return readProblem(read.value);
  const path = `line ${read.line}, column ${read.column}`;
  const advice = /^[-+]?(nan|inf)/i.test(read.found)
    ? 'JSON has no such number: leave the pair out, or give a number.'
    : 'Correct the text there.';
  return { faults: [{ path, code: 'notJson', text: `This is no JSON from "${read.found}" on. ${advice}` }] };
}

/** Reads a problem from parsed JSON (the shape of ProblemFile): the problem, or the faults found (at most 20). */
export function readProblem(data: unknown): Problem | { faults: readonly Fault[] } {
  const faults = new Faults();
  const problem = read(faults, data);
  return problem && faults.all.length === 0 ? problem : { faults: faults.all };
}

function read(faults: Faults, data: unknown): Problem | null {
  const file = faults.object(data, '$');
  if (!file) return null;
  checkFields(faults, file);
  const nominations = readNominations(faults, file.nominations);
  const jurors = readJurors(faults, file.jurors);
  const perNomination = readPerNomination(faults, file.perNomination);
  const objective = readObjective(faults, file.objective);
  if (!nominations || !jurors || perNomination === null || !objective) return null;
  const pairs = new Pairs(faults, nominations, jurors.names);
  const closed = pairs.closed(file);
  const recused = readRecused(faults, file.recused, jurors.names);
  const fixed = pairs.marks(file.fixed, 'fixed');
  checkFixed(pairs, fixed, closed, recused);
  checkFixedCounts(faults, fixed, nominations, jurors.all, perNomination);
  closeRecused(closed, recused, jurors.names.ids.length);
  return {
    nominations: nominations.ids,
    jurors: jurors.all.map((juror, at) =>
      recused.has(at) ? { id: juror.id, minLoad: 0, maxLoad: 0 } : juror,
    ),
    perNomination,
    objective,
    worth: pairs.worth(file.affinity),
    closed,
    fixed,
    previous: file.previous === undefined ? null : pairs.marks(file.previous, 'previous'),
    recused,
    rules: readComposition(faults, file.composition, { nominations, jurors: jurors.names, perNomination }),
  };
}

function checkFields(faults: Faults, file: Record<string, unknown>): void {
  for (const name of Object.keys(file)) {
    if (FIELDS.includes(name) || DESCRIPTIVE.includes(name)) continue;
    faults.say(name, 'unknownField', `No field has this name: use one of ${FIELDS.join(', ')}.`);
  }
}

function namesOf(ids: string[]): Names {
  // Code units, not a locale: the same order on every machine.
  const sorted = [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { ids: sorted, placeOf: new Map(sorted.map((id, place) => [id, place])) };
}

/** Objects with distinct ids; null where the list cannot be used at all. */
function readNamed(faults: Faults, value: unknown, path: 'nominations' | 'jurors') {
  if (value === undefined)
    return faults.say(path, 'missing', `Give the list of ${path}, each an object with an id.`);
  const list = faults.list(value, path);
  if (!list) return null;
  if (list.length === 0) return faults.say(path, 'empty', `The list of ${path} is empty: give at least one.`);
  const firstAt = new Map<string, number>();
  const named: { id: string; item: Record<string, unknown>; path: string }[] = [];
  list.forEach((entry, at) => {
    const place = `${path}[${at}]`;
    const item = faults.object(entry, place);
    const id = item && faults.id(item.id, `${place}.id`);
    if (!item || !id) return;
    const first = firstAt.get(id);
    if (first !== undefined) {
      faults.say(
        `${place}.id`,
        'duplicate',
        `"${id}" stands already at ${path}[${first}]: an id is given once.`,
      );
      return;
    }
    firstAt.set(id, at);
    named.push({ id, item, path: place });
  });
  return named;
}

function readNominations(faults: Faults, value: unknown): Names | null {
  const named = readNamed(faults, value, 'nominations');
  return named && namesOf(named.map(({ id }) => id));
}

function readJurors(faults: Faults, value: unknown): { names: Names; all: Juror[] } | null {
  const named = readNamed(faults, value, 'jurors');
  if (!named) return null;
  const byId = new Map(named.map(({ id, item, path }) => [id, readJuror(faults, id, item, path)]));
  const names = namesOf(named.map(({ id }) => id));
  return { names, all: names.ids.flatMap((id) => byId.get(id) ?? []) };
}

function readJuror(faults: Faults, id: string, item: Record<string, unknown>, path: string): Juror {
  const minLoad = faults.whole(item.minLoad, `${path}.minLoad`, 0) ?? 0;
  const maxLoad = faults.whole(item.maxLoad, `${path}.maxLoad`, 0) ?? minLoad;
  if (minLoad > maxLoad) {
    const text = `minLoad ${minLoad} is above maxLoad ${maxLoad}: lower the one or raise the other.`;
    faults.say(`${path}.minLoad`, 'minAboveMax', text);
  }
  return { id, minLoad, maxLoad };
}

function readPerNomination(faults: Faults, value: unknown): number | null {
  return faults.whole(value, 'perNomination', 1);
}

function readObjective(faults: Faults, value: unknown): Objective | null {
  if (value === undefined) return 'fair';
  if (value === 'sum' || value === 'fair') return value;
  return faults.say('objective', 'wrongType', `The objective is "sum" or "fair", found ${kindOf(value)}.`);
}

function readRecused(faults: Faults, value: unknown, jurors: Names): Set<number> {
  const recused = new Set<number>();
  const list = value === undefined ? [] : faults.list(value, 'recused');
  list?.forEach((entry, at) => {
    const juror = faults.known(entry, jurors, `recused[${at}]`, 'juror');
    if (juror === null) return;
    if (recused.has(juror))
      faults.say(`recused[${at}]`, 'duplicate', `"${jurors.ids[juror]}" stands twice in the list.`);
    recused.add(juror);
  });
  return recused;
}

function closeRecused(closed: Uint8Array, recused: ReadonlySet<number>, jurors: number): void {
  closed.forEach((reason, at) => {
    if (reason === 0 && recused.has(at % jurors)) closed[at] = CLOSED.recused;
  });
}

function checkFixed(pairs: Pairs, fixed: Uint8Array, closed: Uint8Array, recused: ReadonlySet<number>): void {
  fixed.forEach((one, at) => {
    if (one === 0) return;
    if (closed[at] !== 0)
      pairs.clash(at, 'is fixed, and a conflict or a language forbids it: take it out of one list');
    else if (recused.has(at % pairs.jurors.ids.length))
      pairs.clash(at, 'is fixed, and its juror is recused: take it out of one list');
  });
}

/** More fixed pairs than a nomination has places, or than a juror may read, can never be kept. */
function checkFixedCounts(
  faults: Faults,
  fixed: Uint8Array,
  nominations: Names,
  jurors: readonly Juror[],
  perNomination: number,
): void {
  const loads = jurors.map(() => 0);
  nominations.ids.forEach((id, n) => {
    const row = fixed.subarray(n * jurors.length, (n + 1) * jurors.length);
    const count = row.reduce((sum, one) => sum + one, 0);
    row.forEach((one, j) => {
      loads[j] = (loads[j] ?? 0) + one;
    });
    if (count > perNomination) {
      faults.say(
        'fixed',
        'clash',
        `"${id}" has ${count} fixed jurors, and perNomination is ${perNomination}: release some.`,
      );
    }
  });
  jurors.forEach(({ id, maxLoad }, j) => {
    const load = loads[j] ?? 0;
    if (load > maxLoad)
      faults.say(
        'fixed',
        'clash',
        `"${id}" has ${load} fixed pairs, and maxLoad is ${maxLoad}: release some, or raise it.`,
      );
  });
}

type Known = { readonly nominations: Names; readonly jurors: Names; readonly perNomination: number };

function readComposition(faults: Faults, value: unknown, known: Known): CompositionRule[] {
  const list = value === undefined ? [] : faults.list(value, 'composition');
  return (list ?? []).flatMap((entry, at) => readRule(faults, entry, `composition[${at}]`, known) ?? []);
}

function readRule(faults: Faults, entry: unknown, path: string, known: Known): CompositionRule | null {
  const item = faults.object(entry, path);
  if (!item) return null;
  const rule = faults.id(item.rule, `${path}.rule`);
  const nomination = faults.known(item.nomination, known.nominations, `${path}.nomination`, 'nomination');
  const min = faults.whole(item.min, `${path}.min`, 0);
  const readers = faults.list(item.jurors, `${path}.jurors`);
  const relaxable = item.relaxable ?? false;
  if (typeof relaxable !== 'boolean')
    return faults.say(`${path}.relaxable`, 'wrongType', 'relaxable is true or false.');
  if (rule === null || nomination === null || min === null || !readers) return null;
  if (min > known.perNomination) {
    const text = `${min} is above perNomination ${known.perNomination}: a jury has no more members than that.`;
    return faults.say(`${path}.min`, 'tooLarge', text);
  }
  const places = readers.map((id, place) =>
    faults.known(id, known.jurors, `${path}.jurors[${place}]`, 'juror'),
  );
  const jurors = [...new Set(places.filter((place) => place !== null))].sort((a, b) => a - b);
  return { rule, nomination, jurors, min, relaxable };
}

/** Reads the lists of pairs into tables of one place a pair. */
class Pairs {
  readonly faults: Faults;
  readonly nominations: Names;
  readonly jurors: Names;

  constructor(faults: Faults, nominations: Names, jurors: Names) {
    this.faults = faults;
    this.nominations = nominations;
    this.jurors = jurors;
  }

  closed(file: Record<string, unknown>): Uint8Array {
    const closed = this.marks(file.unreadable, 'unreadable').map((one) => one * CLOSED.language);
    this.marks(file.conflicts, 'conflicts').forEach((one, at) => {
      if (one === 1) closed[at] = CLOSED.conflict;
    });
    return closed;
  }

  marks(value: unknown, field: (typeof PAIR_LISTS)[number]): Uint8Array {
    const marks = this.table(Uint8Array);
    const list = value === undefined ? [] : this.faults.list(value, field);
    list?.forEach((entry, index) => {
      const at = this.pair(entry, field, index, 2);
      if (at === null) return;
      if (marks[at] === 1) this.twice(at, field, index);
      marks[at] = 1;
    });
    return marks;
  }

  worth(value: unknown): Float64Array {
    const worth = this.table(Float64Array);
    const seen = this.table(Uint8Array);
    const list = value === undefined ? [] : this.faults.list(value, 'affinity');
    list?.forEach((entry, index) => {
      const at = this.pair(entry, 'affinity', index, 3);
      const millionths = Array.isArray(entry) && entry.length === 3 ? this.affinity(entry[2], index) : null;
      if (at === null || millionths === null) return;
      if (seen[at] === 1) this.twice(at, 'affinity', index);
      seen[at] = 1;
      worth[at] = millionths;
    });
    return worth;
  }

  clash(at: number, text: string): void {
    this.faults.say('fixed', 'clash', `The pair ${this.nameOf(at)} ${text}.`);
  }

  private table<T>(kind: new (length: number) => T): T {
    return new kind(this.nominations.ids.length * this.jurors.ids.length);
  }

  private pair(entry: unknown, field: string, index: number, length: number): number | null {
    if (!Array.isArray(entry) || entry.length !== length) {
      const shape = length === 3 ? '[juror, nomination, value]' : '[juror, nomination]';
      return this.faults.say(`${field}[${index}]`, 'wrongType', `Expected ${shape}, found ${kindOf(entry)}.`);
    }
    const juror = this.jurors.placeOf.get(entry[0]);
    const nomination = this.nominations.placeOf.get(entry[1]);
    if (juror !== undefined && nomination !== undefined) return nomination * this.jurors.ids.length + juror;
    this.faults.known(entry[0], this.jurors, `${field}[${index}][0]`, 'juror');
    this.faults.known(entry[1], this.nominations, `${field}[${index}][1]`, 'nomination');
    return null;
  }

  private affinity(value: unknown, index: number): number | null {
    const path = () => `affinity[${index}][2]`;
    if (typeof value !== 'number') {
      return this.faults.say(path(), 'wrongType', `An affinity is a number, found ${kindOf(value)}.`);
    }
    if (!(Math.abs(value) <= LARGEST_AFFINITY)) {
      return this.faults.say(
        path(),
        'tooLarge',
        `${value} is too large: affinities lie within ±${LARGEST_AFFINITY}.`,
      );
    }
    const millionths = toMillionths(value);
    if (millionths !== null) return millionths;
    const near = Math.round(value * MILLION) / MILLION;
    return this.faults.say(
      path(),
      'tooManyDecimals',
      `${value} has more than 6 decimals: round it, for example to ${near}.`,
    );
  }

  private twice(at: number, field: string, index: number): void {
    const text = `The pair ${this.nameOf(at)} stands already in the list: give it once.`;
    this.faults.say(`${field}[${index}]`, 'duplicate', text);
  }

  private nameOf(at: number): string {
    const jurors = this.jurors.ids;
    return `"${jurors[at % jurors.length]}", "${this.nominations.ids[Math.floor(at / jurors.length)]}"`;
  }
}
