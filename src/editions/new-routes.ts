import { type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sentText } from '../platform/http/sent-text.ts';
import { appointmentsAs } from '../platform/http/viewer.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { copyOf, whatIsCopied } from './copy.ts';
import { readEditionFile } from './edition-file.ts';
import type { FileFault } from './file-faults.ts';
import { copyForm, newFromFileForm } from './forms.ts';
import { faultLines, statusOfDrawn } from './import-routes.ts';
import { allEditions, type Edition, editionBySlug, wholeEdition } from './pages.ts';
import { foundEdition } from './store.ts';

/** The editions that the viewer may copy: those in whose office they are, the newest first. */
function ownEditions(call: Call): { id: string; slug: string; year: number }[] {
  const held = appointmentsAs(call.viewer, ['organiser']).map(({ edition }) => edition);
  return allEditions(call.service.db).filter(({ id }) => held.includes(id));
}

const COPIED = ['questions', 'rubric', 'rules', 'texts', 'dates', 'terms'];
const NOT_COPIED = ['host', 'people', 'dossiers', 'results'];

function drawNew(call: Call, typed: Typed, errors: readonly FieldError[], faults: readonly FileFault[] = []) {
  const editions = ownEditions(call);
  const newest = editions[0];
  const facts = newest ? whatIsCopied(wholeEdition(call.service.db, newest.id).definition) : null;
  const model = {
    title: call.t('editions.new.title'),
    editions: editions.map(({ slug, year }) => ({
      value: slug,
      label: `${year} (${slug})`,
      chosen: slug === typed.from,
    })),
    was: facts === null ? [] : COPIED.map((key) => call.t(`editions.copied.${key}`, facts)),
    not: NOT_COPIED.map((key) => call.t(`editions.copied.${key}`)),
    typed,
    faults: faultLines(call, faults),
    faultCount: faults.length,
    errors: errorTexts(call, errors),
  };
  return page('editions/new', model, statusOfDrawn(errors, faults));
}

const newPage = route({
  method: 'get',
  path: '/office/new',
  audience: ['organiser'],
  find: (call) => ownEditions(call),
  handle: (call, editions) => drawNew(call, proposed(editions), []),
});

function proposed(editions: readonly { slug: string; year: number }[]): Typed {
  const year = (editions[0]?.year ?? 0) + 1;
  return { from: editions[0]?.slug ?? '', year: String(year), slug: String(year) };
}

const copy = route({
  method: 'post',
  path: '/office/new/copy',
  audience: ['organiser'],
  find: (call) => ownEditions(call),
  form: copyForm,
  handle: async (call, editions, { from, slug, year }) => {
    const original = originalOf(call, editions, from);
    if (original === null) return refuse('editions.notYours');
    const outcome = await call.service.act(accountOf(call).id, 'edition.drafted', (tx) =>
      foundEdition(tx, copyOf(wholeEdition(tx.db, original.id), slug, year), original.id),
    );
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/office/${slug}/definition`, { key: 'editions.notice.copied' });
  },
  redraw: (call, _editions, typed, errors) => drawNew(call, typed, errors),
});

function originalOf(call: Call, own: readonly { slug: string }[], slug: string): Edition | null {
  return own.some((one) => one.slug === slug) ? editionBySlug(call.service.db, slug) : null;
}

const fromFile = route({
  method: 'post',
  path: '/office/new/file',
  audience: ['organiser'],
  find: (call) => ownEditions(call),
  takesFiles: true,
  form: newFromFileForm,
  handle: async (call, editions, { json }) => {
    const sent = await sentText(call.files, 'file', json);
    if ('fault' in sent) return refuse(`editions.${sent.fault}`);
    const typed = { ...proposed(editions), json: sent.text };
    const read = readEditionFile(sent.text);
    if ('faults' in read) return drawNew(call, typed, [], read.faults);
    const outcome = await call.service.act(accountOf(call).id, 'edition.drafted', (tx) =>
      foundEdition(tx, read.file),
    );
    if (isRefusal(outcome)) return drawNew(call, typed, [{ field: null, ...outcome }]);
    return seeOther(`/office/${read.file.slug}/definition`, { key: 'editions.notice.drafted' });
  },
  redraw: (call, editions, typed, errors) => drawNew(call, { ...proposed(editions), ...typed }, errors),
});

export const newRoutes: readonly AnyRoute[] = [newPage, copy, fromFile];
