import { datesOf } from '../editions/calendar.ts';
import { fromLocal, toLocal } from '../editions/local-time.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { namesOf } from '../people/pages.ts';
import type { Tx } from '../platform/act.ts';
import { DAY } from '../platform/clock.ts';
import { type Answer, type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs, type Role } from '../platform/http/viewer.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { answerForm, reopenForm } from './forms.ts';
import { mailReopened, mailReopeningAsked } from './messages.ts';
import {
  isRead,
  liveLock,
  locksOf,
  type OfficeReading,
  readingsOfEdition,
  scoringClosedAt,
  standingOf,
} from './pages.ts';
import { whyNotApproveReopening, whyNotAskReopening, whyNotReopen } from './policy.ts';
import { type Reopening, reopeningsOf, waitingReopening, waitingReopenings } from './reopening-pages.ts';
import { answerReopening, askReopening } from './reopening-store.ts';
import { cardState } from './scorecard.ts';
import { jurorProgress } from './tally-pages.ts';

type OfficeCard = { edition: Edition; reading: OfficeReading; scorecard: string };

const SIGNERS: readonly Role[] = ['organiser', 'approver'];
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
const pathOf = ({ edition, scorecard }: OfficeCard) => `/office/${edition.slug}/scores/${scorecard}`;

/** The state of a card in the office's words: progress alone, never a score. */
function stateOf(call: Call, one: OfficeReading) {
  if (one.withdrawnAt !== null) return { state: 'open', word: call.t('scoring.state.withdrawn') };
  if (one.inConflict) return { state: 'need', word: call.t('scoring.state.conflict') };
  if (one.recusedAt !== null) return { state: 'need', word: call.t('scoring.state.recused') };
  const state = cardState(one.openedAt, one.lockedAt);
  const spine = { locked: 'full', draft: 'half', unopened: 'open' }[state];
  return { state: spine, word: call.t(`scoring.state.${state}`) };
}

function cardRows(call: Call, edition: Edition, readings: readonly OfficeReading[]) {
  return readings.map((one) => ({
    href: one.scorecard && `/${call.lang}/office/${edition.slug}/scores/${one.scorecard}`,
    city: one.city,
    region: one.region,
    ...stateOf(call, one),
    saved: iso(one.lockedAt ?? one.savedAt),
  }));
}

const overview = route({
  method: 'get',
  path: '/office/:edition/scores',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => {
    const { db } = call.service;
    const progress = jurorProgress(db, edition);
    const base = `/${call.lang}/office/${edition.slug}/scores`;
    const chosen = progress.find(({ juror }) => juror === call.query.get('juror'));
    const readings = readingsOfEdition(db, edition).filter(({ announcedAt }) => announcedAt !== null);
    const locked = progress.reduce((sum, one) => sum + one.locked, 0);
    const total = progress.reduce((sum, one) => sum + one.total, 0);
    const dates = datesOf(edition.calendar, 'scoring');
    return page('scoring/office', {
      title: call.t('scoring.office.title', { locked, total }),
      editionSlug: edition.slug,
      closesAt: iso(dates.closesAt),
      closed: scoringClosedAt(db, edition.id) !== null,
      tally: `/${call.lang}/office/${edition.slug}/tally`,
      base,
      jurors: progress.map((one) => ({
        ...one,
        href: `${base}?juror=${one.juror}`,
        done: call.t('scoring.office.done', { locked: one.locked, total: one.total }),
        saved: iso(one.savedAt),
        current: one === chosen,
      })),
      waiting: waitingOf(call, edition, readings),
      chosen: chosen && {
        name: chosen.name,
        rows: cardRows(
          call,
          edition,
          readings.filter(({ juror }) => juror === chosen.juror),
        ),
      },
    });
  },
});

function waitingOf(call: Call, edition: Edition, readings: readonly OfficeReading[]) {
  const waiting = waitingReopenings(call.service.db, edition.id);
  const names = namesOf(call.service.db, [
    ...waiting.map(({ askedBy }) => askedBy),
    ...readings.map(({ account }) => account),
  ]);
  return waiting.map(({ scorecard, askedBy, reason }) => {
    const reading = readings.find((one) => one.scorecard === scorecard);
    return {
      href: `/${call.lang}/office/${edition.slug}/scores/${scorecard}`,
      text: call.t('scoring.office.waiting', {
        by: names.get(askedBy)?.name ?? '',
        juror: names.get(reading?.account ?? '')?.name ?? '',
        city: reading?.city ?? '',
      }),
      reason,
    };
  });
}

/** A card of the edition of the address, for its office; one in conflict or handed back has nothing left to open. */
function officeCard(call: Call, roles: readonly Role[]): OfficeCard | null {
  const edition = editionAs(call, roles);
  const scorecard = call.params.card ?? '';
  const reading =
    edition && readingsOfEdition(call.service.db, edition).find((one) => one.scorecard === scorecard);
  return edition && reading ? { edition, reading, scorecard } : null;
}

