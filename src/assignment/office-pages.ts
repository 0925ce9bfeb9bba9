import { countryName } from '../cities/countries.ts';
import { isOrganiser } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import type { Call } from '../platform/http/route.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import { type Asked, rulesInForce } from './affinity.ts';
import type { Cause } from './cause.ts';
import { givenOf, type Measures, measure, type ProposedSolution } from './changing.ts';
import { juryGraph, sharedTable } from './jury-graph.ts';
import { dossiersFacts } from './messages.ts';
import { latestProposals, liveAssignments, type NamedPanel, type Proposal } from './pages.ts';
import { whyNotChange } from './policy.ts';
import type { Problem } from './problem.ts';
import { readProblem } from './problem-file.ts';
import type { Run } from './running.ts';
import { shownDossiers, shownJurors } from './shown-proposal.ts';

/** The loads that an edition's own rules give. */
export function ownAsked(edition: Edition): Asked {
  const { minLoad, maxLoad } = edition.definition.rules.jury;
  return { minLoad, maxLoad };
}

/** The address of a proposal, with the language. */
export function proposalPath(edition: { slug: string }, proposal: { id: string }): string {
  return `/office/${edition.slug}/assignment/proposals/${proposal.id}`;
}

/** The stored problem of a proposal, laid out; it was read once before it was stored. */
export function problemOfProposal({ problem }: Proposal): Problem {
  const read = readProblem(problem);
  if ('faults' in read) throw new Error(`a stored problem is faulty: ${read.faults[0]?.text}`);
  return read;
}

/** A cause in the reader's language, with names instead of ids. */
export function causeInWords(call: Call, panel: NamedPanel, cause: Cause): string {
  const sentence = call.t(`assignment.cause.${cause.kind}`, {
    dossiers: listed(call, panel.dossiers, ({ cityName }) => cityName, cause.nominations),
    jurors: listed(call, panel.readers, ({ name }) => name, cause.jurors),
    dossierCount: cause.nominations.length,
    jurorCount: cause.jurors.length,
    needed: cause.needed,
    available: cause.available,
    enough: String(cause.needed <= cause.available),
  });
  return panel.rules.regionPanels === true ? `${sentence} ${call.t('assignment.cause.panels')}` : sentence;
}

/** What the page says of computing that goes on, or that ended without a proposal. */
export function shownRun(call: Call, panel: NamedPanel, run: Run | null) {
  if (!run) return {};
  const { ending, progress } = run;
  if (ending === null) {
    const seconds = Math.max(0, Math.round((call.at - run.startedAt) / 1_000));
    return { running: { seconds, models: run.models, steps: progress?.iterations ?? 0 } };
  }
  if (ending.kind === 'infeasible') return { cause: causeInWords(call, panel, ending.cause) };
  return ending.kind === 'proposed' ? {} : { ended: call.t(`assignment.ended.${ending.kind}`) };
}

/** A proposal as its page shows it: in sentences, as charts, pair by pair. */
export function shownProposal(
  call: Call,
  edition: Edition,
  panel: NamedPanel,
  proposal: Proposal,
  newest: boolean,
) {
  const { solution, problem } = proposal;
  const limits = new Map(problem.jurors.map((juror) => [juror.id, juror]));
  const dossiers = shownDossiers(panel.rules, solution.assignments, panel.dossiers, panel.readers);
  const points = dossiers.map((dossier) => dossier.points);
  const components = solution.connectivity.components.length;
  const mayWrite = isOrganiser(call, edition);
  const base = `/${call.lang}${proposalPath(edition, proposal)}`;
  const isChangeable = mayWrite && whyNotChange({ newest, appliedAt: proposal.appliedAt }) === null;
  return {
    id: proposal.id,
    base,
    at: isoOf(proposal.madeAt),
    isApplied: proposal.appliedAt !== null,
    isOld: !newest,
    mayApply: mayWrite && newest && proposal.appliedAt === null,
    mayChange: isChangeable,
    isChanged: 'best' in solution,
    // A top-up holds the pairs that stand as well: applying makes the others.
    pairs: solution.assignments.length - (problem.fixed?.length ?? 0),
    sentences: sentencesOf(call, panel, proposal),
    apart: components > 1 ? call.t('assignment.proposal.apart', { components }) : null,
    spread: spreadOf(call, solution, problem),
    // A chart of bars begins at zero; where a jury is worth less than nothing, the table alone tells it.
    bars:
      Math.min(...points) < 0
        ? []
        : dossiers.map(({ points, worstOff, city }) => ({ value: points, label: city, lit: worstOff })),
    worstPoints: Math.min(...points),
    bestPoints: Math.max(...points),
    worst: dossiers.filter(({ worstOff }) => worstOff).length,
    dossiers: dossiers.map((dossier) => ({
      ...dossier,
      countryName: countryName(call.lang, dossier.country),
      href: `${base}/nominations/${dossier.id}`,
    })),
    jurors: shownJurors(solution.assignments, panel.readers, (id) => limits.get(id)),
    graph: juryGraph(
      sharedTable(
        panel.readers.map(({ id }) => id),
        solution.assignments,
      ),
    ),
  };
}

