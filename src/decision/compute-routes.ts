import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { invalid, seeOther } from '../platform/http/answer.ts';
import { accountOf, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { declinedFrom } from './brought-pages.ts';
import { isAsGood } from './by-hand.ts';
import { drawDecision, whyNotDecide } from './decision-pages.ts';
import { choiceForm, emptyForm } from './forms.ts';
import { groundOf } from './ground-pages.ts';
import { type Computed, computeSelection, standingSelection, withDecisions } from './pages.ts';
import { keepChoice, keepSelection } from './store.ts';

const pathOf = (edition: Edition) => `/office/${edition.slug}/decision`;

/** Why what was computed a moment ago cannot be kept inside this act, or nothing: its ground is still the same. */
export function whyNotKeep(
  tx: Tx,
  edition: Edition,
  computed: Computed,
  as: 'draft' | 'reserve' = 'draft',
): Refusal | null {
  const now = wholeEdition(tx.db, edition.id);
  const late = whyNotDecide(tx.db, now, tx.actor, tx.at);
  if (late) return late;
  if (groundOf(tx.db, now).digest !== computed.ground.digest) return refuse('decision.changed');
  // Who comes in for a signed city that left comes in with a reason, on the page of the reserve.
  const isDue = declinedFrom(tx.db, edition.id, standingSelection(tx.db, edition.id)).length > 0;
  return as === 'draft' && isDue ? refuse('decision.reserveFirst') : null;
}

/** Keeps a computed selection with what people decided on it by now; the same record again makes no new draft. */
export function keepDraft(tx: Tx, edition: Edition, computed: Computed): void {
  const fresh = withDecisions(tx.db, edition.id, computed);
  const standing = standingSelection(tx.db, edition.id);
  if (standing?.digest !== fresh.digest) keepSelection(tx, edition.id, fresh);
}

const show = route({
  method: 'get',
  path: '/office/:edition/decision',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawDecision(call, edition),
});

const compute = route({
  method: 'post',
  path: '/office/:edition/decision/compute',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, edition) => {
    const { service } = call;
    const account = accountOf(call).id;
    const refusal = whyNotDecide(service.db, edition, account, call.at);
    if (refusal) return refusal;
    const computed = await computeSelection(service.db, edition, service.solve);
    const outcome = await service.act(account, 'selection.computed', (tx): true | Refusal => {
      const late = whyNotKeep(tx, edition, computed);
      if (late) return late;
      keepDraft(tx, edition, computed);
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(edition), { key: 'decision.notice.computed' });
  },
  redraw: drawDecision,
});

const choose = route({
  method: 'post',
  path: '/office/:edition/decision/choice',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: choiceForm,
  handle: async (call, edition, { chosen, reason }) => {
    const { service } = call;
    const account = accountOf(call).id;
    const refusal = whyNotDecide(service.db, edition, account, call.at);
    if (refusal) return refusal;
    const computed = await computeSelection(service.db, edition, service.solve);
    const { ground, result } = computed;
    if (result.status !== 'optimal' || result.winners !== null) return refuse('decision.noTie');
    const whole = [...new Set([...result.inEvery, ...chosen])].sort();
    if (!isAsGood(ground.problem, result, whole))
      return invalid({ field: 'chosen', code: 'decision.field.notLevel' });
    const outcome = await service.act(account, 'selection.chosen', (tx): true | Refusal => {
      const late = whyNotKeep(tx, edition, computed);
      if (late) return late;
      keepChoice(tx, edition.id, ground.digest, { chosen: whole, reason });
      keepDraft(tx, edition, computed);
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(edition), { key: 'decision.notice.chosen' });
  },
  redraw: drawDecision,
});

export const computeRoutes = [show, compute, choose];
