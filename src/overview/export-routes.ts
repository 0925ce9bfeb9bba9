import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { type Answer, data } from '../platform/http/answer.ts';
import { type AnyRoute, type Call, type Route, route } from '../platform/http/route.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { isTallyClosed } from '../tally/pages.ts';
import { auditSheet, nominationsSheet, progressSheet, scoresSheet } from './export-pages.ts';
import { MOST_WORKBOOK_ROWS, type Sheet, sheetCsv, sheetWorkbook } from './sheet.ts';

const FORMATS = ['csv', 'xlsx'] as const;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Exported = Pick<Route<Edition>, 'audience' | 'find' | 'fresh'> & {
  path: string;
  sheet: (call: Call, edition: Edition) => Sheet;
};

/** One table in its two formats; the filter stands in the address, as on the page that it is exported from. */
function exportsOf({ path, sheet, ...guard }: Exported): AnyRoute[] {
  return FORMATS.map((format) =>
    route({
      method: 'get',
      path: `${path}.${format}`,
      ...guard,
      handle: (call, edition) => sheetAnswer(sheet(call, edition), edition.slug, format),
    }),
  );
}

/** A table as a download; as a workbook only where it is not too long for one. */
export async function sheetAnswer(
  made: Sheet,
  slug: string,
  format: (typeof FORMATS)[number],
): Promise<Answer | Refusal> {
  const name = `${made.name}-${slug}.${format}`;
  if (format === 'csv') return data('text/csv; charset=utf-8', sheetCsv(made), name);
  if (made.rows.length > MOST_WORKBOOK_ROWS)
    return refuse('overview.tooLarge', { count: made.rows.length, most: MOST_WORKBOOK_ROWS });
  return data(XLSX, await sheetWorkbook(made), name);
}

const office = { audience: OFFICE_READERS, find: (call: Call) => editionAs(call, OFFICE_READERS) };

/** Before the tally is closed there are no scores to export, for anybody. */
function closedEdition(call: Call): Edition | null {
  const edition = editionAs(call, OFFICE_READERS);
  return edition !== null && isTallyClosed(call.service.db, edition.id) ? edition : null;
}

export const exportRoutes: readonly AnyRoute[] = [
  ...exportsOf({ ...office, path: '/office/:edition/nominations/export', sheet: nominationsSheet }),
  ...exportsOf({ ...office, path: '/office/:edition/scores/progress', sheet: progressSheet }),
  ...exportsOf({
    audience: OFFICE_READERS,
    find: closedEdition,
    fresh: true,
    path: '/office/:edition/tally/scores',
    sheet: scoresSheet,
  }),
  ...exportsOf({ ...office, path: '/office/:edition/audit/export', sheet: auditSheet }),
  ...exportsOf({
    audience: ['auditor'],
    find: (call) => editionAs(call, ['auditor']),
    path: '/audit/:edition/export',
    sheet: auditSheet,
  }),
];
