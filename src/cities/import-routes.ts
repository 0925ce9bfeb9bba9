import { editionAs } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { data, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sentText } from '../platform/http/sent-text.ts';
import { refuse } from '../platform/result.ts';
import { countryName } from './countries.ts';
import { type LineFault, readCsv } from './csv.ts';
import { importForm } from './forms.ts';
import { faultsShown } from './line-fault-pages.ts';
import { allCities } from './pages.ts';
import { type CityRow, cityRow } from './registry.ts';
import { type ImportPlan, planImport, repeatedCities } from './registry-import.ts';
import { citiesCsv } from './registry-pages.ts';
import { importCities } from './store.ts';

type Looked = { csv: string; faults?: readonly LineFault[]; plan?: ImportPlan };

function drawImport(call: Call, edition: Edition, looked: Looked, errors: readonly FieldError[] = []) {
  const { csv, faults = [], plan } = looked;
  const model = {
    title: call.t('cities.import.title'),
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    csv,
    ...faultsShown(call, faults),
    plan: plan === undefined ? null : planModel(call, plan),
    errors: errorTexts(call, errors),
  };
  return page('cities/import', model, faults.length > 0 ? 422 : 200);
}

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

const importPage = route({
  method: 'get',
  path: '/office/:edition/cities/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => drawImport(call, edition, { csv: '' }),
});

const importCsv = route({
  method: 'post',
  path: '/office/:edition/cities/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  takesFiles: true,
  form: importForm,
  handle: async (call, edition, { csv, act }) => {
    const sent = await sentText(call.files, 'file', csv);
    if ('fault' in sent) return refuse(`cities.${sent.fault}`);
    const read = readCities(sent.text);
    if ('faults' in read) return drawImport(call, edition, { csv: sent.text, faults: read.faults });
    if (act === 'check') {
      const plan = planImport(allCities(call.service.db), read.rows);
      return drawImport(call, edition, { csv: sent.text, plan });
    }
    const { added, changed } = await call.service.act(accountOf(call).id, 'registry.imported', (tx) =>
      importCities(tx, read.rows),
    );
    const notice = { key: 'cities.notice.imported', facts: { added, changed } };
    return seeOther(`/office/${edition.slug}/cities`, notice);
  },
  redraw: (call, edition, typed, errors) =>
    drawImport(call, edition, { csv: String(typed.csv ?? '') }, errors),
});

function readCities(text: string): { rows: CityRow[] } | { faults: LineFault[] } {
  const read = readCsv(text, cityRow);
  if ('faults' in read) return read;
  const faults = repeatedCities(read.rows, read.lines);
  return faults.length > 0 ? { faults } : read;
}

const template = route({
  method: 'get',
  path: '/office/:edition/cities/template.csv',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call) =>
    // One line as an example: a city that the registry has, so that importing it changes nothing.
    data('text/csv; charset=utf-8', citiesCsv(allCities(call.service.db).slice(0, 1)), 'cities-template.csv'),
});

export const importRoutes: readonly AnyRoute[] = [importPage, importCsv, template];
