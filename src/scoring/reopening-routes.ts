import { fromLocal, toLocal } from '../editions/local-time.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { hiddenFromOffice } from '../jury/office-conflict-pages.ts';
import { namesOf } from '../people/pages.ts';
import type { Tx } from '../platform/act.ts';
import { DAY, isoOf } from '../platform/clock.ts';
import { type Answer, type FieldError, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { appointmentsAs, type Role } from '../platform/http/viewer.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { liveLock, locksOf } from './card-pages.ts';
import { answerForm, reopenForm } from './forms.ts';
import { whenLocked } from './lock-routes.ts';
import { mailReopened, mailReopeningAsked } from './messages.ts';
import { stateOf } from './office-routes.ts';
import { isRead, type OfficeReading, readingsOfEdition, standingOf } from './pages.ts';
import { whyNotApproveReopening, whyNotAskReopening, whyNotReopen } from './policy.ts';
import { type Reopening, reopeningsOf, waitingReopening } from './reopening-pages.ts';
import { answerReopening, askReopening } from './reopening-store.ts';

type OfficeCard = { edition: Edition; reading: OfficeReading; scorecard: string };

const SIGNERS: readonly Role[] = ['organiser', 'approver'];
const pathOf = ({ edition, scorecard }: OfficeCard) => `/office/${edition.slug}/scores/${scorecard}`;

/**
 * A card of the edition of the address, for its office; one in conflict or handed back has nothing left to open, and
 * to who has declared a conflict with its city it does not exist.
 */
function officeCard(call: Call, roles: readonly Role[]): OfficeCard | null {
  const edition = editionAs(call, roles);
  const scorecard = call.params.card ?? '';
  if (edition === null) return null;
  const { db } = call.service;
  const reading = readingsOfEdition(db, edition).find((one) => one.scorecard === scorecard);
  const isHidden = hiddenFromOffice(db, edition.id, accountOf(call).id).has(reading?.nomination ?? '');
  return reading && !isHidden ? { edition, reading, scorecard } : null;
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
    opened: isoOf(reading.openedAt),
    saved: isoOf(reading.savedAt),
    locks: locks.map((one) => ({
      term: one.receipt,
      values: [whenLocked(call, one, edition.definition.timeZone), one.commitment],
    })),
    history: all.map((one) => historyOf(call, one, nameOf)),
    mayAsk: refusal === null && waiting === null && isOrganiser(call, edition),
    mayAnswer: refusal === null && waiting !== null && maySign && waiting.askedBy !== me,
    isMine: waiting?.askedBy === me,
    waiting: waiting && {
      by: nameOf(waiting.askedBy),
      reason: waiting.reason,
      until: isoOf(waiting.openUntil),
    },
    zone: edition.definition.timeZone,
    typed: { day: proposed[0], clock: proposed[1], ...typed },
    errors: errorTexts(call, errors),
  });
}

function historyOf(call: Call, one: Reopening, nameOf: (account: string | null) => string) {
  const key = one.outcome ?? 'waiting';
  return {
    at: isoOf(one.askedAt),
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
      const { nomination, city } = reading;
      mailReopeningAsked(tx, edition, { id, scorecard, nomination, juror, city, by, reason });
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

export const reopeningRoutes = [card, ask, answer];
