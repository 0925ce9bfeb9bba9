import { accountOf, type Call } from '../platform/http/route.ts';
import { countryName } from './countries.ts';
import { type LineFault, readCsv } from './csv.ts';
import { listImportRoutes } from './list-import-routes.ts';
import { allCities } from './pages.ts';
import { type CityRow, cityRow } from './registry.ts';
import { type ImportPlan, planImport, repeatedCities } from './registry-import.ts';
import { citiesCsv } from './registry-pages.ts';
import { importCities } from './store.ts';

function planModel(call: Call, { added, changed, same }: ImportPlan) {
  const named = ({ name, country }: CityRow) => ({ name, country: countryName(call.lang, country) });
  return {
    added: added.map(named),
    changed: changed.map(({ row, changes }) => ({
      ...named(row),
      changes: changes.map(({ field, from, to }) =>
        call.t('cities.import.change', { field, from: from || '–', to: to || '–' }),
      ),
    })),
    addedCount: added.length,
    changedCount: changed.length,
    same,
    count: added.length + changed.length,
  };
}

function readCities(text: string): { rows: CityRow[] } | { faults: LineFault[] } {
  const read = readCsv(text, cityRow);
  if ('faults' in read) return read;
  const faults = repeatedCities(read.rows, read.lines);
  return faults.length > 0 ? { faults } : read;
}

export const importRoutes = listImportRoutes<CityRow, ImportPlan>({
  path: '/cities/import',
  view: 'cities/import',
  title: 'cities.import.title',
  read: readCities,
  plan: (db, rows) => planImport(allCities(db), rows),
  shown: planModel,
  write: async (call, rows) => {
    const done = await call.service.act(accountOf(call).id, 'registry.imported', (tx) =>
      importCities(tx, rows),
    );
    return { key: 'cities.notice.imported', facts: { added: done.added, changed: done.changed } };
  },
  template: {
    path: '/cities/template.csv',
    name: 'cities-template.csv',
    text: (db) => citiesCsv(allCities(db).slice(0, 1)),
  },
});
