import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import type { Tx } from '../platform/act.ts';
import { seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal } from '../platform/result.ts';
import { baseOf, type Override, withOverrides } from './by-hand.ts';
import { keepDraft, whyNotKeep } from './compute-routes.ts';
import { whyNotDecide } from './decision-pages.ts';
import { drawFirmness } from './firmness-pages.ts';
import { moveForm, takeBackForm } from './forms.ts';
import { drawMeeting, triedMoves, triedPath } from './meeting-pages.ts';
import { type Computed, computeSelection, decisionsOn } from './pages.ts';
import { whyNotMove } from './policy.ts';
import { endOverride, keepOverride } from './store.ts';

const pathOf = (edition: Edition) => `/office/${edition.slug}/decision/meeting`;

const firmness = route({
  method: 'get',
  path: '/office/:edition/decision/firmness',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawFirmness(call, edition),
});

const show = route({
  method: 'get',
  path: '/office/:edition/decision/meeting',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawMeeting(call, edition),
});

/** Keeps one move on what was computed; a city that goes back to where it was computed is a move taken back. */
function moveOn(tx: Tx, edition: Edition, computed: Computed, move: Omit<Override, 'by'>): true | Refusal {
  const { ground, result } = computed;
  const { choice, overrides } = decisionsOn(tx.db, edition.id, ground.digest);
  const again = overrides.find(({ nomination }) => nomination === move.nomination);
  if (again?.side === move.side && again.reason === move.reason) return true;
  const ranked = ground.problem.candidates.some(({ id }) => id === move.nomination);
  const base = baseOf(result, choice?.chosen ?? null);
  const refusal = whyNotMove({ ranked, base: base && withOverrides(base, overrides) }, move);
  if (refusal) return refusal;
  endOverride(tx, edition.id, ground.digest, move.nomination);
  if (base?.has(move.nomination) !== (move.side === 'in')) keepOverride(tx, edition.id, ground.digest, move);
  keepDraft(tx, edition, computed);
  return true;
}

/** Computes before the act and writes inside it, where the ground is looked at again. */
async function decideByHand(
  call: Call,
  edition: Edition,
  action: string,
  write: (tx: Tx, computed: Computed) => true | Refusal,
): Promise<true | Refusal> {
  const { service } = call;
  const account = accountOf(call).id;
  const refusal = whyNotDecide(service.db, edition, account, call.at);
  if (refusal) return refusal;
  const computed = await computeSelection(service.db, edition, service.solve);
  return service.act(
    account,
    action,
    (tx): true | Refusal => whyNotKeep(tx, edition, computed) ?? write(tx, computed),
  );
}

const move = route({
  method: 'post',
  path: '/office/:edition/decision/meeting/move',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: moveForm,
  handle: async (call, edition, values) => {
    let left: Override[] = [];
    const outcome = await decideByHand(call, edition, 'selection.moved', (tx, computed) => {
      left = triedMoves(call.query, computed.ground).filter(
        ({ nomination }) => nomination !== values.nomination,
      );
      return moveOn(tx, edition, computed, values);
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(triedPath(pathOf(edition), left), { key: 'decision.notice.moved' });
  },
  redraw: drawMeeting,
});

const takeBack = route({
  method: 'post',
  path: '/office/:edition/decision/meeting/back',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: takeBackForm,
  handle: async (call, edition, { nomination }) => {
    const outcome = await decideByHand(call, edition, 'selection.movedBack', (tx, computed) => {
      if (endOverride(tx, edition.id, computed.ground.digest, nomination)) keepDraft(tx, edition, computed);
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(edition), { key: 'decision.notice.movedBack' });
  },
  redraw: drawMeeting,
});

export const meetingRoutes = [show, firmness, move, takeBack];
