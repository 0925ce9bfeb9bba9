import { recuseAssignment } from '../assignment/store.ts';
import { declareConflict } from '../jury/store.ts';
import type { Tx } from '../platform/act.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal } from '../platform/result.ts';
import { ownCard, ownReading, type ReadingAt, readInAct, sentBefore } from './appointments.ts';
import { reasonForm } from './forms.ts';
import { drawGate } from './list-routes.ts';
import { mailRecusal } from './messages.ts';
import { readingsOf, scoringClosedAt } from './pages.ts';
import { whyNotRecuse } from './policy.ts';

type Kind = 'recuse' | 'conflict';

function draw(kind: Kind) {
  return (call: Call, at: ReadingAt, typed: Typed, errors: readonly FieldError[]): Answer => {
    const { edition, reading } = at;
    const refusal = whyNotRecuse({ tallyClosedAt: scoringClosedAt(call.service.db, edition.id) });
    const base = `/${call.lang}/jury/${edition.slug}/scorecards/${reading.scorecard}`;
    return page('scoring/hand-back', {
      title: call.t(`scoring.${kind}.title`, { city: reading.city }),
      editionSlug: edition.slug,
      lead: call.t(`scoring.${kind}.lead`),
      effect: call.t(`scoring.${kind}.effect`),
      reasonLabel: call.t(`scoring.${kind}.reason`),
      act: call.t(`scoring.${kind}.act`),
      action: `${base}/${kind}`,
      back: base,
      contact: kind === 'recuse' ? edition.definition.contact : null,
      closed: refusal && call.t(refusal.code, refusal.facts),
      typed,
      errors: errorTexts(call, errors),
    });
  };
}

/** Whether this very form was sent before: the same dossier of the same juror with the same words. */
function wasHandedBack(tx: Tx, { edition, reading }: ReadingAt, account: string, reason: string): boolean {
  return readingsOf(tx.db, edition, account).some(
    (one) => one.assignment === reading.assignment && one.recusedAt !== null && one.recusalReason === reason,
  );
}

/** Hands a dossier back: with a conflict it is gone for good, and in both cases its card counts for nothing. */
async function handBack(call: Call, at: ReadingAt, kind: Kind, reason: string) {
  const account = accountOf(call);
  const action = kind === 'conflict' ? 'conflict.declared' : 'assignment.recused';
  return call.service.act(account.id, action, (tx) => {
    // The second press of the button finds what the first one wrote.
    if (wasHandedBack(tx, at, account.id, reason)) return null;
    const now = readInAct(tx, at, account.id);
    if (isRefusal(now)) return now;
    const { edition, reading } = now;
    const refusal = whyNotRecuse({ tallyClosedAt: scoringClosedAt(tx.db, edition.id) });
    if (refusal) return refusal;
    const { assignment, juror, nomination, city } = reading;
    if (kind === 'conflict') declareConflict(tx, { edition: edition.id, juror, nomination, reason });
    recuseAssignment(tx, { assignment, reason });
    const by = account.name || account.address;
    mailRecusal(tx, edition, { assignment, nomination, juror: by, city, reason });
    return null;
  });
}

const show = (kind: Kind) =>
  route({
    method: 'get',
    path: `/jury/:edition/scorecards/:id/${kind}`,
    audience: ['juror'],
    find: ownCard,
    handle: (call, at) => draw(kind)(call, at, {}, []),
  });

const post = (kind: Kind) =>
  route({
    method: 'post',
    path: `/jury/:edition/scorecards/:id/${kind}`,
    audience: ['juror'],
    find: (call) => ownCard(call) ?? sentBefore(call),
    form: reasonForm,
    handle: async (call, at, { reason }) => {
      const outcome = await handBack(call, at, kind, reason);
      if (isRefusal(outcome)) return outcome;
      return seeOther(`/jury/${at.edition.slug}`, { key: `scoring.notice.${kind}` });
    },
    redraw: draw(kind),
  });

/** Before the first reading: the conflict is declared at the assignment, and the dossier never opens. */
const declareFirst = route({
  method: 'post',
  path: '/jury/:edition/assignments/:assignment/conflict',
  audience: ['juror'],
  find: (call) => ownReading(call) ?? sentBefore(call),
  form: reasonForm,
  handle: async (call, at, { reason }) => {
    const outcome = await handBack(call, at, 'conflict', reason);
    if (isRefusal(outcome)) return outcome;
    return seeOther(`/jury/${at.edition.slug}`, { key: 'scoring.notice.conflict' });
  },
  redraw: drawGate,
});

export const recuseRoutes = [
  show('conflict'),
  post('conflict'),
  show('recuse'),
  post('recuse'),
  declareFirst,
];
