import { countryName } from '../cities/countries.ts';
import { isoOf } from '../platform/clock.ts';
import { logName, signHead } from '../platform/head.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { type CardAt, ownCard, ownJury, readInAct } from './appointments.ts';
import {
  barOf,
  checkRows,
  criterionName,
  criterionStates,
  lackTexts,
  ownNameWords,
  ownTotal,
  scoreWords,
} from './card-page.ts';
import { cardOf, type Lock, liveLock, locksOf, ownPoints } from './card-pages.ts';
import { lockForm } from './forms.ts';
import { listReadings, nextReading, pathOf } from './list-page.ts';
import { mailReceipt } from './messages.ts';
import { isRead, standingOf } from './pages.ts';
import { whyNotLock, whyNotScore } from './policy.ts';
import { countScored, type LockedCard, lacksOf } from './scorecard.ts';
import { lockScorecard } from './store.ts';
import { othersPoints } from './tally-pages.ts';

const cardPath = ({ edition, scorecard }: CardAt) => `/jury/${edition.slug}/scorecards/${scorecard}`;

/** All criteria on one page, and the lock. */
export function drawCheck(call: Call, at: CardAt, _typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, reading, scorecard } = at;
  const { definition } = edition;
  const { db } = call.service;
  const card = cardOf(db, scorecard);
  const base = `/${call.lang}${cardPath(at)}`;
  const lacks = lackTexts(call, definition, card, base);
  const refusal = whyNotScore(edition.calendar, standingOf(db, reading), call.at);
  const others = othersPoints(db, edition, reading);
  const progress = call.t('scoring.card.scored', {
    scored: countScored(definition.rubric, card),
    total: definition.rubric.criteria.length,
  });
  return page('scoring/check', {
    title: call.t('scoring.check.title', { city: reading.city }),
    editionSlug: edition.slug,
    bar: barOf(call, at, {
      country: countryName(call.lang, reading.country),
      progress,
      states: criterionStates(definition, card, null),
      hasScore: false,
    }),
    base,
    back: `/${call.lang}/jury/${edition.slug}`,
    rows: checkRows(call, definition, card, { base, others }),
    others: others !== null,
    total: ownTotal(call, definition, card),
    ownName: ownNameWords(
      call,
      call.viewer.account,
      Object.values(card.scores).map(({ remark }) => remark),
    ),
    lacks,
    version: card.version,
    isLocked: reading.lockedAt !== null,
    mayLock: refusal === null && lacks.length === 0,
    mayWrite: refusal === null,
    closed: refusal && call.t(refusal.code, refusal.facts),
    statement: [{ value: 'yes', label: call.t('scoring.check.statement', { city: reading.city }) }],
    errors: errorTexts(call, errors),
  });
}

const lock = route({
  method: 'post',
  path: '/jury/:edition/scorecards/:id/lock',
  audience: ['juror'],
  find: ownCard,
  form: lockForm,
  handle: async (call, at, { version }) => {
    const account = accountOf(call).id;
    const { scorecard } = at;
    const outcome = await call.service.act(account, 'scorecard.locked', (tx) => {
      const now = readInAct(tx, at, account);
      if (isRefusal(now)) return now;
      const { edition, reading } = now;
      // The second press of the button finds the lock of the first.
      if (liveLock(tx.db, scorecard)?.by === account) return null;
      const { definition } = edition;
      const card = cardOf(tx.db, scorecard);
      const lacking = new Set(lacksOf(definition.rubric, card).map(({ criterion }) => criterion));
      const names = [...lacking].map((id) => criterionName(call, definition, id));
      const refusal = whyNotLock(edition.calendar, standingOf(tx.db, reading), names, tx.at);
      if (refusal) return refusal;
      // What is locked is what the page showed.
      if (card.version !== version) return refuse('scoring.changed');
      const { nomination, juror, city } = reading;
      const done = lockScorecard(tx, edition, { scorecard, nomination, juror });
      if (done.isNew)
        mailReceipt(tx, edition, account, { lock: done.lock, city, note: noteOf(call, done.lock) });
      return null;
    });
    return isRefusal(outcome) ? outcome : seeOther(`${cardPath(at)}/receipt`);
  },
  redraw: drawCheck,
});

/** The head of the log right after this lock, signed: in the juror's mailbox nobody of the service can change it. */
function noteOf({ service }: Call, { auditSeq, auditHash }: Lock): string {
  return signHead(
    { seq: auditSeq, hash: auditHash },
    logName(service.config.origin),
    service.signingKey,
  ).trimEnd();
}

function receiptItems(call: Call, at: CardAt, lock: Lock) {
  const { definition } = at.edition;
  const { scores } = lock.card as LockedCard;
  const card = cardOf(call.service.db, at.scorecard);
  const total = ownTotal(call, definition, card);
  return [
    { term: call.t('scoring.receipt.dossier'), value: at.reading.city },
    ...scores.map(({ criterion, points }) => ({
      term: criterionName(call, definition, criterion),
      value: scoreWords(call, definition, points),
    })),
    ...(total === null ? [] : [{ term: call.t('scoring.total'), value: total }]),
    { term: call.t('scoring.receipt.commitment'), value: lock.commitment },
    { term: call.t('scoring.receipt.salt'), value: lock.salt },
    {
      term: call.t('scoring.receipt.head'),
      values: [call.t('scoring.receipt.entry', { seq: lock.auditSeq }), lock.auditHash],
    },
  ];
}

/** The day and hour of a lock, in the edition's zone. */
export function whenLocked(call: Call, { at }: Lock, zone: string): string {
  return formatInstant(call.lang, isoOf(at), zone, 'dateTime');
}

/** The next dossier after this one, to go on with. */
function nextOf(call: Call, at: CardAt) {
  const jury = ownJury(call);
  if (jury === null) return null;
  const live = jury.readings.filter((one) => isRead(one) && one.withdrawnAt === null);
  const points = ownPoints(call.service.db, at.reading.juror);
  const next = nextReading(listReadings(call, at.edition.definition.rubric, live, points));
  return next && { href: `/${call.lang}${pathOf(at.edition.slug, next.reading)}`, city: next.reading.city };
}

const receipt = route({
  method: 'get',
  path: '/jury/:edition/scorecards/:id/receipt',
  audience: ['juror'],
  find: ownCard,
  handle: (call, at) => {
    const standing = liveLock(call.service.db, at.scorecard);
    if (standing === null) return seeOther(cardPath(at));
    const earlier = locksOf(call.service.db, at.scorecard).filter((one) => one.reopenedAt !== null);
    return page('scoring/receipt', {
      title: call.t('scoring.receipt.title', { city: at.reading.city }),
      editionSlug: at.edition.slug,
      reference: standing.receipt,
      at: isoOf(standing.at),
      zone: at.edition.definition.timeZone,
      items: receiptItems(call, at, standing),
      card: JSON.stringify(standing.card),
      next: nextOf(call, at),
      base: `/${call.lang}${cardPath(at)}`,
      back: `/${call.lang}/jury/${at.edition.slug}`,
      earlier: earlier.map((one) => ({
        term: one.receipt,
        values: [
          whenLocked(call, one, at.edition.definition.timeZone),
          one.commitment,
          call.t('scoring.receipt.reopened', { reason: one.reopeningReason ?? '' }),
        ],
      })),
    });
  },
});

export const lockRoutes = [lock, receipt];
