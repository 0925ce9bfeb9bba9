import { countryName } from '../cities/countries.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { fixJurors } from '../jury/store.ts';
import { isoOf } from '../platform/clock.ts';
import { digestOf } from '../platform/digest.ts';
import { type Answer, data, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, type Room, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatList } from '../platform/i18n/formats.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { type Loads, problemOf, topUpOf } from './affinity.ts';
import type { Cause } from './cause.ts';
import { announceForm, emptyForm, proposeForm } from './forms.ts';
import { mailDossiers } from './messages.ts';
import { liveAssignments, type NamedPanel, newestProposal, type Proposal, panelOf } from './pages.ts';
import { whyNotApply, whyNotPropose } from './policy.ts';
import type { ProblemFile } from './problem.ts';
import { shownDossiers, shownJurors } from './proposal-page.ts';
import { solveProblem } from './solving.ts';
import { announceAssignments, applyProposal, keepProposal } from './store.ts';

const SECONDS = 120;

function ownLoads(edition: Edition): Loads {
  const { minLoad, maxLoad } = edition.definition.rules.jury;
  return { minLoad, maxLoad };
}

function drawAssignment(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: Parameters<typeof errorTexts>[1] = [],
  cause?: Cause,
): Answer {
  const { db } = call.service;
  const panel = panelOf(db, edition, ownLoads(edition));
  const proposal = newestProposal(db, edition.id);
  const standing = liveAssignments(db, edition.id);
  const { readersPerNomination } = panel.rules;
  const counts = { dossiers: panel.dossiers.length, readers: panel.readers.length };
  const mayWrite = isOrganiser(call, edition);
  const refusal = whyNotPropose({ calendar: edition.calendar, ...counts }, call.at);
  return page('assignment/assignment', {
    title: call.t('assignment.title'),
    editionSlug: edition.slug,
    ...counts,
    readings: counts.dossiers * readersPerNomination,
    capacity: panel.readers.reduce((sum, reader) => sum + Math.min(reader.maxLoad, panel.rules.maxLoad), 0),
    each: readersPerNomination,
    standing: standing.length,
    mayPropose: mayWrite && refusal === null,
    proposeVerb: standing.length > 0 ? 'top-up' : 'propose',
    whyNot: refusal ? call.t(refusal.code, refusal.facts) : null,
    typed: { minLoad: String(panel.rules.minLoad), maxLoad: String(panel.rules.maxLoad), ...typed },
    errors: errorTexts(call, errors),
    ...(cause ? { cause: causeInWords(call, panel, cause) } : {}),
    ...(proposal ? { proposal: shownProposal(call, edition, panel, proposal, mayWrite) } : {}),
    ...shownAnnouncement(standing, panel.readers, mayWrite),
  });
}

function shownProposal(
  call: Call,
  edition: Edition,
  panel: NamedPanel,
  proposal: Proposal,
  mayWrite: boolean,
) {
  const { solution, problem } = proposal;
  const most = new Map(problem.jurors.map(({ id, maxLoad }) => [id, maxLoad]));
  const dossiers = shownDossiers(panel.rules, solution.assignments, panel.dossiers, panel.readers);
  const { components, algebraicConnectivity } = solution.connectivity;
  return {
    id: proposal.id,
    at: isoOf(proposal.madeAt),
    isTopUp: proposal.kind === 'top-up',
    isApplied: proposal.appliedAt !== null,
    mayApply: mayWrite && proposal.appliedAt === null,
    sum: solution.sum,
    least: solution.minNomination,
    isFair: solution.objective === 'fair',
    isProved: solution.certificate.kind === 'duals',
    pairs: solution.assignments.length,
    isLinked: components.length === 1,
    components: components.length,
    linkage: algebraicConnectivity.toFixed(2),
    dossiers: dossiers.map((dossier) => ({
      ...dossier,
      countryName: countryName(call.lang, dossier.country),
    })),
    jurors: shownJurors(solution.assignments, panel.readers, (id) => most.get(id) ?? 0),
    file: `/${call.lang}/office/${edition.slug}/assignment/proposals/${proposal.id}/problem.json`,
  };
}

function shownAnnouncement(
  standing: ReturnType<typeof liveAssignments>,
  readers: NamedPanel['readers'],
  mayWrite: boolean,
) {
  const waiting = standing.filter(({ announcedAt }) => announcedAt === null);
  const jurors = new Set(waiting.map(({ juror }) => juror));
  const first = readers.find(({ id }) => jurors.has(id));
  return {
    waiting: waiting.length,
    waitingJurors: jurors.size,
    mayAnnounce: mayWrite && waiting.length > 0,
    ...(first
      ? { example: { name: first.name, count: waiting.filter(({ juror }) => juror === first.id).length } }
      : {}),
  };
}

function causeInWords(call: Call, panel: NamedPanel, cause: Cause): string {
  const names = (ids: readonly string[], known: Map<string, string>) =>
    formatList(
      call.lang,
      ids.map((id) => known.get(id) ?? id),
    );
  return call.t(`assignment.cause.${cause.kind}`, {
    dossiers: names(cause.nominations, new Map(panel.dossiers.map(({ id, cityName }) => [id, cityName]))),
    jurors: names(cause.jurors, new Map(panel.readers.map(({ id, name }) => [id, name]))),
    dossierCount: cause.nominations.length,
    jurorCount: cause.jurors.length,
    needed: cause.needed,
    available: cause.available,
  });
}

const show = route({
  method: 'get',
  path: '/office/:edition/assignment',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawAssignment(call, edition),
});

