import { editionAs, OFFICE_READERS } from '../editions/office.ts';
import { seeOther } from '../platform/http/answer.ts';
import { accountOf, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { declinedFrom, reserveIn } from './brought-pages.ts';
import { keepDraft, whyNotKeep } from './compute-routes.ts';
import { whyNotDecide } from './decision-pages.ts';
import { reserveForm } from './forms.ts';
import { computeSelection, standingSelection } from './pages.ts';
import { drawReserve } from './reserve-pages.ts';
import { keepReserve } from './reserve-store.ts';

const show = route({
  method: 'get',
  path: '/office/:edition/decision/reserve',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawReserve(call, edition),
});

/** Brings in who is next under the same rules without the cities that left; it makes a draft that two people sign. */
const bring = route({
  method: 'post',
  path: '/office/:edition/decision/reserve',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: reserveForm,
  handle: async (call, edition, { reason }) => {
    const { service } = call;
    const account = accountOf(call).id;
    const refusal = whyNotDecide(service.db, edition, account, call.at);
    if (refusal) return refusal;
    const computed = await computeSelection(service.db, edition, service.solve);
    const outcome = await service.act(account, 'selection.reserved', (tx): true | Refusal => {
      const before = standingSelection(tx.db, edition.id);
      const declined = declinedFrom(tx.db, edition.id, before);
      // The second press of the button finds the draft of the first.
      const isDone = before?.changes.length === 0 && reserveIn(tx.db, edition.id, before.draft) !== null;
      if (isDone) return true;
      if (before === null || declined.length === 0) return refuse('decision.noReserve');
      const late = whyNotKeep(tx, edition, computed, 'reserve');
      if (late) return late;
      keepDraft(tx, edition, computed);
      const after = standingSelection(tx.db, edition.id);
      const had = new Set(before.record.awardees);
      const entered = (after?.record.awardees ?? []).filter((id) => !had.has(id));
      if (after) keepReserve(tx, edition.id, after.id, { declined, entered, reason });
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/decision`, { key: 'decision.notice.reserved' });
  },
  redraw: drawReserve,
});

export const reserveRoutes = [show, bring];
