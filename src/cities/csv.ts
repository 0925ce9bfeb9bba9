import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import type { Facts } from '../platform/result.ts';

/** What is wrong in a CSV: its line, its column where one is concerned, and the catalogue key of the sentence. */
export type LineFault = { line: number; field: string | null; code: string; facts: Facts };

/** The rows of a CSV with the line on which each ends, or its faults. */
export type CsvOutcome<Row> = { rows: Row[]; lines: number[] } | { faults: LineFault[] };

type Parsed = { record: Record<string, string>; info: { lines: number } };

/**
 * Reads a CSV with a heading line by a schema of its lines; every fault is named with its line, and one fault means
 * that nothing is read. Commas or semicolons separate, as spreadsheets write them.
 */
export function readCsv<Schema extends z.ZodType>(text: string, schema: Schema): CsvOutcome<z.infer<Schema>> {
  let records: Parsed[];
  try {
    records = parse(text, {
      bom: true,
      columns: true,
      delimiter: separatorOf(text),
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
  } catch (fault) {
    return { faults: [unreadable(fault as { lines?: number; code?: string })] };
  }
  if (records.length === 0) {
    return { faults: [{ line: 1, field: null, code: 'cities.fault.empty', facts: {} }] };
  }
  return judgeLines(records, schema);
}

function judgeLines<Schema extends z.ZodType>(
  records: readonly Parsed[],
  schema: Schema,
): CsvOutcome<z.infer<Schema>> {
  const rows: z.infer<Schema>[] = [];
  const lines: number[] = [];
  const faults: LineFault[] = [];
  const missing = new Set<string>();
  for (const { record, info } of records) {
    const judged = schema.safeParse(record, { reportInput: true });
    if (judged.success) {
      rows.push(judged.data);
      lines.push(info.lines);
      continue;
    }
    for (const issue of judged.error.issues) {
      const field = issue.path.join('.');
      // A column that the heading lacks is one fault, not one a line.
      if (!(field in record)) missing.add(field);
      else faults.push({ line: info.lines, field, ...sentenceOf(issue, record[field] ?? '') });
    }
  }
  const heading = [...missing].map((field) => ({ line: 1, field, code: 'cities.fault.noColumn', facts: {} }));
  return heading.length + faults.length > 0 ? { faults: [...heading, ...faults] } : { rows, lines };
}

function sentenceOf(issue: z.core.$ZodIssue, typed: string): { code: string; facts: Facts } {
  const named = /^[a-z]+(\.[a-zA-Z-]+)+$/.test(issue.message);
  return { code: named ? issue.message : 'cities.fault.value', facts: { typed } };
}

const CSV_FAULTS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'cities.fault.columns',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'cities.fault.columns',
  CSV_QUOTE_NOT_CLOSED: 'cities.fault.quote',
  CSV_INVALID_CLOSING_QUOTE: 'cities.fault.quote',
  INVALID_OPENING_QUOTE: 'cities.fault.quote',
};

function unreadable({ lines, code }: { lines?: number; code?: string }): LineFault {
  return { line: lines ?? 1, field: null, code: CSV_FAULTS[code ?? ''] ?? 'cities.fault.csv', facts: {} };
}

function separatorOf(text: string): string {
  const heading = text.split('\n', 1)[0] ?? '';
  return heading.split(';').length > heading.split(',').length ? ';' : ',';
}
