/**
 * A score sheet as plain text: downloaded, filled in without a connection, sent back and checked like the page. Lines
 * that begin with # are there to be read by people; a remark runs until the next criterion, word for word, and a line
 * of it that begins with a square bracket bears a backslash before. Every fault is told with its line.
 */
import type { LineFault } from '../cities/csv.ts';
import { foldName } from '../cities/fold-name.ts';
import type { Rubric } from '../editions/definition.ts';
import type { Lang } from '../platform/i18n/lang.ts';
import type { Card } from './scorecard.ts';

export type OfflineScore = { criterion: string; points: number | null; remark: string };
export type OfflineSheet = { card: string; version: number; scores: OfflineScore[] };

type Key = 'card' | 'version' | 'score' | 'remark';

const KEYS: Readonly<Record<Lang, Readonly<Record<Key, string>>>> = {
  en: { card: 'card', version: 'version', score: 'score', remark: 'remark' },
  fr: { card: 'fiche', version: 'version', score: 'note', remark: 'remarque' },
  es: { card: 'ficha', version: 'versión', score: 'puntuación', remark: 'observación' },
};

// Whatever the language of the page, a sheet downloaded in another one is read as well.
const READ = new Map(
  Object.values(KEYS).flatMap((keys) =>
    (Object.keys(keys) as Key[]).map((key): [string, Key] => [foldName(keys[key]), key]),
  ),
);

// The same breaks in writing and in reading: no line of somebody's text is ever taken for a line of the sheet.
const BREAK = /\r\n|\r|\n/;

/** Text for people as lines that are read by nobody else, whatever breaks stand in it. */
function aside(text: string): string[] {
  return text.split(BREAK).map((line) => `# ${line}`.trimEnd());
}

export type SheetPart = { id: string; name: string; told: readonly string[] } & Omit<
  OfflineScore,
  'criterion'
>;

