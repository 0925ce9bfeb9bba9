import type { LineFault } from '../cities/csv.ts';
import { faultsShown } from '../cities/line-fault-pages.ts';
import { dossierOf } from '../nominations/dossier-pages.ts';
import { type Answer, data, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { sentText } from '../platform/http/sent-text.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { type CardAt, ownCard, readInAct } from './appointments.ts';
import { cardOf } from './card-pages.ts';
import { offlineForm } from './forms.ts';
import { isStored, type OfflineSheet, readSheet } from './offline-form.ts';
import { changesOf, sheetText } from './offline-pages.ts';
import { standingOf } from './pages.ts';
import { whyNotScore } from './policy.ts';
import { saveScores } from './store.ts';

const cardPath = ({ edition, scorecard }: CardAt) => `/jury/${edition.slug}/scorecards/${scorecard}`;

type Looked = { text: string; faults?: readonly LineFault[]; sheet?: OfflineSheet; status?: number };

function draw(call: Call, at: CardAt, looked: Looked, errors: readonly FieldError[] = []): Answer {
  const { edition, reading, scorecard } = at;
  const { text, faults = [], sheet } = looked;
  const card = cardOf(call.service.db, scorecard);
  const refusal = whyNotScore(edition.calendar, standingOf(call.service.db, reading), call.at);
  const changes = sheet ? changesOf(call, edition, card, sheet) : [];
  const base = `/${call.lang}${cardPath(at)}`;
  const model = {
    title: call.t('scoring.offline.title', { city: reading.city }),
    editionSlug: edition.slug,
    base,
    closed: refusal && call.t(refusal.code, refusal.facts),
    looked: sheet !== undefined,
    changes,
    count: changes.length,
    version: card.version,
    text,
    ...faultsShown(call, faults),
    errors: errorTexts(call, errors),
  };
  return page('scoring/offline', model, looked.status ?? (faults.length > 0 ? 422 : 200));
}

const show = route({
  method: 'get',
  path: '/jury/:edition/scorecards/:id/offline',
  audience: ['juror'],
  find: ownCard,
  handle: (call, at) => draw(call, at, { text: '' }),
});

const sheet = route({
  method: 'get',
  path: '/jury/:edition/scorecards/:id/sheet.txt',
  audience: ['juror'],
  find: ownCard,
  handle: (call, { edition, reading, scorecard }) => {
    const { db } = call.service;
    const { city, nomination } = reading;
    const sections = dossierOf(db, nomination, call.lang)?.sections ?? [];
    const text = sheetText(call, edition, { scorecard, city, card: cardOf(db, scorecard), sections });
    return data('text/plain; charset=utf-8', text, `${city}.txt`);
  },
});

/** Saves what the sheet says of each criterion; the page that showed both named the version that it had looked at. */
function saveSheet(call: Call, at: CardAt, { scores }: OfflineSheet, seen: number) {
  const account = accountOf(call).id;
  return call.service.act(account, 'scorecard.scored', (tx) => {
    const now = readInAct(tx, at, account);
    if (isRefusal(now)) return now;
    const refusal = whyNotScore(now.edition.calendar, standingOf(tx.db, now.reading), tx.at);
    if (refusal) return refusal;
    const card = cardOf(tx.db, at.scorecard);
    const typed = scores.filter((one) => !isStored(card, one)).map((one) => ({ ...one, seen }));
    return saveScores(tx, { scorecard: at.scorecard, edition: now.edition.id }, typed);
  });
}

const send = route({
  method: 'post',
  path: '/jury/:edition/scorecards/:id/offline',
  audience: ['juror'],
  find: ownCard,
  takesFiles: true,
  form: offlineForm,
  handle: async (call, at, { text, version, act }) => {
    const sent = await sentText(call.files, 'file', text);
    if ('fault' in sent) return refuse(`scoring.offline.${sent.fault}`);
    const read = readSheet(at.edition.definition.rubric, at.scorecard, sent.text);
    if ('faults' in read) return draw(call, at, { text: sent.text, faults: read.faults });
    // Without a version nobody has looked at the changes yet.
    if (act === 'check' || version === undefined) return draw(call, at, { text: sent.text, sheet: read });
    const outcome = await saveSheet(call, at, read, version);
    if (isRefusal(outcome) && outcome.code === 'scoring.elsewhere') {
      const errors = [{ field: null, code: 'scoring.offline.elsewhere' }];
      return draw(call, at, { text: sent.text, sheet: read, status: 409 }, errors);
    }
    return isRefusal(outcome) ? outcome : seeOther(`${cardPath(at)}?all`, { key: 'scoring.notice.saved' });
  },
  redraw: (call: Call, at: CardAt, typed: Typed, errors: readonly FieldError[]) =>
    draw(call, at, { text: String(typed.text ?? '') }, errors),
});

export const offlineRoutes = [show, sheet, send];
