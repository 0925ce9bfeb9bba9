import { parse } from 'csv-parse/sync';
import type { z } from 'zod';

export type LineFault = { line: number; message: string };
export type CsvOutcome<Row> = { rows: Row[] } | { faults: LineFault[] };

/**
 * Reads a CSV with a heading line by a schema of its lines; every fault is named with its line, and one fault means
 * that nothing is read. Commas or semicolons separate, as spreadsheets write them.
 */
export function readCsv<Schema extends z.ZodType>(text: string, schema: Schema): CsvOutcome<z.infer<Schema>> {
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      columns: true,
      delimiter: separatorOf(text),
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof records;
  } catch (fault) {
    const { lines, message } = fault as { lines?: number; message: string };
    return { faults: [{ line: lines ?? 1, message }] };
  }
  if (records.length === 0)
    return { faults: [{ line: 1, message: 'the file has no line below its heading' }] };
  const rows: z.infer<Schema>[] = [];
  const faults: LineFault[] = [];
  for (const { record, info } of records) {
    const judged = schema.safeParse(record);
    if (judged.success) rows.push(judged.data);
    else {
      for (const issue of judged.error.issues) {
        faults.push({ line: info.lines, message: `${issue.path.join('.')}: ${issue.message}` });
      }
    }
  }
  return faults.length > 0 ? { faults } : { rows };
}

function separatorOf(text: string): string {
  const heading = text.split('\n', 1)[0] ?? '';
  return heading.split(';').length > heading.split(',').length ? ';' : ',';
}
