import { setTimeout as wait } from 'node:timers/promises';
import { editionAs } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { digestOf } from '../platform/digest.ts';
import { type Answer, seeOther } from '../platform/http/answer.ts';
import { accountOf, type Call, route } from '../platform/http/route.ts';
import { type Refusal, refuse } from '../platform/result.ts';
import { type Asked, problemOf, topUpOf } from './affinity.ts';
import { emptyForm, proposeForm } from './forms.ts';
import { liveAssignments, panelOf } from './pages.ts';
import { whyNotPropose } from './policy.ts';
import type { ProblemFile } from './problem.ts';
import { type Ending, runOf, startRun, type Watch } from './running.ts';
import { drawAssignment } from './show-routes.ts';
import { solveProblem, solveWithoutRules } from './solving.ts';
import { keepProposal } from './store.ts';

/** Computing is given up after so long, with the best found. */
const SECONDS = 600;
/** A request waits so long for its answer; what takes longer goes on beside the pages. */
const PATIENCE_MS = 2_000;

type Kind = 'whole' | 'top-up';

/** The problem of an edition as it would be put now; a top-up keeps every pair that stands. */
export function problemNow(
  db: Call['service']['db'],
  edition: Edition,
  kind: Kind,
  asked: Asked,
): ProblemFile {
  const problem = problemOf(panelOf(db, edition, asked));
  return kind === 'whole' ? problem : topUpOf(problem, liveAssignments(db, edition.id));
}

/** Solves what the edition asks for now and keeps the answer as a proposal, here or beside the pages. */
async function propose(
  call: Call,
  edition: Edition,
  kind: Kind,
  typed: { minLoad: number; maxLoad: number; leftOut: Asked['leftOut'] },
): Promise<Answer | Refusal> {
  const { service } = call;
  const { minLoad, maxLoad, leftOut } = typed;
  const asked: Asked = { minLoad, maxLoad, ...(leftOut?.length ? { leftOut } : {}) };
  const panel = panelOf(service.db, edition, asked);
  const counts = { dossiers: panel.dossiers.length, readers: panel.readers.length };
  const refusal = whyNotPropose({ calendar: edition.calendar, ...counts }, call.at);
  if (refusal) return refusal;
  const page = `/office/${edition.slug}/assignment`;
  const known = runOf(service, edition.id);
  // A second press finds the first one at work.
  if (known?.ending === null) return seeOther(page, { key: 'assignment.notice.computing' });
  const { id: account } = accountOf(call);
  const run = startRun(service, edition.id, { kind, startedAt: call.at }, (watch) =>
    compute(service, account, edition, { kind, asked }, watch),
  );
  const ending = await Promise.race([run.done, wait(PATIENCE_MS, null, { ref: false })]);
  if (ending === null) return seeOther(page, { key: 'assignment.notice.computing' });
  if (ending.kind === 'proposed') return seeOther(page, { key: 'assignment.notice.proposed' });
  if (ending.kind !== 'infeasible') return refuse(`assignment.ended.${ending.kind}`);
  const drawn = drawAssignment(call, edition, {
    minLoad: String(minLoad),
    maxLoad: String(maxLoad),
    leftOut: [...(leftOut ?? [])],
  });
  return drawn.kind === 'page' ? { ...drawn, status: 409 } : drawn;
}

async function compute(
  service: Call['service'],
  account: string,
  edition: Edition,
  { kind, asked }: { kind: Kind; asked: Asked },
  watch: Watch,
): Promise<Ending> {
  const ends = performance.now() + SECONDS * 1_000;
  const options = { ...watch, secondsLeft: () => Math.max(0, (ends - performance.now()) / 1_000) };
  try {
    const problem = problemNow(service.db, edition, kind, asked);
    const solved = await solveProblem(problem, service.solve, options);
    if ('faults' in solved)
      throw new Error(`the edition's own problem is faulty: ${solved.faults.join('; ')}`);
    if ('stopped' in solved) return { kind: 'stopped' };
    if ('cause' in solved) return { kind: 'infeasible', cause: solved.cause };
    const beside = await solveWithoutRules(problem, service.solve, options);
    if (watch.signal.aborted) return { kind: 'stopped' };
    const made = { kind, asked, problem, digest: digestOf(problem), solution: solved.solution, beside };
    const proposal = await service.act(account, 'assignment.proposed', (tx) =>
      keepProposal(tx, edition.id, made),
    );
    return { kind: 'proposed', proposal };
  } catch (fault) {
    // Nobody may be waiting for the answer any more: the log has the cause, the page says that it failed.
    service.log.error({ err: fault, edition: edition.id }, 'an assignment could not be computed');
    return { kind: 'failed' };
  }
}

const proposing = (kind: Kind, verb: string) =>
  route({
    method: 'post',
    path: `/office/:edition/assignment/${verb}`,
    audience: ['organiser'],
    find: (call) => editionAs(call, ['organiser']),
    form: proposeForm,
    handle: (call, edition, typed) => propose(call, edition, kind, typed),
    redraw: (call, edition, typed, errors) => drawAssignment(call, edition, typed, errors),
  });

/** Stops what is being computed; nothing is kept, and stopping what has ended changes nothing. */
const cancel = route({
  method: 'post',
  path: '/office/:edition/assignment/cancel',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: emptyForm,
  handle: async (call, edition) => {
    const run = runOf(call.service, edition.id);
    if (run?.ending === null) {
      run.cancel();
      await run.done;
    }
    return seeOther(`/office/${edition.slug}/assignment`, { key: 'assignment.notice.cancelled' });
  },
});

export const proposeRoutes = [proposing('whole', 'propose'), proposing('top-up', 'top-up'), cancel];
