import { countryName } from '../cities/countries.ts';
import type { Edition } from '../editions/pages.ts';
import type { Call } from '../platform/http/route.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import { faultKey, worthOfPair } from './affinity.ts';
import { type Chain, chainFor } from './chain.ts';
import { type Change, changeGiven, givenOf, type Measures, measure } from './changing.ts';
import {
  causeInWords,
  limitNotes,
  listed,
  ownAsked,
  problemOfProposal,
  proposalPath,
} from './office-pages.ts';
import { computedProposal, type NamedDossier, type NamedPanel, type Proposal, panelOf } from './pages.ts';
import { loadsOf, type Problem } from './problem.ts';
import { type PairReason, reasonsOf } from './reasons.ts';

/** One nomination of a proposal with everything that its page speaks of. */
export type NominationAt = {
  edition: Edition;
  proposal: Proposal;
  panel: NamedPanel;
  dossier: NamedDossier;
  problem: Problem;
  given: Uint8Array;
  /** Its place in the problem. */
  place: number;
};

/** Lays out a nomination of a proposal; null where the proposal does not have it. */
export function nominationIn(
  call: Call,
  { edition, proposal }: Pick<NominationAt, 'edition' | 'proposal'>,
  id: string,
): NominationAt | null {
  const panel = panelOf(call.service.db, edition, proposal.asked ?? ownAsked(edition));
  const problem = problemOfProposal(proposal);
  const place = problem.nominations.indexOf(id);
  const dossier = panel.dossiers.find((one) => one.id === id);
  if (place < 0 || !dossier) return null;
  const given = givenOf(problem, proposal.solution.assignments);
  return { edition, proposal, panel, dossier, problem, given, place };
}

/** The readers of the nomination, each with the sentence that says why. */
export function shownReaders(call: Call, at: NominationAt) {
  const { panel, dossier, problem, given, place, proposal } = at;
  const computed = computedProposal(call.service.db, proposal);
  const before = givenOf(problem, computed.solution.assignments);
  const reasons = new Map(
    (reasonsOf(problem, computed.solution, before, place) ?? []).map((reason) => [reason.juror, reason]),
  );
  const loads = loadsOf(problem, given);
  return panel.readers.flatMap((reader) => {
    const j = problem.jurors.findIndex(({ id }) => id === reader.id);
    if (j < 0 || given[place * problem.jurors.length + j] !== 1) return [];
    const { points, themes, otherRegion, firstLanguage } = worthOfPair(panel.rules, reader, dossier);
    return [
      {
        id: reader.id,
        name: reader.name,
        points,
        themes: themes.length,
        otherRegion,
        firstLanguage,
        load: loads[j] ?? 0,
        most: problem.jurors[j]?.maxLoad ?? 0,
        why: whyWords(call, panel, reasons.get(reader.id)),
      },
    ];
  });
}

/** Why a pair stands, as one sentence in the reader's language. */
function whyWords(call: Call, panel: NamedPanel, reason: PairReason | undefined): string {
  if (!reason) return call.t('assignment.why.byHand');
  const number = (text: string) => formatNumber(call.lang, text);
  const names = new Map(panel.readers.map(({ id, name }) => [id, name]));
  const time = Number(reason.price) > 0 ? 'dear' : Number(reason.price) < 0 ? 'owed' : 'free';
  return call.t(`assignment.why.${reason.kind}`, {
    worth: number(reason.worth),
    time,
    price: number(reason.price.replace('-', '')),
    isLoss: String(reason.loss !== '0'),
    loss: number(reason.loss),
    floor: number(reason.floor ?? '0'),
    instead: formatList(
      call.lang,
      reason.instead.map((id) => names.get(id) ?? id),
    ),
  });
}

