import { editionAs } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { fixJurors } from '../jury/store.ts';
import type { Tx } from '../platform/act.ts';
import { digestOf } from '../platform/digest.ts';
import { seeOther } from '../platform/http/answer.ts';
import { accountOf, route } from '../platform/http/route.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { givenOf, measure } from './changing.ts';
import { announceForm, emptyForm } from './forms.ts';
import { mailDossiers } from './messages.ts';
import { ownAsked, problemOfProposal } from './office-pages.ts';
import { liveAssignments, newestProposal, type Proposal, readersOf } from './pages.ts';
import { whyNotApply } from './policy.ts';
import { problemNow } from './propose-routes.ts';
import { drawAssignment, drawProposal, proposalAt } from './show-routes.ts';
import { announceAssignments, applyProposal } from './store.ts';

/** Says inside the act why this proposal cannot be applied, or nothing. */
function whyNotApplyNow(tx: Tx, edition: Edition, proposal: Proposal): Refusal | null {
  const newest = newestProposal(tx.db, edition.id);
  const isNewest = newest?.id === proposal.id;
  const problem = problemOfProposal(proposal);
  const asked = proposal.asked ?? ownAsked(edition);
  return whyNotApply({
    newest: isNewest,
    appliedAt: isNewest ? newest.appliedAt : proposal.appliedAt,
    digestThen: proposal.problemDigest,
    digestNow: digestOf(problemNow(tx.db, edition, proposal.kind, asked)),
    isRepeat: proposal.kind === 'whole' && liveAssignments(tx.db, edition.id).length > 0,
    over: measure(problem, givenOf(problem, proposal.solution.assignments)).over.length,
  });
}

const apply = route({
  method: 'post',
  path: '/office/:edition/assignment/proposals/:proposal/apply',
  audience: ['organiser'],
  find: (call) => proposalAt(call, ['organiser']),
  form: emptyForm,
  handle: async (call, { edition, proposal }) => {
    const outcome = await call.service.act(accountOf(call).id, 'assignment.applied', (tx) => {
      const refusal = whyNotApplyNow(tx, wholeEdition(tx.db, edition.id), proposal);
      if (refusal) return refusal;
      // What the jurors said of themselves is what the assignment rests on: from here on it stands.
      fixJurors(tx, edition.id);
      return applyProposal(tx, edition.id, proposal);
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/assignment`, { key: 'assignment.notice.applied' });
  },
  redraw: drawProposal,
});

const announce = route({
  method: 'post',
  path: '/office/:edition/assignment/announce',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: announceForm,
  handle: async (call, edition, { count }) => {
    const outcome = await call.service.act(accountOf(call).id, 'assignment.announced', (tx) => {
      const counts = announceAssignments(tx, edition.id);
      const opened = [...counts.values()].reduce((sum, one) => sum + one, 0);
      if (opened !== 0 && opened !== count)
        return refuse('assignment.otherCount', { stated: count, now: opened });
      for (const reader of readersOf(tx.db, edition.id)) {
        const dossiers = counts.get(reader.id);
        if (dossiers) mailDossiers(tx, edition, { account: reader.account, dossiers }, String(tx.at));
      }
      return opened;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/assignment`, { key: 'assignment.notice.announced' });
  },
  redraw: (call, edition, typed, errors) => drawAssignment(call, edition, typed, errors),
});

export const applyRoutes = [apply, announce];
