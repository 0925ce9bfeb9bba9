import { type Fault, Faults, kindOf } from '../assignment/fault.ts';
import { readJson } from '../assignment/json-place.ts';
import type { Fraction } from '../platform/exact/fraction.ts';
import { type Candidate, type NamedBounds, type Problem, type TieRule, tieKey } from './problem.ts';
import { isAbsent, readScore, refuseOthers } from './score-field.ts';

/** Fields that describe a file and decide nothing. */
const DESCRIPTIVE = ['name', 'title', 'description', 'source', 'licence', 'license', 'seed', '$schema'];
const FIELDS = ['seats', 'maxPerCountry', 'threshold', 'regions', 'groups', 'tieRules', 'candidates'];
const SHORTEST = '{"seats":8,"candidates":[{"id":"A","country":"KR","region":"Asia","score":7.5}]}';

/** Reads a problem from the text of a file: the problem, or the faults found (at most 20), in the file's order. */
export function readProblemText(text: string): Problem | { faults: readonly Fault[] } {
  if (text.trim() === '') {
    const advice = `The file is empty: give an object such as ${SHORTEST}.`;
    return { faults: [{ path: 'line 1, column 1', code: 'empty', text: advice }] };
  }
  const read = readJson(text);
  if ('value' in read) return readProblem(read.value);
  const isNumber = /^[-+]?(nan|inf)/i.test(read.found);
  const advice = isNumber ? 'JSON has no such number: give a decimal.' : 'Correct the text there.';
  const path = `line ${read.line}, column ${read.column}`;
  return { faults: [{ path, code: 'notJson', text: `This is no JSON from "${read.found}" on. ${advice}` }] };
}

/** Reads a problem from parsed JSON: the problem, or the faults found (at most 20). */
export function readProblem(data: unknown): Problem | { faults: readonly Fault[] } {
  const faults = new Faults();
  const problem = readFields(faults, data);
  return problem && faults.all.length === 0 ? problem : { faults: faults.all };
}

function readFields(faults: Faults, data: unknown): Problem | null {
  const file = faults.object(data, '$');
  if (!file) return null;
  refuseOthers(faults, file, '', FIELDS, DESCRIPTIVE);
  const seats = readSeats(faults, file.seats);
  const maxPerCountry = isAbsent(file.maxPerCountry)
    ? null
    : faults.whole(file.maxPerCountry, 'maxPerCountry', 1);
  const threshold = isAbsent(file.threshold) ? null : readScore(faults, file.threshold, 'threshold');
  const regions = readRegions(faults, file.regions);
  const tieRules = readTieRules(faults, file.tieRules);
  const reader = { faults, tieRules, needsCountry: maxPerCountry !== null, needsRegion: regions.length > 0 };
  const candidates = readCandidates(reader, file.candidates);
  const groups = readGroups(faults, file.groups, new Set(candidates?.map(({ id }) => id)));
  if (!seats || !candidates) return null;
  return { seats, maxPerCountry, threshold, regions, groups, tieRules, candidates };
}

function readSeats(faults: Faults, value: unknown): Problem['seats'] | null {
  if (value === undefined) {
    return faults.say('seats', 'missing', 'Give the number of seats, or {"min":5,"max":8} for a range.');
  }
  if (typeof value !== 'object') {
    const seats = faults.whole(value, 'seats', 0);
    return seats === null ? null : { min: seats, max: seats };
  }
  const range = faults.object(value, 'seats');
  if (!range) return null;
  refuseOthers(faults, range, 'seats', ['min', 'max']);
  const min = isAbsent(range.min) ? 0 : faults.whole(range.min, 'seats.min', 0);
  const max = faults.whole(range.max, 'seats.max', 0);
  return min === null || max === null ? null : ordered(faults, { min, max }, 'seats');
}

function ordered<Range extends { min: number; max: number | null }>(
  faults: Faults,
  range: Range,
  path: string,
): Range {
  if (range.max !== null && range.min > range.max) {
    const text = `min ${range.min} is above max ${range.max}: lower the one or raise the other.`;
    faults.say(`${path}.min`, 'minAboveMax', text);
  }
  return range;
}

function readRegions(faults: Faults, value: unknown): NamedBounds[] {
  const regions = isAbsent(value) ? {} : faults.object(value, 'regions');
  return Object.entries(regions ?? {}).flatMap(([name, bounds]) => {
    const path = `regions.${name}`;
    const item = faults.object(bounds, path);
    if (!item) return [];
    refuseOthers(faults, item, path, ['min', 'max']);
    return [readBounds(faults, name, item, path)];
  });
}

function readBounds(faults: Faults, name: string, item: Record<string, unknown>, path: string): NamedBounds {
  const min = isAbsent(item.min) ? 0 : (faults.whole(item.min, `${path}.min`, 0) ?? 0);
  const max = isAbsent(item.max) ? null : faults.whole(item.max, `${path}.max`, 0);
  return ordered(faults, { name, min, max }, path);
}

function readGroups(faults: Faults, value: unknown, known: ReadonlySet<string>): Problem['groups'] {
  const firstAt = new Map<string, number>();
  const list = isAbsent(value) ? [] : (faults.list(value, 'groups') ?? []);
  return list.flatMap((entry, at) => {
    const path = `groups[${at}]`;
    const item = faults.object(entry, path);
    if (!item) return [];
    refuseOthers(faults, item, path, ['name', 'min', 'max', 'members']);
    const name = readName(faults, item.name, `${path}.name`, 'name', firstAt, at, 'groups');
    const members = readMembers(faults, item.members, `${path}.members`, known);
    return name === null ? [] : [{ ...readBounds(faults, name, item, path), members }];
  });
}

