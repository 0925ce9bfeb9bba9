/** Scores from the text of a CSV file `nomination,juror,criterion,score`, or the faults with their places. */
import { type CsvRow, csvRows, type Separator, separatorOf } from './csv.ts';
import { LARGEST_SCORE, MILLION, type Score } from './score.ts';

export const MOST_ROWS = 1_000_000;
export const MOST_CRITERIA = 1_000;
/** More faults than this are not told: the first ones usually cause the rest. */
export const MOST_FAULTS = 20;

const MOST_VALUES = 10_000;

export type FileFault = {
  readonly file: 'scores' | 'rubric';
  readonly line: number | null;
  readonly column: number | null;
  readonly path?: string;
  readonly code: string;
  readonly text: string;
};

/** A score and the line that it stands on. */
export type PlacedScore = Score & { readonly line: number };

const COLUMNS = ['nomination', 'juror', 'criterion', 'score'] as const;
type ColumnName = (typeof COLUMNS)[number];
type Header = { readonly width: number; readonly at: Readonly<Record<ColumnName, number>> };

/** Reads all scores in the file's order; the faults instead where there is one (at most 20 are told). */
export function readScoreFile(text: string): readonly PlacedScore[] | { faults: readonly FileFault[] } {
  const reading = new Reading(separatorOf(text));
  for (const row of csvRows(text, reading.separator)) {
    if ('code' in row) reading.tell(row.line, row.column, row.code, QUOTE_ADVICE[row.code]);
    else reading.row(row);
    if (reading.isOver()) break;
  }
  return reading.end();
}

/** The column in its line of the field of this name, in a file that has been read without a fault. */
export function columnOf(name: ColumnName, line: number, text: string): number {
  let field = -1;
  for (const row of csvRows(text, separatorOf(text))) {
    if ('code' in row) return 1;
    if (field === -1) field = row.fields.map((title) => title.toLowerCase()).indexOf(name);
    else if (row.line === line) return row.place(field).column;
  }
  return 1;
}

const QUOTE_ADVICE = {
  openQuote: 'This quotation mark is never closed: close it, or take it out.',
  strayQuote: 'A quotation mark inside a field: put the whole field in quotes and double the mark inside.',
};

class Reading {
  readonly separator: Separator;
  private readonly faults: FileFault[] = [];
  private readonly scores: PlacedScore[] = [];
  /** One copy of each id: a million rows name only some thousand. */
  private readonly ids = new Map<string, string>();
  /** Scores that were read before: a scale has few levels. */
  private readonly values = new Map<string, number>();
  private readonly criteria = new Set<string>();
  private header: Header | null = null;
  private rows = 0;

  constructor(separator: Separator) {
    this.separator = separator;
  }

  tell(line: number, column: number, code: string, text: string): null {
    this.faults.push({ file: 'scores', line, column, code, text });
    return null;
  }

  isOver(): boolean {
    return (
      this.faults.length >= MOST_FAULTS ||
      this.rows > MOST_ROWS ||
      (this.header === null && this.faults.length > 0)
    );
  }

  end(): readonly PlacedScore[] | { faults: readonly FileFault[] } {
    if (this.faults.length === 0 && this.header === null) {
      this.tell(1, 1, 'empty', 'The file is empty: its first line is nomination,juror,criterion,score.');
    } else if (this.faults.length === 0 && this.scores.length === 0) {
      this.tell(2, 1, 'empty', 'The file has no scores: give one score a line under the first line.');
    }
    return this.faults.length > 0 ? { faults: this.faults } : this.scores;
  }

  row(row: CsvRow): void {
    if (this.header === null) {
      this.header = this.readHeader(row);
      return;
    }
    // Spreadsheets write rows of bare separators below the last one that holds something.
    if (row.fields.every((field) => field === '')) return;
    this.rows += 1;
    if (this.rows > MOST_ROWS) {
      this.tell(
        row.line,
        1,
        'tooManyRows',
        `More than ${MOST_ROWS} scores: the limit is ${MOST_ROWS} rows a file.`,
      );
    } else if (this.isWide(row, this.header)) this.score(row, this.header);
  }

  private readHeader(row: CsvRow): Header | null {
    const names = row.fields.map((name) => name.toLowerCase());
    const strange = names.filter((name) => !COLUMNS.some((known) => known === name))[0];
    const unknown = strange === undefined ? -1 : names.indexOf(strange);
    const expected = `The first line is nomination${this.separator}juror${this.separator}criterion${this.separator}score`;
    if (unknown !== -1) {
      const text = `${expected}; "${clip(row.fields[unknown] ?? '')}" is none of these columns.`;
      return this.tell(row.line, row.place(unknown).column, 'header', text);
    }
    const twice = names.findIndex((name, index) => names.indexOf(name) < index);
    if (twice !== -1) {
      return this.tell(
        row.line,
        row.place(twice).column,
        'header',
        `The column ${names[twice]} stands twice.`,
      );
    }
    const missing = COLUMNS.find((name) => !names.includes(name));
    if (missing) return this.tell(row.line, 1, 'header', `${expected}; the column ${missing} is missing.`);
    const at = { nomination: 0, juror: 0, criterion: 0, score: 0 };
    for (const name of COLUMNS) at[name] = names.indexOf(name);
    return { width: names.length, at };
  }