/** Solves what the edition asks for now and keeps the answer as a proposal; the solving itself is outside the act. */
async function propose(
  call: Call,
  edition: Edition,
  kind: 'whole' | 'top-up',
  loads: Loads,
): Promise<Answer | Refusal> {
  const { service } = call;
  const panel = panelOf(service.db, edition, loads);
  const counts = { dossiers: panel.dossiers.length, readers: panel.readers.length };
  const refusal = whyNotPropose({ calendar: edition.calendar, ...counts }, call.at);
  if (refusal) return refusal;
  const problem = currentProblem(call, edition, panel, kind);
  const ends = performance.now() + SECONDS * 1_000;
  const solved = await solveProblem(problem, service.solve, () => (ends - performance.now()) / 1_000);
  if ('faults' in solved) throw new Error(`the edition's own problem is faulty: ${solved.faults.join('; ')}`);
  if ('stopped' in solved) return refuse('assignment.tooLong', { seconds: SECONDS });
  if ('cause' in solved) {
    const drawn = drawAssignment(call, edition, typedLoads(loads), [], solved.cause);
    return drawn.kind === 'page' ? { ...drawn, status: 409 } : drawn;
  }
  const made = { kind, problem, digest: digestOf(problem), solution: solved.solution };
  await service.act(accountOf(call).id, 'assignment.proposed', (tx) => keepProposal(tx, edition.id, made));
  return seeOther(`/office/${edition.slug}/assignment`, { key: 'assignment.notice.proposed' });
}

const typedLoads = ({ minLoad, maxLoad }: Loads): Typed => ({
  minLoad: String(minLoad),
  maxLoad: String(maxLoad),
});

function currentProblem(
  call: Call,
  edition: Edition,
  panel: NamedPanel,
  kind: 'whole' | 'top-up',
): ProblemFile {
  const problem = problemOf(panel);
  return kind === 'whole' ? problem : topUpOf(problem, liveAssignments(call.service.db, edition.id));
}

const proposeWhole = route({
  method: 'post',
  path: '/office/:edition/assignment/propose',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: proposeForm,
  handle: (call, edition, loads) => propose(call, edition, 'whole', loads),
  redraw: drawAssignment,
});

const proposeTopUp = route({
  method: 'post',
  path: '/office/:edition/assignment/top-up',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: proposeForm,
  handle: (call, edition, loads) => propose(call, edition, 'top-up', loads),
  redraw: drawAssignment,
});

type ProposalAt = { edition: Edition; proposal: Proposal };

function proposalAt(call: Call, roles: typeof OFFICE_READERS): ProposalAt | null {
  const edition = editionAs(call, roles);
  const proposal = edition && newestProposal(call.service.db, edition.id);
  return edition && proposal && proposal.id === call.params.proposal ? { edition, proposal } : null;
}

const apply = route({
  method: 'post',
  path: '/office/:edition/assignment/proposals/:proposal/apply',
  audience: ['organiser'],
  find: (call) => proposalAt(call, ['organiser']),
  form: emptyForm,
  handle: async (call, { edition, proposal }) => {
    const outcome = await call.service.act(accountOf(call).id, 'assignment.applied', (tx) => {
      const now = wholeEdition(tx.db, edition.id);
      const standing = liveAssignments(tx.db, edition.id);
      const newest = newestProposal(tx.db, edition.id);
      const refusal = whyNotApply({
        newest: newest?.id === proposal.id,
        appliedAt: newest?.appliedAt ?? null,
        digestThen: proposal.problemDigest,
        digestNow: digestOf(problemNow(tx.db, now, proposal)),
        isRepeat: proposal.kind === 'whole' && standing.length > 0,
      });
      if (refusal) return refusal;
      // What the jurors said of themselves is what the assignment rests on: from here on it stands.
      fixJurors(tx, edition.id);
      return applyProposal(tx, edition.id, proposal);
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/assignment`, { key: 'assignment.notice.applied' });
  },
  redraw: (call, { edition }, typed, errors) => drawAssignment(call, edition, typed, errors),
});

/** The problem as it would be put now, under the loads of the proposal. */
function problemNow(db: Call['service']['db'], edition: Edition, proposal: Proposal): ProblemFile {
  const loads = loadsOf(proposal.problem);
  const problem = problemOf(panelOf(db, edition, loads));
  return proposal.kind === 'whole' ? problem : topUpOf(problem, liveAssignments(db, edition.id));
}

function loadsOf({ jurors }: ProblemFile): Loads {
  return {
    minLoad: Math.max(...jurors.map((one) => one.minLoad)),
    maxLoad: Math.max(...jurors.map((one) => one.maxLoad)),
  };
}

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
      for (const reader of panelOf(tx.db, edition, ownLoads(edition)).readers) {
        const dossiers = counts.get(reader.id);
        if (dossiers) mailDossiers(tx, edition, { account: reader.account, dossiers }, String(tx.at));
      }
      return opened;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/assignment`, { key: 'assignment.notice.announced' });
  },
  redraw: drawAssignment,
});

const exportProblem = route({
  method: 'get',
  path: '/office/:edition/assignment/proposals/:proposal/problem.json',
  audience: OFFICE_READERS,
  find: (call) => proposalAt(call, OFFICE_READERS),
  handle: (_call, { proposal }) =>
    data('application/json', `${JSON.stringify(proposal.problem, null, 1)}\n`, 'problem.json'),
});

export const assignmentRoom: Room = {
  name: 'assignment',
  routes: [show, proposeWhole, proposeTopUp, apply, announce, exportProblem],
};
