import { editionAs } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import type { Db } from '../platform/database.ts';
import { data, type FieldError, type Notice, page, seeOther } from '../platform/http/answer.ts';
import { type AnyRoute, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sentText } from '../platform/http/sent-text.ts';
import { refuse } from '../platform/result.ts';
import type { LineFault } from './csv.ts';
import { importForm } from './forms.ts';
import { faultsShown } from './line-fault-pages.ts';

/** A list that the office brings in as CSV: checked as a whole, shown as a plan, and only then written. */
export type ListImport<Row, Plan> = {
  /** Below the office of an edition: `/cities/import`. */
  path: string;
  view: string;
  title: string;
  read(text: string): { rows: Row[] } | { faults: LineFault[] };
  plan(db: Db, rows: readonly Row[]): Plan;
  /** The plan as the page prints it. */
  shown(call: Call, plan: Plan): object;
  /** Writes the rows and says what was done. */
  write(call: Call, rows: readonly Row[]): Promise<Notice>;
  /** A file to start from: one line that is there already, so that importing it changes nothing. */
  template: { path: string; name: string; text(db: Db): string };
};

/** The routes of such a list: its page, its check and import in one form, and its template. */
export function listImportRoutes<Row, Plan>(list: ListImport<Row, Plan>): readonly AnyRoute[] {
  const path = `/office/:edition${list.path}`;
  const asOrganiser = {
    audience: ['organiser'],
    find: (call: Call) => editionAs(call, ['organiser']),
  } as const;
  type Looked = { csv: string; faults?: readonly LineFault[]; plan?: Plan };
  const draw = (call: Call, edition: Edition, looked: Looked, errors: readonly FieldError[] = []) => {
    const { csv, faults = [], plan } = looked;
    const model = {
      title: call.t(list.title),
      name: inLang(call, edition.definition.name),
      base: `/office/${edition.slug}`,
      csv,
      ...faultsShown(call, faults),
      plan: plan === undefined ? null : list.shown(call, plan),
      errors: errorTexts(call, errors),
    };
    return page(list.view, model, faults.length > 0 ? 422 : 200);
  };
  return [
    route({
      ...asOrganiser,
      method: 'get',
      path,
      handle: (call, edition) => draw(call, edition, { csv: '' }),
    }),
    route({
      ...asOrganiser,
      method: 'post',
      path,
      takesFiles: true,
      form: importForm,
      handle: async (call, edition, { csv, act }) => {
        const sent = await sentText(call.files, 'file', csv);
        if ('fault' in sent) return refuse(`cities.${sent.fault}`);
        const read = list.read(sent.text);
        if ('faults' in read) return draw(call, edition, { csv: sent.text, faults: read.faults });
        if (act === 'check') {
          return draw(call, edition, { csv: sent.text, plan: list.plan(call.service.db, read.rows) });
        }
        return seeOther(`/office/${edition.slug}/cities`, await list.write(call, read.rows));
      },
      redraw: (call, edition, typed, errors) => draw(call, edition, { csv: String(typed.csv ?? '') }, errors),
    }),
    route({
      ...asOrganiser,
      method: 'get',
      path: `/office/:edition${list.template.path}`,
      handle: (call) =>
        data('text/csv; charset=utf-8', list.template.text(call.service.db), list.template.name),
    }),
  ];
}