/** Writes a sheet: the head, the card and its version, then each criterion with what people read of it. */
export function writeSheet(
  lang: Lang,
  sheet: { card: string; version: number; head: readonly string[]; parts: readonly SheetPart[] },
): string {
  const keys = KEYS[lang];
  const parts = sheet.parts.flatMap(({ id, name, told, points, remark }) => [
    '',
    `[${id}] ${name}`,
    ...told.flatMap(aside),
    `${keys.score}: ${points ?? ''}`.trimEnd(),
    `${keys.remark}:`,
    ...(remark === '' ? [] : remark.split(BREAK).map((line) => line.replace(/^(\\*\[)/, '\\$1'))),
  ]);
  const head = [
    ...sheet.head.flatMap(aside),
    `${keys.card}: ${sheet.card}`,
    `${keys.version}: ${sheet.version}`,
  ];
  return `${[...head, ...parts].join('\n')}\n`;
}

type Part = { criterion: string; line: number; score?: string; scoreLine: number; remark?: string[] };

/** Reads line by line; what belongs nowhere is told and never left out in silence. */
class Reader {
  readonly faults: LineFault[] = [];
  readonly parts: Part[] = [];
  private readonly head = new Map<Key, string>();
  private readonly ids: ReadonlySet<string>;

  constructor(rubric: Rubric) {
    this.ids = new Set(rubric.criteria.map(({ id }) => id));
  }

  fault(line: number, what: string, field: string | null, facts: LineFault['facts'] = {}): void {
    this.faults.push({ line, field, code: `scoring.offline.${what}`, facts });
  }

  read(text: string, line: number): void {
    const heading = /^\[([^\]]*)\]/.exec(text);
    const part = this.parts.at(-1);
    if (heading) this.open((heading[1] ?? '').trim(), line);
    else if (part?.remark) this.remark(part, part.remark, text, line);
    else if (text.trim() !== '' && !text.startsWith('#')) this.keyed(part, text, line);
  }

  private open(id: string, line: number): void {
    if (!this.ids.has(id)) this.fault(line, 'unknown', null, { typed: id });
    const before = this.parts.find(({ criterion }) => criterion === id);
    if (before) this.fault(line, 'twice', id, { before: before.line });
    this.parts.push({ criterion: id, line, scoreLine: line });
  }

  private remark(part: Part, remark: string[], text: string, line: number): void {
    const keyed = keyOf(text);
    // A score written below its remark is meant as the score.
    if (part.score === undefined && keyed?.key === 'score') {
      part.score = keyed.value;
      part.scoreLine = line;
    } else remark.push(text.replace(/^\\(\\*\[)/, '$1'));
  }

  private keyed(part: Part | undefined, text: string, line: number): void {
    const keyed = keyOf(text);
    const known = part === undefined ? ['card', 'version'] : ['score', 'remark'];
    if (keyed === null || !known.includes(keyed.key)) {
      this.fault(line, 'stray', part?.criterion ?? null, { typed: text.trim().slice(0, 80) });
    } else if (part === undefined) this.head.set(keyed.key, keyed.value);
    else if (keyed.key === 'remark') part.remark = keyed.value === '' ? [] : [keyed.value];
    else if (part.score !== undefined) this.fault(line, 'twoScores', part.criterion);
    else {
      part.score = keyed.value;
      part.scoreLine = line;
    }
  }

  headOf(key: Key): string {
    return this.head.get(key) ?? '';
  }
}

function keyOf(text: string): { key: Key; value: string } | null {
  const found = /^\s*(\p{L}[\p{L}\p{M}]*)\s*:(.*)$/u.exec(text);
  const key = READ.get(foldName(found?.[1] ?? ''));
  return key === undefined ? null : { key, value: (found?.[2] ?? '').trim() };
}

/** Reads a sheet by the rubric of its edition; one fault means that nothing of it is read. */
export function readSheet(
  rubric: Rubric,
  card: string,
  text: string,
): OfflineSheet | { faults: LineFault[] } {
  const reader = new Reader(rubric);
  const lines = text.replace(/^\uFEFF/, '').split(BREAK);
  for (const [index, line] of lines.entries()) reader.read(line, index + 1);
  const version = Number(reader.headOf('version') || 'NaN');
  if (reader.headOf('card') !== card) reader.fault(1, 'otherCard', null);
  else if (!Number.isSafeInteger(version) || version < 0) reader.fault(1, 'noVersion', null);
  const scores = rubric.criteria.map(({ id }) => scoreOf(reader, rubric, id, lines.length));
  const { faults } = reader;
  return faults.length > 0
    ? { faults: faults.sort((one, other) => one.line - other.line) }
    : { card, version, scores };
}

function scoreOf(reader: Reader, rubric: Rubric, criterion: string, last: number): OfflineScore {
  const part = reader.parts.find((one) => one.criterion === criterion);
  const levels = rubric.levels.map(({ points }) => String(points));
  const score = part?.score ?? '';
  if (part === undefined) reader.fault(last, 'missing', criterion);
  else if (part.score === undefined) reader.fault(part.line, 'noScore', criterion);
  else if (part.remark === undefined) reader.fault(part.line, 'noRemark', criterion);
  else if (score !== '' && !levels.includes(score)) {
    const facts = { typed: score, least: levels[0] ?? '', most: levels.at(-1) ?? '' };
    reader.fault(part.scoreLine, 'level', criterion, facts);
  }
  const remark = (part?.remark ?? []).join('\n').trim();
  return { criterion, points: score === '' ? null : Number(score), remark };
}

const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim();

/** Whether a card holds already what a sheet says of a criterion; breaks of lines and space around it are no change. */
export function isStored(card: Card, { criterion, points, remark }: OfflineScore): boolean {
  const stored = card.scores[criterion];
  return (stored?.points ?? null) === points && plain(stored?.remark ?? '') === plain(remark);
}
