import { editionAs } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { data, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sentText } from '../platform/http/sent-text.ts';
import { refuse } from '../platform/result.ts';
import { type AwardPlan, awardKey, planAwards } from './awards-import.ts';
import { countryName } from './countries.ts';
import { type LineFault, readCsv } from './csv.ts';
import { importForm } from './forms.ts';
import { faultsShown } from './line-fault-pages.ts';
import { allCities, allPastAwards } from './pages.ts';
import { type AwardRow, awardRow } from './registry.ts';
import { repeatedLines } from './registry-import.ts';
import { awardsCsv } from './registry-pages.ts';
import { importPastAwards } from './store.ts';

type Looked = { csv: string; faults?: readonly LineFault[]; plan?: AwardPlan };

function drawImport(call: Call, edition: Edition, looked: Looked, errors: readonly FieldError[] = []) {
  const { csv, faults = [], plan } = looked;
  const model = {
    title: call.t('cities.awards.title'),
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    csv,
    ...faultsShown(call, faults),
    plan: plan === undefined ? null : planModel(call, plan),
    errors: errorTexts(call, errors),
  };
  return page('cities/import-awards', model, faults.length > 0 ? 422 : 200);
}

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

const importPage = route({
  method: 'get',
  path: '/office/:edition/cities/awards/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => drawImport(call, edition, { csv: '' }),
});

const importCsv = route({
  method: 'post',
  path: '/office/:edition/cities/awards/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  takesFiles: true,
  form: importForm,
  handle: async (call, edition, { csv, act }) => {
    const sent = await sentText(call.files, 'file', csv);
    if ('fault' in sent) return refuse(`cities.${sent.fault}`);
    const read = readAwards(sent.text);
    if ('faults' in read) return drawImport(call, edition, { csv: sent.text, faults: read.faults });
    if (act === 'check') {
      const { db } = call.service;
      const plan = planAwards(allPastAwards(db), allCities(db), read.rows);
      return drawImport(call, edition, { csv: sent.text, plan });
    }
    const { added, linked } = await call.service.act(accountOf(call).id, 'awards.imported', (tx) =>
      importPastAwards(tx, read.rows),
    );
    return seeOther(`/office/${edition.slug}/cities`, {
      key: 'cities.notice.awardsImported',
      facts: { added, linked },
    });
  },
  redraw: (call, edition, typed, errors) =>
    drawImport(call, edition, { csv: String(typed.csv ?? '') }, errors),
});

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

const template = route({
  method: 'get',
  path: '/office/:edition/cities/awards/template.csv',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call) =>
    data(
      'text/csv; charset=utf-8',
      awardsCsv(allPastAwards(call.service.db).slice(0, 1)),
      'past-awards-template.csv',
    ),
});

export const awardsImportRoutes: readonly AnyRoute[] = [importPage, importCsv, template];
