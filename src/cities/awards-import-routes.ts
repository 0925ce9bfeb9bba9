import { accountOf, type Call } from '../platform/http/route.ts';
import { type AwardPlan, awardKey, planAwards } from './awards-import.ts';
import { countryName } from './countries.ts';
import { type LineFault, readCsv } from './csv.ts';
import { listImportRoutes } from './list-import-routes.ts';
import { allCities, allPastAwards } from './pages.ts';
import { type AwardRow, awardRow } from './registry.ts';
import { repeatedLines } from './registry-import.ts';
import { awardsCsv } from './registry-pages.ts';
import { importPastAwards } from './store.ts';

function planModel(call: Call, { added, linked, same }: AwardPlan) {
  const named = ({ row }: AwardPlan['added'][number]) => ({
    name: row.cityName,
    country: countryName(call.lang, row.country),
    year: String(row.year),
  });
  const strangers = added.filter(({ city }) => city === null);
  return {
    added: added.filter(({ city }) => city !== null).map(named),
    strangers: strangers.map(named),
    addedCount: added.length - strangers.length,
    strangerCount: strangers.length,
    linkedCount: linked.length,
    same,
    count: added.length + linked.length,
  };
}

function readAwards(text: string): { rows: AwardRow[] } | { faults: LineFault[] } {
  const read = readCsv(text, awardRow);
  if ('faults' in read) return read;
  const faults = repeatedLines(read.rows, read.lines, (row) => ({
    key: awardKey(row),
    field: 'city',
    name: `${row.cityName} ${row.year}`,
  }));
  return faults.length > 0 ? { faults } : read;
}

export const awardsImportRoutes = listImportRoutes<AwardRow, AwardPlan>({
  path: '/cities/awards/import',
  view: 'cities/import-awards',
  title: 'cities.awards.title',
  read: readAwards,
  plan: (db, rows) => planAwards(allPastAwards(db), allCities(db), rows),
  shown: planModel,
  write: async (call, rows) => {
    const done = await call.service.act(accountOf(call).id, 'awards.imported', (tx) =>
      importPastAwards(tx, rows),
    );
    return { key: 'cities.notice.awardsImported', facts: { added: done.added, linked: done.linked } };
  },
  template: {
    path: '/cities/awards/template.csv',
    name: 'past-awards-template.csv',
    text: (db) => awardsCsv(allPastAwards(db).slice(0, 1)),
  },
});