function readName(
  faults: Faults,
  value: unknown,
  path: string,
  kind: 'id' | 'name',
  firstAt: Map<string, number>,
  at: number,
  listName: string,
): string | null {
  const name = faults.id(value, path);
  if (name === null) return null;
  const first = firstAt.get(name);
  if (first === undefined) {
    firstAt.set(name, at);
    return name;
  }
  const text = `"${name}" stands already at ${listName}[${first}]: a ${kind} is given once.`;
  return faults.say(path, 'duplicate', text);
}

function readMembers(faults: Faults, value: unknown, path: string, known: ReadonlySet<string>): string[] {
  const seen = new Set<string>();
  for (const [at, entry] of (faults.list(value, path) ?? []).entries()) {
    const id = faults.id(entry, `${path}[${at}]`);
    if (id === null) continue;
    if (!known.has(id)) {
      const text = `No candidate has the id "${id}": correct it, or add the candidate.`;
      faults.say(`${path}[${at}]`, 'unknownId', text);
    } else if (seen.has(id)) {
      faults.say(`${path}[${at}]`, 'duplicate', `"${id}" stands twice in the group: take one out.`);
    }
    seen.add(id);
  }
  return [...seen];
}

function readTieRules(faults: Faults, value: unknown): TieRule[] {
  const list = isAbsent(value) ? [] : (faults.list(value, 'tieRules') ?? []);
  return list.flatMap((entry, at) => readTieRule(faults, entry, `tieRules[${at}]`) ?? []);
}

function readTieRule(faults: Faults, entry: unknown, path: string): TieRule | null {
  const item = faults.object(entry, path);
  if (!item) return null;
  const extra = item.by === 'criterion' ? ['id'] : item.by === 'lot' ? ['seed'] : [];
  switch (item.by) {
    case 'median':
    case 'lowestScore':
      refuseOthers(faults, item, path, ['by', ...extra]);
      return { by: item.by };
    case 'criterion': {
      refuseOthers(faults, item, path, ['by', ...extra]);
      const id = faults.id(item.id, `${path}.id`);
      return id === null ? null : { by: 'criterion', id };
    }
    case 'lot': {
      refuseOthers(faults, item, path, ['by', ...extra]);
      const seed = faults.id(typeof item.seed === 'number' ? String(item.seed) : item.seed, `${path}.seed`);
      return seed === null ? null : { by: 'lot', seed };
    }
    default: {
      const text = `A tie rule is by "criterion", "median", "lowestScore" or "lot", found ${kindOf(item.by)}.`;
      return faults.say(`${path}.by`, item.by === undefined ? 'missing' : 'wrongType', text);
    }
  }
}

type Reader = { faults: Faults; tieRules: TieRule[]; needsCountry: boolean; needsRegion: boolean };

function readCandidates(reader: Reader, value: unknown): Candidate[] | null {
  const { faults } = reader;
  if (value === undefined) {
    return faults.say('candidates', 'missing', `Give the list of candidates, as in ${SHORTEST}.`);
  }
  const list = faults.list(value, 'candidates');
  if (list?.length === 0) return faults.say('candidates', 'empty', 'The list is empty: give at least one.');
  const firstAt = new Map<string, number>();
  return (
    list?.flatMap((entry, at) => {
      const path = `candidates[${at}]`;
      const item = faults.object(entry, path);
      if (!item) return [];
      const id = readName(faults, item.id, `${path}.id`, 'id', firstAt, at, 'candidates');
      return readCandidate(reader, item, path, id) ?? [];
    }) ?? null
  );
}

function readCandidate(
  reader: Reader,
  item: Record<string, unknown>,
  path: string,
  id: string | null,
): Candidate | null {
  const { faults } = reader;
  const place = (field: 'country' | 'region', isNeeded: boolean) =>
    isAbsent(item[field]) && !isNeeded ? null : readPlace(faults, item[field], `${path}.${field}`, field);
  const country = place('country', reader.needsCountry);
  const region = place('region', reader.needsRegion);
  const score = readScore(faults, item.score, `${path}.score`);
  const tie = readTie(reader, item.tie, `${path}.tie`);
  return id === null || !score ? null : { id, country, region, score, tie };
}

function readPlace(faults: Faults, value: unknown, path: string, field: string): string | null {
  if (typeof value === 'string' && value !== '') return value;
  const text = `A rule needs the ${field} of every candidate: give it as a text, found ${kindOf(value)}.`;
  return faults.say(path, value === undefined ? 'missing' : 'wrongType', text);
}

function readTie(reader: Reader, value: unknown, path: string): Record<string, Fraction> {
  const item = isAbsent(value) ? {} : reader.faults.object(value, path);
  if (!item) return {};
  const nested = isAbsent(item.criteria) ? {} : reader.faults.object(item.criteria, `${path}.criteria`);
  const tie: Record<string, Fraction> = {};
  for (const rule of reader.tieRules) {
    if (rule.by === 'lot') continue;
    const name = rule.by === 'criterion' ? rule.id : rule.by;
    const inside = rule.by === 'criterion' ? nested?.[name] : undefined;
    const found = inside ?? item[tieKey(rule)] ?? item[name];
    if (found === undefined) continue;
    const at = inside === undefined ? `${path}.${name}` : `${path}.criteria.${name}`;
    const score = readScore(reader.faults, found, at);
    if (score) tie[tieKey(rule)] = score;
  }
  return tie;
}
