import { whyNotAnswer } from '../people/factor.ts';
import { openRecoveryOf, recoveryById } from '../people/factor-pages.ts';
import { askRecovery, confirmRecovery, refuseRecovery } from '../people/recovery-store.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type AnyRoute, accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { emptyForm, lostForm } from './forms.ts';
import { editionAs } from './office.ts';
import { type Edition, wholeEdition } from './pages.ts';
import { mailRecoveryAsked } from './recovery-messages.ts';

/** The editions in which an account has a part: somebody of each office can confirm that a lost factor is theirs. */
function editionsOf(call: Call): Set<string> {
  const held = call.rooms.appointmentsOf(call.service.db, accountOf(call).id);
  return new Set(held.map(({ edition }) => edition));
}

function drawLost(call: Call, typed: Typed, errors: readonly FieldError[]): Answer {
  return page('editions/lost-factor', {
    title: call.t('editions.lost.title'),
    isAsked: openRecoveryOf(call.service.db, accountOf(call).id) !== null,
    typed,
    errors: errorTexts(call, errors),
  });
}

const lost = route({
  method: 'get',
  path: '/factor/lost',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  handle: (call) => drawLost(call, {}, []),
});

const ask = route({
  method: 'post',
  path: '/factor/lost',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  form: lostForm,
  handle: async (call, _thing, { reason }) => {
    const account = accountOf(call).id;
    await call.service.act(account, 'recovery.asked', (tx) => {
      const { id, isNew } = askRecovery(tx, account, reason);
      if (!isNew) return;
      for (const edition of editionsOf(call))
        mailRecoveryAsked(tx, wholeEdition(tx.db, edition), { id, account, reason });
    });
    return seeOther('/factor/lost');
  },
  redraw: (call, _thing, typed, errors) => drawLost(call, typed, errors),
});

type Asked = { edition: Edition; recovery: string; account: string };

/** The recovery of the address, where whoever asked it carries an edition in which the viewer can sign. */
function findAsked(call: Call): Asked | null {
  const edition = editionAs(call, ['organiser', 'approver']);
  const found = edition && recoveryById(call.service.db, call.params.recovery ?? '');
  if (!edition || !found) return null;
  const held = call.rooms.appointmentsOf(call.service.db, found.accountId);
  const carries = held.some((one) => one.edition === edition.id);
  return carries ? { edition, recovery: found.id, account: found.accountId } : null;
}

function answering(verb: 'confirm' | 'refuse') {
  const answer = verb === 'confirm' ? confirmRecovery : refuseRecovery;
  return route({
    method: 'post',
    path: `/office/:edition/people/recoveries/:recovery/${verb}`,
    audience: ['organiser', 'approver'],
    fresh: true,
    find: findAsked,
    form: emptyForm,
    handle: async (call, { edition, recovery }) => {
      const by = accountOf(call).id;
      const action = verb === 'confirm' ? 'recovery.confirmed' : 'recovery.refused';
      const outcome = await call.service.act(by, action, (tx) => {
        const now = recoveryById(tx.db, recovery);
        if (now === null) return refuse('people.recoveryGone');
        const refusal = whyNotAnswer(now, by);
        if (refusal) return refusal;
        answer(tx, edition.id, now);
      });
      if (isRefusal(outcome)) return outcome;
      return seeOther(`/office/${edition.slug}/people`, { key: `editions.notice.recovery-${verb}` });
    },
  });
}

export const recoveryRoutes: readonly AnyRoute[] = [lost, ask, answering('confirm'), answering('refuse')];
