import { editionAs, type OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import type { Db } from '../platform/database.ts';
import { type FieldError, invalid, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { reserveIn } from './brought-pages.ts';
import { drawDecision, hasConflict } from './decision-pages.ts';
import { approveForm, emptyForm, returnForm } from './forms.ts';
import { mailProposed } from './messages.ts';
import { computeSelection, type StandingSelection, standingSelection } from './pages.ts';
import { type SelectionState, whyNotApprove, whyNotPropose } from './policy.ts';
import { approveSelection, proposeSelection, returnSelection } from './store.ts';

type At = { edition: Edition; standing: StandingSelection };

const standingAs =
  (roles: typeof OFFICE_READERS) =>
  (call: Call): At | null => {
    const edition = editionAs(call, roles);
    const standing = edition && standingSelection(call.service.db, edition.id);
    return edition && standing ? { edition, standing } : null;
  };

const redraw = (call: Call, { edition }: At, typed: Typed, errors: readonly FieldError[]) =>
  drawDecision(call, edition, typed, errors);

const reserveOf = (db: Db, one: StandingSelection) => reserveIn(db, one.editionId, one.draft);

/** Two people give a reason where a tie was left open, and where a reserve comes in. */
const needsReason = (db: Db, one: StandingSelection) =>
  one.record.choice !== null || reserveOf(db, one) !== null;

const stateOf = (db: Db, one: StandingSelection): SelectionState => ({
  ...one,
  awardees: one.record.awardees,
  chooser: one.record.choice?.by ?? reserveOf(db, one)?.by ?? null,
  holds: one.changes.length === 0,
});

const pathOf = (edition: Edition) => `/office/${edition.slug}/decision`;

const propose = route({
  method: 'post',
  path: '/office/:edition/decision/propose',
  audience: ['organiser'],
  fresh: true,
  find: standingAs(['organiser']),
  form: emptyForm,
  handle: async (call, { edition }) => {
    const { db, solve } = call.service;
    const account = accountOf(call).id;
    const computed = await computeSelection(db, edition, solve);
    const outcome = await call.service.act(account, 'selection.proposed', (tx): true | Refusal => {
      const one = standingSelection(tx.db, edition.id);
      if (one === null) return true;
      const now = wholeEdition(tx.db, edition.id);
      if (hasConflict(tx.db, now, account)) return refuse('decision.conflict');
      const state = stateOf(tx.db, one);
      if (state.holds && one.proposedBy !== null && one.approvedBy === null) return true;
      const refusal = whyNotPropose(state, account, computed.digest);
      if (refusal) return refusal;
      proposeSelection(tx, edition.id, one.id, one.digest);
      mailProposed(tx, now, one.id);
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(edition), { key: 'decision.notice.proposed' });
  },
  redraw,
});

const approve = route({
  method: 'post',
  path: '/office/:edition/decision/approve',
  audience: ['organiser', 'approver'],
  fresh: true,
  find: standingAs(['organiser', 'approver']),
  form: approveForm,
  handle: async (call, { edition, standing }, { digest, reason }) => {
    if (needsReason(call.service.db, standing) && reason === '')
      return invalid({ field: 'reason', code: 'decision.field.secondReason' });
    // The second person does not sign what the first computed but what is computed anew now.
    const computed = await computeSelection(call.service.db, edition, call.service.solve);
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'selection.approved', (tx): true | Refusal => {
      const one = standingSelection(tx.db, edition.id);
      if (one === null || (one.approvedBy === account && one.changes.length === 0)) return true;
      if (hasConflict(tx.db, wholeEdition(tx.db, edition.id), account)) return refuse('decision.conflict');
      const refusal = whyNotApprove(stateOf(tx.db, one), account, digest, computed.digest);
      if (refusal) return refusal;
      approveSelection(tx, edition.id, one.id, digest, needsReason(tx.db, one) ? reason : null);
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(edition), { key: 'decision.notice.approved' });
  },
  redraw,
});

const sendBack = route({
  method: 'post',
  path: '/office/:edition/decision/return',
  audience: ['organiser', 'approver'],
  find: standingAs(['organiser', 'approver']),
  form: returnForm,
  handle: async (call, { edition }, { reason }) => {
    const account = accountOf(call).id;
    const outcome = await call.service.act(account, 'selection.returned', (tx): true | Refusal => {
      const one = standingSelection(tx.db, edition.id);
      if (one === null) return true;
      if (hasConflict(tx.db, wholeEdition(tx.db, edition.id), account)) return refuse('decision.conflict');
      const refusal = whyNotApprove(stateOf(tx.db, one), account, one.digest, one.digest);
      if (refusal) return refusal;
      returnSelection(tx, edition.id, one.id, reason);
      return true;
    });
    return isRefusal(outcome) ? outcome : seeOther(pathOf(edition), { key: 'decision.notice.returned' });
  },
  redraw,
});

export const signRoutes = [propose, approve, sendBack];