/** What a proposal reaches and how that is known, what it lost by changes, what its rules cost, how it links the jury. */
function sentencesOf(call: Call, panel: NamedPanel, proposal: Proposal): string[] {
  const { solution, beside } = proposal;
  const number = (text: string) => formatNumber(call.lang, text);
  const facts = {
    pairs: solution.assignments.length,
    least: number(solution.minNomination),
    sum: number(solution.sum),
  };
  const reached =
    'best' in solution
      ? call.t(`assignment.reached.${solution.status}`, {
          ...facts,
          bestLeast: number(solution.best.minNomination),
          bestSum: number(solution.best.sum),
        })
      : call.t(`assignment.proposal.${solution.objective}`, facts);
  const { components, algebraicConnectivity } = solution.connectivity;
  return [
    reached,
    ...proofSentence(call, solution),
    ...(beside && rulesInForce(panel.rules, proposal.asked?.leftOut).length > 0
      ? [
          call.t('assignment.proposal.beside', {
            least: number(beside.minNomination),
            sum: number(beside.sum),
          }),
        ]
      : []),
    ...(components.length === 1
      ? [call.t('assignment.proposal.linked', { linkage: number(algebraicConnectivity.toFixed(2)) })]
      : []),
    ...('best' in solution ? limitNotes(call, panel, measuresOf(proposal)) : []),
  ];
}

function measuresOf(proposal: Proposal): Measures {
  const problem = problemOfProposal(proposal);
  return measure(problem, givenOf(problem, proposal.solution.assignments));
}

function proofSentence(call: Call, solution: ProposedSolution): string[] {
  if ('best' in solution) return [];
  const { kind, gap } = solution.certificate;
  if (kind === 'duals') return [call.t('assignment.proposal.proved')];
  return [call.t('assignment.proposal.bound', { gap: gap === null ? '' : formatNumber(call.lang, gap) })];
}

/** What an assignment changed by hand leaves out of its limits, a sentence each. */
export function limitNotes(call: Call, panel: NamedPanel, { short, over, idle, broken }: Measures): string[] {
  const cities = (ids: readonly string[]) => listed(call, panel.dossiers, ({ cityName }) => cityName, ids);
  const jurors = (ids: readonly string[]) => listed(call, panel.readers, ({ name }) => name, ids);
  const note = (key: string, ids: readonly string[], facts: Record<string, string>) =>
    ids.length > 0 ? [call.t(key, facts)] : [];
  const unruled = broken.map(({ nomination }) => nomination);
  return [
    ...note('assignment.effect.short', short, { cities: cities(short) }),
    ...note('assignment.effect.over', over, { cities: cities(over) }),
    ...note('assignment.effect.idle', idle, { jurors: jurors(idle) }),
    ...note('assignment.effect.broken', unruled, { cities: cities(unruled) }),
  ];
}

/** The names of the things with these ids, as a list in words. */
export function listed<Thing extends { id: string }>(
  call: Call,
  things: readonly Thing[],
  nameOf: (thing: Thing) => string,
  ids: readonly string[],
): string {
  const wanted = new Set(ids);
  return formatList(call.lang, things.filter(({ id }) => wanted.has(id)).map(nameOf));
}

/** The spread of work, and how far it could be tightened at most. */
function spreadOf(call: Call, { assignments }: ProposedSolution, { jurors }: Proposal['problem']): string {
  const loads = jurors.map(({ id }) => assignments.filter(([juror]) => juror === id).length);
  const even = assignments.length / Math.max(jurors.length, 1);
  return call.t('assignment.spread', {
    lowest: Math.min(...loads),
    highest: Math.max(...loads),
    evenLow: Math.floor(even),
    evenHigh: Math.ceil(even),
    same: String(Number.isInteger(even)),
  });
}

/** The latest proposals side by side, so that what other loads or changes cost is seen at a glance. */
export function comparedProposals(call: Call, edition: Edition) {
  return latestProposals(call.service.db, edition.id).map((proposal) => {
    const { solution, asked } = proposal;
    const loads = proposal.problem.jurors.map(
      ({ id }) => solution.assignments.filter(([juror]) => juror === id).length,
    );
    return {
      href: `/${call.lang}${proposalPath(edition, proposal)}`,
      at: isoOf(proposal.madeAt),
      how: call.t(`assignment.how.${'best' in solution ? solution.status : proposal.kind}`),
      asked: asked && call.t('assignment.compared.asked', { minLoad: asked.minLoad, maxLoad: asked.maxLoad }),
      spread: call.t('assignment.compared.spread', {
        lowest: Math.min(...loads),
        highest: Math.max(...loads),
      }),
      least: formatNumber(call.lang, solution.minNomination),
      sum: formatNumber(call.lang, solution.sum),
      linkage: formatNumber(call.lang, solution.connectivity.algebraicConnectivity.toFixed(2)),
      isApplied: proposal.appliedAt !== null,
    };
  });
}

/** Who would be written to, how many, and the mail as the first of them would get it. */
export function shownAnnouncement(call: Call, edition: Edition, { readers }: NamedPanel) {
  const standing = liveAssignments(call.service.db, edition.id);
  const waiting = standing.filter(({ announcedAt }) => announcedAt === null);
  const jurors = new Set(waiting.map(({ juror }) => juror));
  const addressed = readers.filter(({ id }) => jurors.has(id));
  return {
    standing: standing.length,
    waiting: waiting.length,
    waitingJurors: jurors.size,
    waitingNames: formatList(
      call.lang,
      addressed.map(({ name }) => name),
    ),
    mayAnnounce: isOrganiser(call, edition) && waiting.length > 0,
    mail: addressed.slice(0, 1).map(({ id, name, lang }) => {
      const count = waiting.filter(({ juror }) => juror === id).length;
      const facts = { name, ...dossiersFacts(edition, lang, count) };
      const written = (part: string) =>
        call.service.translate(lang, `assignment.mail.dossiers.${part}`, facts);
      return { name, lang, subject: written('subject'), paragraphs: written('body').split('\n\n') };
    })[0],
  };
}
