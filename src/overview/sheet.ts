/**
 * A table on its way out, as CSV or XLSX. Whatever a person wrote leaves as text and never as a formula; numbers stay
 * numbers, so that a spreadsheet can add them.
 */
import { stringify } from 'csv-stringify/sync';

export type SheetCell = string | number | null;

export type Sheet = { name: string; heads: readonly string[]; rows: readonly (readonly SheetCell[])[] };

/** More rows than this are given as CSV alone: a workbook of them would hold up everybody else. */
export const MOST_WORKBOOK_ROWS = 20_000;

/** What a cell of a workbook takes; a longer text is cut, and ends with three dots. */
const MOST_CELL = 32_767;

// The last four are the full-width forms that some spreadsheets fold to the first.
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** A text that a spreadsheet would run begins with an apostrophe. */
export function guardedText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The CSV of a table: UTF-8 with its mark, every text in quotes, so that no separator of any country parts it. */
export function sheetCsv({ heads, rows }: Sheet): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guardedText(cell) : cell)));
  return stringify([[...heads], ...cells], { bom: true, quoted_string: true, record_delimiter: 'windows' });
}

/** The XLSX of a table: texts are typed as text, numbers as numbers. */
export async function sheetWorkbook({ name, heads, rows }: Sheet): Promise<Uint8Array> {
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  const head = heads.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) => row.map(workbookCell));
  const file = writeXlsxFile([head, ...body], { sheet: name, stickyRowsCount: 1 });
  return file.toBuffer();
}

function workbookCell(cell: SheetCell) {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  return { value: cellText(cell), type: String };
}

function cellText(text: string): string {
  const clean = [...text].map((letter) => (isWritable(letter) ? letter : ' ')).join('');
  return clean.length <= MOST_CELL ? clean : `${clean.slice(0, MOST_CELL - 1)}…`;
}

// XML has no way to write the control characters, nor half a pair.
function isWritable(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return (
    (code >= 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) &&
    !(code >= 0xd800 && code <= 0xdfff) &&
    code !== 0xfffe &&
    code !== 0xffff
  );
}