  private isWide(row: CsvRow, header: Header): boolean {
    const { fields } = row;
    if (fields.length === header.width) return true;
    const other = this.separator === ',' ? ';' : ',';
    const mixed = fields.findIndex((field) => field.includes(other) && !DECIMAL.test(field));
    if (mixed !== -1) {
      const { line, column } = row.place(mixed);
      const text = `The first line separates by "${this.separator}", this one by "${other}": use one of them throughout.`;
      this.tell(line, column + (fields[mixed] ?? '').indexOf(other), 'mixedSeparators', text);
      return false;
    }
    const { line, column } = row.place(Math.min(fields.length, header.width));
    const advice = this.commaAdvice(fields.length, header.width);
    this.tell(line, column, 'ragged', `Expected ${header.width} fields, found ${fields.length}. ${advice}`);
    return false;
  }

  private commaAdvice(found: number, expected: number): string {
    if (this.separator === ';' || found !== expected + 1) return 'Give each line every field of the first.';
    return 'A decimal comma needs ";" between the fields; with "," write the score with a point.';
  }

  private score(row: CsvRow, header: Header): void {
    const nomination = this.id(row, header, 'nomination');
    const juror = this.id(row, header, 'juror');
    const criterion = this.id(row, header, 'criterion');
    const millionths = this.points(row, header);
    if (nomination === null || juror === null || criterion === null || millionths === null) return;
    this.criteria.add(criterion);
    if (this.criteria.size > MOST_CRITERIA) {
      this.tell(
        row.line,
        row.place(header.at.criterion).column,
        'tooManyCriteria',
        `More than ${MOST_CRITERIA} criteria: is the column criterion right?`,
      );
      return;
    }
    this.scores.push({ nomination, juror, criterion, millionths, line: row.line });
  }

  private id(row: CsvRow, header: Header, name: ColumnName): string | null {
    const value = row.fields[header.at[name]] ?? '';
    const known = this.ids.get(value);
    if (known !== undefined) return known;
    if (value !== '' && !value.includes('\uFFFD')) {
      this.ids.set(value, value);
      return value;
    }
    const { line, column } = row.place(header.at[name]);
    if (value === '')
      return this.tell(line, column, 'emptyId', `The ${name} is empty: every score names it.`);
    const text = `The ${name} has letters that are not UTF-8: save the file as "CSV UTF-8".`;
    return this.tell(line, column, 'notUtf8', text);
  }

  private points(row: CsvRow, header: Header): number | null {
    const text = row.fields[header.at.score] ?? '';
    const known = this.values.get(text);
    if (known !== undefined) return known;
    const value = readMillionths(text, this.separator === ';');
    if (typeof value === 'number') {
      if (this.values.size < MOST_VALUES) this.values.set(text, value);
      return value;
    }
    const { line, column } = row.place(header.at.score);
    return this.tell(line, column, value, SCORE_ADVICE[value](clip(text)));
  }
}

type ScoreFault = 'emptyScore' | 'decimalComma' | 'notANumber' | 'tooManyDecimals' | 'tooLarge';

const SCORE_ADVICE: Record<ScoreFault, (text: string) => string> = {
  emptyScore: () => 'The score is empty: leave the line out where a juror gave no score.',
  decimalComma: (text) => `"${text}" has a decimal comma: write a point, or separate the fields by ";".`,
  notANumber: (text) => `"${text}" is no number: give a decimal such as 7, 7.25 or -1.5.`,
  tooManyDecimals: (text) => `"${text}" has more than 6 decimals: give at most 6.`,
  tooLarge: (text) => `"${text}" is too large: scores lie within ${LARGEST_SCORE} either way.`,
};

/** Whole millionths of a decimal text with a point, or (if allowed) a comma; the fault's code where it is none. */
export function readMillionths(text: string, commaAllowed: boolean): number | ScoreFault {
  if (text === '') return 'emptyScore';
  const found = DECIMAL.exec(text);
  if (!found) return 'notANumber';
  const [, sign, whole = '', mark, decimals = ''] = found;
  if (mark === ',' && !commaAllowed) return 'decimalComma';
  const places = decimals.length <= 6 ? decimals : decimals.replace(/0+$/, '');
  if (places.length > 6) return 'tooManyDecimals';
  const size = Number(whole) * MILLION + Number(places.padEnd(6, '0'));
  if (size > LARGEST_SCORE * MILLION) return 'tooLarge';
  return sign === '-' && size !== 0 ? -size : size;
}

const DECIMAL = /^([+-]?)(\d+)(?:([.,])(\d+))?$/;

/** At most 40 characters of a text that a fault quotes. */
export function clip(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
