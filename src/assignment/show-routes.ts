import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { type Answer, data, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type Call, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import type { Role } from '../platform/http/viewer.ts';
import { rulesInForce } from './affinity.ts';
import { sharedTable } from './jury-graph.ts';
import {
  comparedProposals,
  ownAsked,
  proposalPath,
  shownAnnouncement,
  shownProposal,
  shownRun,
} from './office-pages.ts';
import {
  type NamedPanel,
  newestProposal,
  openShortfalls,
  type Proposal,
  panelOf,
  proposalById,
} from './pages.ts';
import { whyNotPropose } from './policy.ts';
import { runOf } from './running.ts';

/** Draws the assignment of an edition with one proposal, the newest where none is named. */
export function drawAssignment(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
  shown: Proposal | null = newestProposal(call.service.db, edition.id),
): Answer {
  const { db } = call.service;
  const panel = panelOf(db, edition, ownAsked(edition));
  const newest = newestProposal(db, edition.id);
  const isNewest = shown?.id === newest?.id;
  const proposal = shown && shownProposal(call, edition, panel, shown, isNewest);
  const announcement = shownAnnouncement(call, edition, panel);
  return page('assignment/assignment', {
    title: call.t('assignment.title'),
    editionSlug: edition.slug,
    ...shownNeeds(call, edition, panel, typed),
    short: shownShortfalls(call, edition, panel),
    ...shownRun(call, panel, runOf(call.service, edition.id)),
    errors: errorTexts(call, errors),
    ...(proposal ? { proposal } : {}),
    ...announcement,
    proposeVerb: announcement.standing > 0 ? 'top-up' : 'propose',
    hasFirst: proposal?.mayApply || announcement.mayAnnounce,
    compared: comparedProposals(call, edition),
  });
}

/** What must be read, who can, and the form that asks for a proposal. */
function shownNeeds(call: Call, edition: Edition, panel: NamedPanel, typed: Typed) {
  const counts = { dossiers: panel.dossiers.length, readers: panel.readers.length };
  const { readersPerNomination: each, minLoad, maxLoad } = panel.rules;
  const refusal = whyNotPropose({ calendar: edition.calendar, ...counts }, call.at);
  const mayPropose = isOrganiser(call, edition) && refusal === null;
  const leftOut = [typed.leftOut ?? []].flat();
  return {
    ...counts,
    each,
    readings: counts.dossiers * each,
    capacity: panel.readers.reduce((sum, reader) => sum + Math.min(reader.maxLoad, maxLoad), 0),
    mayPropose,
    whyNot: refusal ? call.t(refusal.code, refusal.facts) : null,
    typed: { minLoad: String(minLoad), maxLoad: String(maxLoad), ...typed },
    rules: rulesInForce(panel.rules).map((rule) => ({
      value: rule,
      label: call.t(`assignment.leftOut.${rule}`, { count: panel.rules.composition?.[rule] ?? 0 }),
      chosen: leftOut.includes(rule),
    })),
  };
}

function shownShortfalls(call: Call, edition: Edition, panel: NamedPanel): string[] {
  const names = new Map(panel.dossiers.map(({ id, cityName }) => [id, cityName]));
  return openShortfalls(call.service.db, edition.id).flatMap(({ nomination }) => names.get(nomination) ?? []);
}

export type ProposalAt = { edition: Edition; proposal: Proposal };

/** The proposal of the address, where the viewer holds one of these roles in its edition. */
export function proposalAt(call: Call, roles: readonly Role[]): ProposalAt | null {
  const edition = editionAs(call, roles);
  const proposal = edition && proposalById(call.service.db, edition.id, call.params.proposal ?? '');
  return edition && proposal ? { edition, proposal } : null;
}

/** Draws the page of a proposal again. */
export function drawProposal(
  call: Call,
  { edition, proposal }: ProposalAt,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Answer {
  return drawAssignment(call, edition, typed, errors, proposal);
}

const reading = { method: 'get', audience: OFFICE_READERS } as const;

const show = route({
  ...reading,
  path: '/office/:edition/assignment',
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawAssignment(call, edition),
});

const showProposal = route({
  ...reading,
  path: '/office/:edition/assignment/proposals/:proposal',
  find: (call) => proposalAt(call, OFFICE_READERS),
  handle: (call, at) => drawProposal(call, at),
});

const exportProblem = route({
  ...reading,
  path: '/office/:edition/assignment/proposals/:proposal/problem.json',
  find: (call) => proposalAt(call, OFFICE_READERS),
  handle: (_call, { proposal }) =>
    data('application/json', `${JSON.stringify(proposal.problem, null, 1)}\n`, 'problem.json'),
});

const exportSolution = route({
  ...reading,
  path: '/office/:edition/assignment/proposals/:proposal/solution.json',
  find: (call) => proposalAt(call, OFFICE_READERS),
  handle: (_call, { proposal }) =>
    data('application/json', `${JSON.stringify(proposal.solution, null, 1)}\n`, 'solution.json'),
});

const showLinks = route({
  ...reading,
  path: '/office/:edition/assignment/proposals/:proposal/links',
  find: (call) => proposalAt(call, OFFICE_READERS),
  handle: (call, { edition, proposal }) => {
    const { readers } = panelOf(call.service.db, edition, ownAsked(edition));
    const table = sharedTable(
      readers.map(({ id }) => id),
      proposal.solution.assignments,
    );
    return page('assignment/links', {
      title: call.t('assignment.links.title'),
      back: `/${call.lang}${proposalPath(edition, proposal)}`,
      heads: readers.map(({ name }, at) => ({ number: at + 1, name })),
      rows: readers.map(({ name }, at) => ({
        number: at + 1,
        name,
        shared: (table[at] ?? []).map((count, other) => (other === at ? null : String(count))),
      })),
    });
  },
});

export const showRoutes = [show, showProposal, exportProblem, exportSolution, showLinks];