/** Everybody who is not in the jury, as choices with what they are worth here and their load. */
export function otherReaders(
  call: Call,
  { panel, dossier, problem, given, place }: NominationAt,
  chosen: string,
) {
  const loads = loadsOf(problem, given);
  return panel.readers.flatMap((reader) => {
    const j = problem.jurors.findIndex(({ id }) => id === reader.id);
    if (j < 0 || given[place * problem.jurors.length + j] === 1) return [];
    const { points } = worthOfPair(panel.rules, reader, dossier);
    const facts = { name: reader.name, points, load: loads[j] ?? 0, most: problem.jurors[j]?.maxLoad ?? 0 };
    return [{ value: reader.id, label: call.t('assignment.reader', facts), chosen: reader.id === chosen }];
  });
}

/** The other dossiers, as choices for what goes the other way. */
export function otherDossiers(call: Call, { panel, dossier }: NominationAt, chosen: string) {
  return panel.dossiers
    .filter(({ id }) => id !== dossier.id)
    .map(({ id, cityName, country }) => ({
      value: id,
      label: `${cityName}, ${countryName(call.lang, country)}`,
      chosen: id === chosen,
    }));
}

/** The effect of a change in facts before and after, or the sentence that says why it cannot be. */
export function shownEffect(call: Call, at: NominationAt, change: Change) {
  const after = changeGiven(at.problem, at.given, change);
  if (typeof after === 'string') return { refusal: call.t(faultKey(at.panel.rules, after)) };
  const [before, then] = [measure(at.problem, at.given), measure(at.problem, after)];
  return { rows: comparedMeasures(call, before, then), notes: limitNotes(call, at.panel, then) };
}

/** Two assignments side by side: what is measured, before and after. */
export function comparedMeasures(call: Call, before: Measures, after: Measures) {
  const number = (text: string) => formatNumber(call.lang, text);
  const spread = ({ lowestLoad: lowest, highestLoad: highest }: Measures) =>
    call.t('assignment.compared.spread', { lowest, highest });
  const row = (term: string, write: (of: Measures) => string) => ({
    term: call.t(`assignment.compared.${term}`),
    before: write(before),
    after: write(after),
  });
  return [
    row('sum', ({ sum }) => number(sum)),
    row('least', ({ least }) => number(least)),
    row('loads', spread),
    row('linkage', ({ linkage, components }) => number((components === 1 ? linkage : 0).toFixed(2))),
  ];
}

const CHAIN_SECONDS = 10;

/** What forcing a juror into this jury would take: the chain of changes in words, with the measures around it. */
export async function shownChain(call: Call, at: NominationAt, juror: string) {
  const name = at.panel.readers.find(({ id }) => id === juror)?.name;
  const j = at.problem.jurors.findIndex(({ id }) => id === juror);
  if (name === undefined || j < 0) return null;
  const ends = performance.now() + CHAIN_SECONDS * 1_000;
  const chain = await chainFor(
    at.problem,
    at.given,
    { juror: j, nomination: at.place },
    {
      solve: call.service.solve,
      secondsLeft: () => Math.max(0, (ends - performance.now()) / 1_000),
    },
  );
  return { name, ...chainInWords(call, at, chain) };
}

function chainInWords(call: Call, { panel }: NominationAt, chain: Chain) {
  switch (chain.status) {
    case 'closed':
      return { verdict: call.t(faultKey(panel.rules, chain.reason)) };
    case 'stopped':
      return { verdict: call.t('assignment.chain.stopped') };
    case 'impossible':
      return { verdict: causeInWords(call, panel, chain.cause) };
    case 'possible': {
      const jurors = (ids: readonly string[]) => listed(call, panel.readers, ({ name }) => name, ids);
      const steps = chain.steps.map(({ nomination, out, into }) => {
        const city = listed(call, panel.dossiers, ({ cityName }) => cityName, [nomination]);
        const kind = out.length === 0 ? 'joins' : into.length === 0 ? 'leaves' : 'replaces';
        return call.t(`assignment.chain.${kind}`, { city, into: jurors(into), out: jurors(out) });
      });
      return { steps, rows: comparedMeasures(call, chain.before, chain.after) };
    }
  }
}

/** Where the nomination's page stands, with the language. */
export function nominationPath(call: Call, { edition, proposal, dossier }: NominationAt): string {
  return `/${call.lang}${proposalPath(edition, proposal)}/nominations/${dossier.id}`;
}