function drawCard(call: Call, at: OfficeCard, typed: Typed, errors: readonly FieldError[]): Answer {
  const { edition, reading, scorecard } = at;
  const { db } = call.service;
  const all = reopeningsOf(db, scorecard);
  const waiting = all.find(({ answeredAt }) => answeredAt === null) ?? null;
  const locks = locksOf(db, scorecard);
  const names = namesOf(
    db,
    [reading.account, ...all.flatMap(({ askedBy, answeredBy }) => [askedBy, answeredBy ?? ''])].filter(
      Boolean,
    ),
  );
  const nameOf = (account: string | null) => names.get(account ?? '')?.name ?? '';
  const refusal = isRead(reading) ? whyNotReopen(standingOf(db, reading)) : refuse('scoring.notRead');
  const me = accountOf(call).id;
  const maySign = appointmentsAs(call.viewer, SIGNERS, edition.id).length > 0;
  const proposed = toLocal(call.at + 3 * DAY, edition.definition.timeZone).split('T');
  return page('scoring/office-card', {
    title: call.t('scoring.office.card', { juror: nameOf(reading.account), city: reading.city }),
    editionSlug: edition.slug,
    base: `/${call.lang}${pathOf(at)}`,
    back: `/${call.lang}/office/${edition.slug}/scores?juror=${reading.juror}`,
    ...stateOf(call, reading),
    opened: iso(reading.openedAt),
    saved: iso(reading.savedAt),
    locks: locks.map((one) => ({ receipt: one.receipt, at: iso(one.at), commitment: one.commitment })),
    history: all.map((one) => historyOf(call, one, nameOf)),
    mayAsk: refusal === null && waiting === null && isOrganiser(call, edition),
    mayAnswer: refusal === null && waiting !== null && maySign && waiting.askedBy !== me,
    isMine: waiting?.askedBy === me,
    waiting: waiting && {
      by: nameOf(waiting.askedBy),
      reason: waiting.reason,
      until: iso(waiting.openUntil),
    },
    zone: edition.definition.timeZone,
    typed: { day: proposed[0], clock: proposed[1], ...typed },
    errors: errorTexts(call, errors),
  });
}

function historyOf(call: Call, one: Reopening, nameOf: (account: string | null) => string) {
  const key = one.outcome ?? 'waiting';
  return {
    at: iso(one.askedAt),
    reason: one.reason,
    text: call.t(`scoring.office.history.${key}`, {
      by: nameOf(one.askedBy),
      other: nameOf(one.answeredBy),
    }),
  };
}

const card = route({
  method: 'get',
  path: '/office/:edition/scores/:card',
  audience: OFFICE_READERS,
  find: (call) => officeCard(call, OFFICE_READERS),
  handle: (call, at) => drawCard(call, at, {}, []),
});

/** Reads a card inside an act; one that the juror no longer reads cannot be opened again. */
function cardInAct(tx: Tx, at: OfficeCard): OfficeReading | Refusal {
  const found = readingsOfEdition(tx.db, at.edition).find(({ scorecard }) => scorecard === at.scorecard);
  if (found === undefined) return refuse('scoring.missing');
  return isRead(found) ? found : refuse('scoring.notRead');
}

const ask = route({
  method: 'post',
  path: '/office/:edition/scores/:card/reopen',
  audience: ['organiser'],
  find: (call) => officeCard(call, ['organiser']),
  form: reopenForm,
  handle: async (call, at, { reason, day, clock }) => {
    const { edition, scorecard } = at;
    const openUntil = fromLocal(`${day}T${clock}`, edition.definition.timeZone);
    if (openUntil === null) return invalid({ field: 'day', code: 'scoring.field.day' });
    const account = accountOf(call);
    const outcome = await call.service.act(account.id, 'reopening.asked', (tx) => {
      const reading = cardInAct(tx, at);
      if (isRefusal(reading)) return reading;
      const waiting = waitingReopening(tx.db, scorecard);
      if (waiting?.askedBy === account.id && waiting.reason === reason) return null;
      const refusal = whyNotAskReopening(standingOf(tx.db, reading), waiting, openUntil, tx.at);
      const lock = liveLock(tx.db, scorecard);
      if (refusal || lock === null) return refusal ?? refuse('scoring.notLocked');
      const id = askReopening(tx, { edition: edition.id, lock: lock.id, reason, openUntil });
      const names = namesOf(tx.db, [reading.account]);
      const juror = names.get(reading.account)?.name ?? '';
      const by = account.name || account.address;
      mailReopeningAsked(tx, edition, { id, scorecard, juror, city: reading.city, by, reason });
      return null;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(at), { key: 'scoring.notice.asked' });
  },
  redraw: drawCard,
});

const answer = route({
  method: 'post',
  path: '/office/:edition/scores/:card/answer',
  audience: SIGNERS,
  find: (call) => officeCard(call, SIGNERS),
  form: answerForm,
  handle: async (call, at, { answer: given }) => {
    const { edition, scorecard } = at;
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'reopening.answered', (tx) => {
      const reading = cardInAct(tx, at);
      if (isRefusal(reading)) return reading;
      const last = reopeningsOf(tx.db, scorecard).at(-1) ?? null;
      const wanted = given === 'approve' ? 'approved' : 'declined';
      if (last?.answeredBy === account && last.outcome === wanted) return wanted;
      const waiting = last?.answeredAt === null ? last : null;
      const refusal = whyNotApproveReopening(standingOf(tx.db, reading), waiting, account, tx.at);
      if (refusal || waiting === null) return refusal ?? refuse('scoring.notAsked');
      answerReopening(tx, edition.id, waiting, wanted);
      if (wanted === 'approved') {
        const { id, reason, openUntil } = waiting;
        const { city } = reading;
        mailReopened(tx, edition, reading.account, { id, scorecard, city, reason, openUntil });
      }
      return wanted;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(at), { key: `scoring.notice.${outcome}` });
  },
  redraw: drawCard,
});

export const officeRoutes = [overview, card, ask, answer];
