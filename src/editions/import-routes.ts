import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sentText } from '../platform/http/sent-text.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { redefineEdition } from './definition-store.ts';
import { readEditionFile } from './edition-file.ts';
import type { FileFault } from './file-faults.ts';
import { importForm } from './forms.ts';
import { countWriters, writersOf } from './messages.ts';
import { editionAs } from './office.ts';
import type { Edition } from './pages.ts';
import { whyNotRedefine } from './policy.ts';
import { inLang } from './words.ts';

function drawImport(
  call: Call,
  edition: Edition,
  typed: Typed,
  errors: readonly FieldError[],
  faults: readonly FileFault[] = [],
) {
  const model = {
    title: call.t('editions.import.title'),
    name: inLang(call, edition.definition.name),
    base: `/office/${edition.slug}`,
    action: `/office/${edition.slug}/definition/import`,
    refusal: whyNotRedefine(edition) === null ? null : call.t('editions.frozen'),
    published: edition.publishedAt !== null,
    told: countWriters(call, edition.id),
    typed,
    faults: faultLines(call, faults),
    faultCount: faults.length,
    errors: errorTexts(call, errors),
  };
  return page('editions/import', model, statusOfDrawn(errors, faults));
}

/** The status of a page of files that is drawn again: faults in the file, a refusal, or neither. */
export function statusOfDrawn(errors: readonly FieldError[], faults: readonly FileFault[]): number {
  if (faults.length > 0) return 422;
  return errors.length > 0 ? 409 : 200;
}

const MOST_FAULTS = 100;

/** The faults of a file as a page prints them, path and sentence; the first hundred. */
export function faultLines(call: Call, faults: readonly FileFault[]): { path: string; text: string }[] {
  return faults.slice(0, MOST_FAULTS).map(({ path, code, facts }) => ({ path, text: call.t(code, facts) }));
}

const importPage = route({
  method: 'get',
  path: '/office/:edition/definition/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  handle: (call, edition) => drawImport(call, edition, {}, []),
});

const importFile = route({
  method: 'post',
  path: '/office/:edition/definition/import',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  takesFiles: true,
  form: importForm,
  handle: async (call, edition, { json, reason }) => {
    const sent = await sentText(call.files, 'file', json);
    if ('fault' in sent) return refuse(`editions.${sent.fault}`);
    const read = readEditionFile(sent.text);
    // What was sent as a file comes back as text, so that it can be corrected here.
    if ('faults' in read) return drawImport(call, edition, { json: sent.text, reason }, [], read.faults);
    const outcome = await call.service.act(accountOf(call).id, 'edition.redefined', (tx) =>
      redefineEdition(tx, edition.id, read.file, reason, writersOf(call)),
    );
    if (isRefusal(outcome)) {
      const error = { field: outcome.code === 'editions.reason' ? 'reason' : null, ...outcome };
      return drawImport(call, edition, { json: sent.text, reason }, [error]);
    }
    const key = 'proposal' in outcome ? 'editions.notice.proposed' : 'editions.notice.imported';
    return seeOther(`/office/${edition.slug}/definition`, { key });
  },
  redraw: (call, edition, typed, errors) => drawImport(call, edition, typed, errors),
});

export const importRoutes: readonly AnyRoute[] = [importPage, importFile];
