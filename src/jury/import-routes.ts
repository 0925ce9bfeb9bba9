import { stringify } from 'csv-stringify/sync';
import { countryName } from '../cities/countries.ts';
import { type LineFault, readCsv } from '../cities/csv.ts';
import { faultsShown } from '../cities/line-fault-pages.ts';
import { repeatedLines } from '../cities/registry-import.ts';
import { editionAs } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { accountOfAddress } from '../people/pages.ts';
import type { Tx } from '../platform/act.ts';
import type { Db } from '../platform/database.ts';
import { data, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sentText } from '../platform/http/sent-text.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { importForm } from './forms.ts';
import { INVITE_COLUMNS, type InviteRow, inviteRow, isInvitedAlready, isTaken } from './invite-list.ts';
import { juryPath } from './list-routes.ts';
import { jurorsOf, whyNotSit } from './pages.ts';
import { whyNotInvite } from './policy.ts';
import { inviteJuror } from './store.ts';

const importPath = (edition: { slug: string }) => `${juryPath(edition)}/import`;

type Plan = { invited: InviteRow[]; same: number };
type Looked = { csv: string; faults?: readonly LineFault[]; plan?: Plan };

function draw(call: Call, edition: Edition, looked: Looked, errors: readonly FieldError[] = []) {
  const { csv, faults = [], plan } = looked;
  const refusal = whyNotInvite(edition.calendar, null, call.at);
  const { criteria } = edition.definition.rubric;
  const model = {
    title: call.t('jury.import.title'),
    editionSlug: edition.slug,
    back: `/${call.lang}${juryPath(edition)}`,
    action: `/${call.lang}${importPath(edition)}`,
    template: `/${call.lang}${juryPath(edition)}/template.csv`,
    refusal: refusal ? call.t(refusal.code, refusal.facts) : '',
    criteria: criteria.map(({ id, name }) => ({ term: id, value: name[call.lang] })),
    csv,
    ...faultsShown(call, faults),
    plan: plan && {
      count: plan.invited.length,
      same: plan.same,
      invited: plan.invited.map(({ name, address, profile }) => ({
        name,
        address,
        country: countryName(call.lang, profile.country),
        region: profile.region,
        maxLoad: profile.maxLoad,
      })),
    },
    errors: errorTexts(call, errors),
  };
  return page('jury/import', model, faults.length > 0 ? 422 : 200);
}

/** What inviting these lines would do, or what is wrong with them. */
function readList(db: Db, edition: Edition, csv: string): Plan | { faults: LineFault[] } {
  const read = readCsv(csv, inviteRow(edition.definition));
  if ('faults' in read) return read;
  const { rows, lines } = read;
  const known = new Map(jurorsOf(db, edition.id).map((one) => [one.address, one]));
  const twice = repeatedLines(rows, lines, ({ address }) => ({
    key: address,
    field: 'address',
    name: address,
  }));
  const kept = rows.flatMap((row, index): LineFault[] => {
    const refusal = whyNotLine(db, edition, row, known.get(row.address));
    return refusal ? [{ line: lines[index] ?? 0, field: 'address', ...refusal }] : [];
  });
  const faults = [...twice, ...kept].sort((one, other) => one.line - other.line);
  if (faults.length > 0) return { faults };
  const invited = rows.filter((row) => !isInvitedAlready(known.get(row.address), row));
  return { invited, same: rows.length - invited.length };
}

function whyNotLine(
  db: Db,
  edition: Edition,
  row: InviteRow,
  known: Parameters<typeof isTaken>[0],
): Refusal | null {
  if (isTaken(known, row)) return refuse('jury.known', { address: row.address });
  const account = accountOfAddress(db, row.address);
  return account && whyNotSit(db, edition.id, account.id);
}

const importPage = route({
  method: 'get',
  path: '/office/:edition/jury/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => draw(call, edition, { csv: '' }),
});

/** Invites every line or nobody: one refusal takes all of them back. */
function inviteAll(tx: Tx, edition: Edition, rows: readonly InviteRow[]): Refusal | number {
  for (const { name, address, lang, profile } of rows) {
    const invited = inviteJuror(tx, edition, { name, address, lang }, profile);
    if (isRefusal(invited)) return invited;
  }
  return rows.length;
}

const importList = route({
  method: 'post',
  path: '/office/:edition/jury/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  takesFiles: true,
  form: importForm,
  handle: async (call, edition, { csv, act }) => {
    const sent = await sentText(call.files, 'file', csv);
    if ('fault' in sent) return refuse(`jury.import.${sent.fault}`);
    const read = readList(call.service.db, edition, sent.text);
    if ('faults' in read) return draw(call, edition, { csv: sent.text, faults: read.faults });
    if (act === 'check') return draw(call, edition, { csv: sent.text, plan: read });
    const outcome = await call.service.act(accountOf(call).id, 'juror.invited', (tx) => {
      const now = wholeEdition(tx.db, edition.id);
      const refusal = whyNotInvite(now.calendar, null, tx.at);
      return refusal ?? inviteAll(tx, now, read.invited);
    });
    if (isRefusal(outcome)) return outcome;
    return seeOther(juryPath(edition), { key: 'jury.notice.imported', facts: { count: outcome } });
  },
  redraw: (call, edition, typed, errors) => draw(call, edition, { csv: String(typed.csv ?? '') }, errors),
});

const template = route({
  method: 'get',
  path: '/office/:edition/jury/template.csv',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, { definition }) => {
    const { criteria } = definition.rubric;
    const expertise = criteria.slice(0, 2).map(({ id }) => id);
    // An address that no mail can reach, so that a template sent back by mistake invites nobody.
    const example = [
      call.t('jury.import.exampleName'),
      'name@example.invalid',
      'SN',
      'AFR',
      'fr|en',
      expertise.join('|'),
      call.t('jury.import.exampleAffiliation'),
      String(definition.rules.jury.maxLoad),
    ];
    const csv = stringify([[...INVITE_COLUMNS], example], { bom: true });
    return data('text/csv; charset=utf-8', csv, 'jury-template.csv');
  },
});

export const importRoutes = [importPage, importList, template];
