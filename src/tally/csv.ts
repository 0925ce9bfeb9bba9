/**
 * A CSV text as rows of fields that know their place. Read are: a byte order mark, LF, CRLF and CR, fields in quotes
 * (with doubled quotes and line breaks inside), comma or semicolon, and the line "sep=;" that spreadsheets write.
 */
export type CsvRow = {
  readonly fields: readonly string[];
  /** Line of the row's first character, from 1. */
  readonly line: number;
  /** Line and column (from 1) of a field's first character; of the row's end for a field that it lacks. */
  place(field: number): Place;
};

type Place = { readonly line: number; readonly column: number };

export type CsvFault = {
  readonly line: number;
  readonly column: number;
  readonly code: 'openQuote' | 'strayQuote';
};
export type Separator = ',' | ';';

/** The separator of a text: what "sep=" says, else a semicolon if the first line has one, else a comma. */
export function separatorOf(text: string): Separator {
  const first = (text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, 1)[0] ?? '').toLowerCase();
  return first.includes(';') ? ';' : ',';
}

/** The rows one after another, blank lines left out; the last item is a fault where the quotes do not close. */
export function* csvRows(text: string, separator: Separator): Generator<CsvRow | CsvFault> {
  const scan = new Scan(text, separator);
  for (;;) {
    const row = scan.row();
    if (row === null) return;
    yield row;
    if ('code' in row) return;
  }
}

class Scan {
  private at: number;
  private line = 1;
  private lineStart = 0;
  /** The next quotation mark from `at` on: looked up once, or a file with one at its end would be read n times. */
  private nextQuote: number;
  private readonly text: string;
  private readonly separator: Separator;

  constructor(text: string, separator: Separator) {
    this.text = text;
    this.separator = separator;
    this.at = text.startsWith('\uFEFF') ? 1 : 0;
    const hint = /^sep=.[ \t]*(?:\r\n|\n|\r|$)/i.exec(text.slice(this.at, this.at + 20));
    if (hint) {
      this.at += hint[0].length;
      this.line = 2;
    }
    this.lineStart = this.at;
    this.nextQuote = this.quoteFrom(this.at);
  }

  /** The next row that is not blank; null at the end. */
  row(): CsvRow | CsvFault | null {
    while (this.at < this.text.length) {
      const end = this.endOfLine();
      if (this.nextQuote < this.at) this.nextQuote = this.quoteFrom(this.at);
      if (this.nextQuote < end) return this.quotedRow();
      const row = this.plainRow(end);
      if (row) return row;
    }
    return null;
  }

  private quoteFrom(at: number): number {
    const found = this.text.indexOf('"', at);
    return found === -1 ? Number.POSITIVE_INFINITY : found;
  }

  private endOfLine(): number {
    let end = this.at;
    for (; end < this.text.length; end += 1) {
      const code = this.text.charCodeAt(end);
      if (code === 10 || code === 13) break;
    }
    return end;
  }

  /** A row without quotes, which is nearly every one; null where the line is blank. */
  private plainRow(end: number): CsvRow | null {
    const raw = this.text.slice(this.at, end).split(this.separator);
    const line = this.line;
    this.at = end;
    this.breakLine();
    const fields = raw.map(trimmed);
    return fields.length === 1 && fields[0] === '' ? null : new PlainRow(fields, line, raw);
  }

  private quotedRow(): CsvRow | CsvFault {
    const fields: string[] = [];
    const places: Place[] = [];
    for (;;) {
      const line = this.line;
      const column = this.at - this.lineStart + 1;
      const field = this.quotedOrPlain();
      if (typeof field !== 'string') return { line, column, code: field.code };
      fields.push(field);
      places.push({ line, column });
      if (this.text[this.at] !== this.separator) break;
      this.at += 1;
    }
    const end = { line: this.line, column: this.at - this.lineStart + 1 };
    this.breakLine();
    return { fields, line: places[0]?.line ?? end.line, place: (field) => places[field] ?? end };
  }

  private quotedOrPlain(): string | { code: CsvFault['code'] } {
    const start = this.at;
    while (this.text[this.at] === ' ') this.at += 1;
    if (this.text[this.at] === '"') return this.quoted();
    while (!this.isFieldEnd()) this.at += 1;
    const field = this.text.slice(start, this.at).trim();
    return field.includes('"') ? { code: 'strayQuote' } : field;
  }

  private quoted(): string | { code: CsvFault['code'] } {
    const open = this.at + 1;
    let close = this.text.indexOf('"', open);
    while (close !== -1 && this.text[close + 1] === '"') close = this.text.indexOf('"', close + 2);
    if (close === -1) return { code: 'openQuote' };
    const field = this.text.slice(open, close);
    for (const found of field.matchAll(/\r\n|\n|\r/g)) {
      this.line += 1;
      this.lineStart = open + found.index + found[0].length;
    }
    this.at = close + 1;
    while (this.text[this.at] === ' ') this.at += 1;
    return this.isFieldEnd() ? field.replaceAll('""', '"').trim() : { code: 'strayQuote' };
  }

  private isFieldEnd(): boolean {
    const next = this.text[this.at];
    return next === undefined || next === this.separator || next === '\n' || next === '\r';
  }

  private breakLine(): void {
    if (this.at >= this.text.length) return;
    this.at += this.text[this.at] === '\r' && this.text[this.at + 1] === '\n' ? 2 : 1;
    this.line += 1;
    this.lineStart = this.at;
  }
}

/** A row without quotes; places are counted only when they are asked for. */
class PlainRow implements CsvRow {
  readonly fields: readonly string[];
  readonly line: number;
  private readonly raw: readonly string[];

  constructor(fields: readonly string[], line: number, raw: readonly string[]) {
    this.fields = fields;
    this.line = line;
    this.raw = raw;
  }

  place(field: number): Place {
    const before = this.raw.slice(0, field).reduce((sum, one) => sum + one.length + 1, 0);
    return { line: this.line, column: field < this.raw.length ? before + 1 : before };
  }
}

/** The field without spaces around it; most have none, and a look at both ends is quicker than a cut. */
function trimmed(field: string): string {
  const first = field.charCodeAt(0);
  const last = field.charCodeAt(field.length - 1);
  return first > 32 && first < 127 && last > 32 && last < 127 ? field : field.trim();
}
