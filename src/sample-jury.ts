import { problemOf, topUpOf } from './assignment/affinity.ts';
import { mailDossiers } from './assignment/messages.ts';
import { liveAssignments, newestProposal, panelOf } from './assignment/pages.ts';
import type { ProblemFile } from './assignment/problem.ts';
import { solveProblem } from './assignment/solving.ts';
import { announceAssignments, applyProposal, keepProposal, recuseAssignment } from './assignment/store.ts';
import { acceptedJurors, jurorById, jurorsOf, standingConflicts } from './jury/pages.ts';
import { acceptInvitation, declareConflict, fixJurors, inviteJuror, settleSuggestion } from './jury/store.ts';
import { DAY } from './platform/clock.ts';
import { digestOf } from './platform/digest.ts';
import { assert, isRefusal } from './platform/result.ts';
import { editionOf, nominationOf, type Stage } from './sample-call.ts';
import { AFFILIATIONS, JURY, jurorAddress, PARTS, SHOWN_JURORS } from './sample-cast.ts';
import { readingsOfEdition } from './scoring/pages.ts';

/** Invites the jury; the first so many of the list accept, each for themselves. */
export async function playInvitations(stage: Stage, accepting: number): Promise<void> {
  const { act, organiser, service, id } = stage;
  await act(organiser, 'juror.invited', (tx) => {
    for (const [name, country, region, languages, expertise] of JURY) {
      const affiliations = [AFFILIATIONS[name] ?? []].flat();
      const profile = { country, region, languages, expertise, affiliations, maxLoad: 12 };
      const who = { name, address: jurorAddress(name), lang: languages[0] ?? 'en' };
      assert(!isRefusal(inviteJuror(tx, editionOf(stage), who, profile)), `${name} is invited`);
    }
  });
  const first = new Set(JURY.slice(0, accepting).map(([name]) => name));
  for (const juror of jurorsOf(service.db, id).filter(({ name }) => first.has(name)))
    await act(juror.accountId, 'juror.accepted', (tx) => acceptInvitation(tx, editionOf(stage), juror));
}

/** The rest of the jury accepts. */
export async function playAcceptances({ act, service, id, ...stage }: Stage): Promise<void> {
  for (const juror of jurorsOf(service.db, id).filter(({ state }) => state === 'invited'))
    await act(juror.accountId, 'juror.accepted', (tx) =>
      acceptInvitation(tx, editionOf({ act, service, id, ...stage }), juror),
    );
}

/** What an organiser decides on the suggestions: one stands, one is refused for good, the others still wait. */
export async function settleSuggestions(
  stage: Stage,
  cities: Readonly<Record<string, 'confirmed' | 'refused'>>,
) {
  const { act, organiser, service, id } = stage;
  for (const [city, outcome] of Object.entries(cities)) {
    const { id: nomination } = nominationOf(stage, city);
    const found = standingConflicts(service.db, id).find(
      (one) => one.nomination === nomination && one.kind === 'suggested',
    );
    assert(found !== undefined, `a suggestion names ${city}`);
    await act(organiser, 'conflict.settled', (tx) =>
      settleSuggestion(tx, { edition: id, juror: found.juror, nomination, reason: found.reason, outcome }),
    );
  }
}

function jurorNamed({ service, id }: Stage, name: string) {
  const found = acceptedJurors(service.db, id).find((one) => one.name === name);
  assert(found !== undefined, `${name} sits in the jury`);
  return found;
}

/** Keeps an assignment that was solved as a proposal: whole, or filling what is open. */
async function propose(stage: Stage, kind: 'whole' | 'top-up'): Promise<void> {
  const { service, act, organiser, id } = stage;
  const edition = editionOf(stage);
  const { minLoad, maxLoad } = edition.definition.rules.jury;
  const whole = problemOf(panelOf(service.db, edition, { minLoad, maxLoad }));
  const problem: ProblemFile =
    kind === 'whole'
      ? { ...whole, fixed: shownPairs(stage) }
      : topUpOf(whole, liveAssignments(service.db, id));
  const solved = await solveProblem(problem, service.solve);
  assert('solution' in solved, `the sample has an assignment: ${JSON.stringify(solved).slice(0, 400)}`);
  const made = { kind, problem, digest: digestOf(problem), solution: solved.solution };
  await act(organiser, 'assignment.proposed', (tx) => keepProposal(tx, id, made));
}

/** Whose pages are shown reads the city whose pages are shown. */
function shownPairs(stage: Stage): [string, string][] {
  return Object.values(SHOWN_JURORS)
    .map(({ name, city }): [string, string] => [jurorNamed(stage, name).id, nominationOf(stage, city).id])
    .sort();
}

/** Applies the newest proposal and opens its dossiers to the jurors, who are told. */
export async function applyNewest(stage: Stage): Promise<void> {
  const { act, organiser, id } = stage;
  await act(organiser, 'assignment.applied', (tx) => {
    const proposal = newestProposal(tx.db, id);
    assert(proposal !== null, 'a proposal that was kept');
    fixJurors(tx, id);
    return applyProposal(tx, id, proposal);
  });
  await act(organiser, 'assignment.announced', (tx) => {
    for (const [juror, dossiers] of announceAssignments(tx, id)) {
      const account = jurorById(tx.db, id, juror)?.accountId;
      assert(account !== undefined, 'who was assigned sits in the jury');
      mailDossiers(tx, editionOf(stage), { account, dossiers }, String(tx.at));
    }
  });
}

/** Solves the assignment, applies it and opens the dossiers to the jurors. */
export async function playAssignment(stage: Stage): Promise<void> {
  await propose(stage, 'whole');
  await applyNewest(stage);
}

const KEPT: readonly string[] = [...PARTS.tied, ...Object.values(SHOWN_JURORS).map(({ city }) => city)];

/** The first dossier of a juror, not begun, that may be handed back without spoiling what the sample shows. */
function dossierToHandBack(stage: Stage, juror: string) {
  const kept = new Set(KEPT.map((city) => nominationOf(stage, city).id));
  const found = readingsOfEdition(stage.service.db, editionOf(stage)).find(
    (one) => one.juror === juror && one.scorecard === null && !kept.has(one.nomination),
  );
  assert(found !== undefined, 'a juror with a dossier to hand back');
  return found;
}

/** Declares a conflict and hands the dossier back; somebody else gets it two days later. */
export async function playReplacedRecusal(stage: Stage): Promise<void> {
  const { act, clock, id: edition } = stage;
  const { id: juror, accountId } = jurorNamed(stage, 'Thandiwe Mokoena');
  const { assignment, nomination } = dossierToHandBack(stage, juror);
  const reason = 'I sat on the board of its university until last year.';
  await act(accountId, 'conflict.declared', (tx) => {
    declareConflict(tx, { edition, juror, nomination, reason });
    recuseAssignment(tx, { assignment, reason });
  });
  clock.advance(2 * DAY);
  await propose(stage, 'top-up');
  await applyNewest(stage);
}

/** Hands a dossier back; a proposal that fills the place waits for an organiser. */
export async function playOpenRecusal(stage: Stage): Promise<void> {
  const { id: juror, accountId } = jurorNamed(stage, 'Chiara Valdés-Romano');
  const { assignment } = dossierToHandBack(stage, juror);
  const reason = 'Asesoré a la ciudad en este mismo plan.';
  await stage.act(accountId, 'dossier.handedBack', (tx) => recuseAssignment(tx, { assignment, reason }));
  await propose(stage, 'top-up');
}
