import { setImmediate as pause } from 'node:timers/promises';
import { isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { faultKey } from './affinity.ts';
import {
  type Change,
  type ChangedSolution,
  changeGiven,
  givenOf,
  type ProposedSolution,
  writeChanged,
} from './changing.ts';
import { MILLION, toMillionths } from './decimals.ts';
import { changeForm, emptyForm, linkForm } from './forms.ts';
import { linkBetter } from './linking.ts';
import {
  type NominationAt,
  nominationIn,
  nominationPath,
  otherDossiers,
  otherReaders,
  shownChain,
  shownEffect,
  shownReaders,
} from './nomination-pages.ts';
import { problemOfProposal, proposalPath } from './office-pages.ts';
import { computedProposal, newestProposal } from './pages.ts';
import { whyNotChange } from './policy.ts';
import { drawProposal, type ProposalAt, proposalAt } from './show-routes.ts';
import { keepProposal } from './store.ts';

function changeIn(at: NominationAt, query: (name: string) => string | null): Change {
  const idOf = (name: string) => query(name) || null;
  return { nomination: at.dossier.id, out: idOf('out'), into: idOf('into'), back: idOf('back') };
}

/** Draws the jury of one dossier: why these, what another would take, and a change with its effect. */
async function drawNomination(
  call: Call,
  at: NominationAt,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Promise<Answer> {
  const { edition, proposal, dossier } = at;
  const query = (name: string) => {
    const value = typed[name] ?? call.query.get(name);
    return typeof value === 'string' ? value : null;
  };
  const change = changeIn(at, query);
  const isAsked = change.out !== null || change.into !== null;
  const asked = call.query.get('ask');
  const isNewest = newestProposal(call.service.db, edition.id)?.id === proposal.id;
  const whyNot = whyNotChange({ newest: isNewest, appliedAt: proposal.appliedAt });
  const readers = shownReaders(call, at);
  return page('assignment/nomination', {
    title: call.t('assignment.jury.title', { city: dossier.cityName }),
    back: `/${call.lang}${proposalPath(edition, proposal)}`,
    here: nominationPath(call, at),
    action: `/${call.lang}${proposalPath(edition, proposal)}/change`,
    nomination: dossier.id,
    region: dossier.region,
    readers,
    outs: readers.map(({ id, name }) => ({ value: id, label: name, chosen: id === change.out })),
    intos: otherReaders(call, at, change.into ?? ''),
    backs: otherDossiers(call, at, change.back ?? ''),
    asks: otherReaders(call, at, asked ?? ''),
    ...(asked ? { chain: await shownChain(call, at, asked) } : {}),
    mayChange: isOrganiser(call, edition) && whyNot === null,
    ...(isAsked ? { change, effect: shownEffect(call, at, change) } : {}),
    errors: errorTexts(call, errors),
  });
}

const showNomination = route({
  method: 'get',
  path: '/office/:edition/assignment/proposals/:proposal/nominations/:nomination',
  audience: OFFICE_READERS,
  find: (call) => {
    const at = proposalAt(call, OFFICE_READERS);
    return at && nominationIn(call, at, call.params.nomination ?? '');
  },
  handle: (call, at) => drawNomination(call, at),
});

/** Keeps a changed solution as a proposal of its own; the same change of the same proposal is kept once. */
function keepChanged(call: Call, { edition, proposal }: ProposalAt, solution: ProposedSolution) {
  return call.service.act(accountOf(call).id, 'assignment.changed', (tx) => {
    const newest = newestProposal(tx.db, edition.id);
    if (newest?.changedFrom === proposal.id && isSame(newest.solution, solution)) return newest.id;
    const facts = { newest: newest?.id === proposal.id, appliedAt: newest?.appliedAt ?? null };
    const refusal = whyNotChange(facts);
    if (refusal) return refusal;
    const { kind, problem, problemDigest: digest, asked, beside } = proposal;
    const kept = { kind, problem, digest, solution, beside, changedFrom: proposal.id };
    return keepProposal(tx, edition.id, asked ? { ...kept, asked } : kept);
  });
}

function isSame(one: ProposedSolution, other: ProposedSolution): boolean {
  return one.status === other.status && JSON.stringify(one.assignments) === JSON.stringify(other.assignments);
}

async function answerKept(call: Call, at: ProposalAt, solution: ProposedSolution): Promise<Answer | Refusal> {
  const kept = await keepChanged(call, at, solution);
  if (isRefusal(kept)) return kept;
  return seeOther(`/office/${at.edition.slug}/assignment`, { key: 'assignment.notice.changed' });
}

const changing = { method: 'post', audience: ['organiser'] } as const;
const findProposal = (call: Call) => proposalAt(call, ['organiser']);

const change = route({
  ...changing,
  path: '/office/:edition/assignment/proposals/:proposal/change',
  find: findProposal,
  form: changeForm,
  handle: (call, at, wanted) => {
    const problem = problemOfProposal(at.proposal);
    const given = givenOf(problem, at.proposal.solution.assignments);
    const after = changeGiven(problem, given, wanted);
    if (typeof after === 'string') return refuse(faultKey(at.edition.definition.rules.jury, after));
    return answerKept(call, at, writeChanged(problem, after, 'byHand', at.proposal.solution));
  },
  redraw: (call, at, typed, errors) => {
    const nomination = nominationIn(call, at, String(typed.nomination ?? ''));
    return nomination
      ? drawNomination(call, nomination, typed, errors)
      : drawProposal(call, at, typed, errors);
  },
});

/** The assignment that links the jury best within the loss, from the proposal on; null where none links it better. */
async function linked({ proposal }: ProposalAt, loss: number): Promise<ChangedSolution | null> {
  const problem = problemOfProposal(proposal);
  const { solution } = proposal;
  const exact = (text: string) => BigInt(toMillionths(Number(text)) ?? 0);
  const floor = { least: exact(solution.minNomination), sum: exact(solution.sum) - BigInt(loss * MILLION) };
  const given = await linkBetter(problem, givenOf(problem, solution.assignments), floor, () => pause());
  return given && writeChanged(problem, given, 'linked', solution);
}

const link = route({
  ...changing,
  path: '/office/:edition/assignment/proposals/:proposal/link',
  find: findProposal,
  form: linkForm,
  handle: async (call, at, { loss }) => {
    const solution = await linked(at, loss);
    return solution ? answerKept(call, at, solution) : refuse('assignment.noBetterLink', { loss });
  },
  redraw: drawProposal,
});

/** Puts back what was computed, as a proposal of its own: what was tried in between stays on record. */
const restore = route({
  ...changing,
  path: '/office/:edition/assignment/proposals/:proposal/restore',
  find: findProposal,
  form: emptyForm,
  handle: (call, at) => answerKept(call, at, computedProposal(call.service.db, at.proposal).solution),
  redraw: drawProposal,
});

export const changeRoutes = [showNomination, change, link, restore];
