import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemOf } from './assignment/affinity.ts';
import { liveAssignments, newestProposal, panelOf } from './assignment/pages.ts';
import { solveProblem } from './assignment/solving.ts';
import { announceAssignments, applyProposal, keepProposal, recuseAssignment } from './assignment/store.ts';
import type { Region } from './editions/definition.ts';
import type { Edition } from './editions/pages.ts';
import { acceptedJurors, jurorsOf } from './jury/pages.ts';
import { acceptInvitation, declareConflict, fixJurors, inviteJuror } from './jury/store.ts';
import { nominationById } from './nominations/pages.ts';
import type { Act, Tx } from './platform/act.ts';
import type { Instant } from './platform/clock.ts';
import { digestOf } from './platform/digest.ts';
import type { Lang } from './platform/i18n/lang.ts';
import { paths } from './platform/paths.ts';
import { assert, isRefusal } from './platform/result.ts';
import type { Service } from './platform/service.ts';
import { drawn } from './sample-dossiers.ts';
import { lockScorecard, openScorecard, saveScores } from './scoring/store.ts';
import { screenedNominations } from './screening/pages.ts';
import { decideEligibility, shortlist } from './screening/store.ts';

type Seat = [name: string, country: string, region: Region, languages: Lang[], expertise: string[]];

/** Fifteen invented people, three from each region. */
export const JURY: readonly Seat[] = [
  ['Amara Diallo-Berg', 'ML', 'AFR', ['fr', 'en', 'es'], ['access', 'culture']],
  ['Thandiwe Mokoena', 'ZW', 'AFR', ['en', 'fr'], ['plan', 'monitoring']],
  ['Kwabena Osei-Tutu', 'GH', 'AFR', ['en', 'es'], ['resources', 'innovation']],
  ['Rania Haddad', 'LB', 'ARB', ['fr', 'en', 'es'], ['coordination', 'network']],
  ['Yusuf Al-Mansouri', 'KW', 'ARB', ['en', 'fr'], ['access', 'plan']],
  ['Salma Benkirane', 'MA', 'ARB', ['fr', 'es', 'en'], ['monitoring', 'culture']],
  ['Sunil Perera', 'LK', 'APA', ['en', 'es'], ['innovation', 'resources']],
  ['Mei-Ling Tan', 'SG', 'APA', ['en', 'fr'], ['plan', 'access']],
  ['Hiroshi Nakagawa', 'JP', 'APA', ['en', 'es', 'fr'], ['coordination', 'monitoring']],
  ['Aoife Brennan', 'IE', 'ENA', ['en', 'fr', 'es'], ['culture', 'network']],
  ['Łukasz Żeleński', 'PL', 'ENA', ['en', 'es'], ['access', 'innovation']],
  ['Chiara Valdés-Romano', 'IT', 'ENA', ['es', 'fr', 'en'], ['resources', 'plan']],
  ['Inés Caballero Ruiz', 'UY', 'LAC', ['es', 'en', 'fr'], ['access', 'coordination']],
  ['João Batista Quispe', 'BO', 'LAC', ['es', 'en'], ['culture', 'monitoring']],
  ['Marie-Claire Étienne', 'HT', 'LAC', ['fr', 'es', 'en'], ['network', 'innovation']],
];

/** The address of a juror in the sample. */
export const jurorAddress = (name: string) =>
  `${name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁ]/g, 'l')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')}@jury.invalid`;

/** Invites the jury of the sample. */
export function inviteJury(tx: Tx, edition: Edition): void {
  for (const [name, country, region, languages, expertise] of JURY) {
    const affiliations = name === 'Aoife Brennan' ? ['Visiting scholar at the University of Manizales'] : [];
    const profile = { country, region, languages, expertise, affiliations, maxLoad: 12 };
    const lang = languages[0] ?? 'en';
    assert(
      !isRefusal(inviteJuror(tx, edition, { name, address: jurorAddress(name), lang }, profile)),
      `${name} is invited`,
    );
  }
}

/** All but nobody accept. */
export function acceptAll(tx: Tx, edition: Edition): void {
  for (const juror of jurorsOf(tx.db, edition.id)) acceptInvitation(tx, edition, juror);
}

/** Decides on dossiers: those with a finding that is not met are not eligible; the best documented go to the jury. */
export function screenAll(tx: Tx, edition: Edition, at: Instant, most: number): void {
  let listed = 0;
  for (const { nomination, findings } of screenedNominations(tx.db, edition, at)) {
    const against = findings.filter(({ state }) => state === 'notMet');
    const unclear = findings.filter(({ state }) => state === 'unclear');
    const outcome = against.length > 0 ? 'ineligible' : 'eligible';
    const words = outcome === 'eligible' ? 'All findings were looked at.' : 'A rule of the call is not met.';
    const why =
      outcome === 'eligible' && unclear.length > 0
        ? 'The secretariat asked the network and has the date on paper.'
        : null;
    decideEligibility(tx, nomination, { outcome, reason: words, against: why, findings });
    if (outcome === 'eligible' && listed < most) {
      shortlist(tx, nomination);
      listed += 1;
    }
  }
}

/** Solves the assignment, applies it and opens the dossiers to the jurors. */
export async function assignAll(service: Service, act: Act, edition: Edition, actor: string): Promise<void> {
  const { minLoad, maxLoad } = edition.definition.rules.jury;
  const problem = problemOf(panelOf(service.db, edition, { minLoad, maxLoad }));
  const solved = await solveProblem(problem, service.solve);
  assert('solution' in solved, `the sample has an assignment: ${JSON.stringify(solved).slice(0, 400)}`);
  const made = {
    kind: 'whole' as const,
    problem,
    digest: digestOf(problem),
    solution: solved.solution,
  };
  await act(actor, 'assignment.proposed', (tx) => keepProposal(tx, edition.id, made));
  await act(actor, 'assignment.applied', (tx) => {
    const proposal = newestProposal(tx.db, edition.id);
    assert(proposal !== null, 'a proposal that was kept');
    fixJurors(tx, edition.id);
    return applyProposal(tx, edition.id, proposal);
  });
  await act(actor, 'assignment.announced', (tx) => announceAssignments(tx, edition.id));
}

type RemarkPool = Record<string, Record<string, string[]>>;
const remarks = Object.fromEntries(
  (['en', 'fr', 'es'] as const).map((lang) => [
    lang,
    JSON.parse(readFileSync(join(paths.seed, 'sample', `remarks-${lang}.json`), 'utf8')) as RemarkPool,
  ]),
) as Record<Lang, RemarkPool>;

const TIED = ['Gdynia', 'Renca'];

/** Points of a juror on a criterion: the city's worth, the juror's severity and a spread, all drawn from names. */
function pointsOf(city: string, juror: string, criterion: string, most: number): number {
  if (TIED.includes(city)) return 3;
  const worth = 1.4 + 2.2 * drawn('worth', city) + 0.8 * (drawn('criterion', city, criterion) - 0.5);
  const severity = 0.9 * (drawn('severity', juror) - 0.5);
  const spread = 1.3 * (drawn('spread', city, juror, criterion) - 0.5);
  return Math.max(0, Math.min(most, Math.round(worth + severity + spread)));
}

/** Scores the share of each juror's list; the last card of each is left in draft where the share is not whole. */
export function scoreShare(tx: Tx, edition: Edition, share: number): void {
  const names = new Map(acceptedJurors(tx.db, edition.id).map((juror) => [juror.id, juror]));
  const byJuror = new Map<string, ReturnType<typeof liveAssignments>>();
  for (const one of liveAssignments(tx.db, edition.id))
    byJuror.set(one.juror, [...(byJuror.get(one.juror) ?? []), one]);
  for (const [juror, own] of byJuror) {
    const done =
      share >= 1
        ? own.length
        : Math.floor(own.length * share * (0.4 + 0.9 * drawn('pace', names.get(juror)?.name ?? '')));
    own.slice(0, done + 1).forEach((one, index) => {
      scoreCard(
        tx,
        edition,
        one,
        names.get(juror)?.languages[0] ?? 'en',
        names.get(juror)?.name ?? '',
        index < done,
      );
    });
  }
}

function scoreCard(
  tx: Tx,
  edition: Edition,
  one: { id: string; juror: string; nomination: string },
  lang: Lang,
  name: string,
  isWhole: boolean,
): void {
  const of = { assignment: one.id, edition: edition.id, juror: one.juror, nomination: one.nomination };
  const scorecard = openScorecard(tx, of);
  const city = nominationById(tx.db, one.nomination)?.cityName ?? '';
  const { criteria, levels } = edition.definition.rubric;
  const most = Math.max(...levels.map(({ points }) => points));
  const scored = criteria.slice(0, isWhole ? criteria.length : 4).map(({ id }) => {
    const points = pointsOf(city, name, id, most);
    const pool = remarks[lang][id]?.[String(points)] ?? [];
    const remark =
      drawn('remark', city, name, id) < 0.5
        ? (pool[Math.floor(drawn('pick', city, name, id) * pool.length)] ?? '')
        : '';
    return { criterion: id, points, remark, seen: 0 };
  });
  assert(
    !isRefusal(saveScores(tx, { scorecard, edition: edition.id }, scored)),
    'scores of the sample are saved',
  );
  if (isWhole) lockScorecard(tx, edition, { scorecard, nomination: one.nomination, juror: one.juror });
}

/** One juror declares a conflict, another hands a dossier back. */
export function handBackTwo(tx: Tx, edition: Edition): void {
  const [first, second] = liveAssignments(tx.db, edition.id).filter(
    (one, index, all) => all.findIndex(({ juror }) => juror === one.juror) === index,
  );
  if (first) {
    const reason = 'I sat on the board of its university until last year.';
    declareConflict(tx, { edition: edition.id, juror: first.juror, nomination: first.nomination, reason });
    recuseAssignment(tx, { assignment: first.id, reason });
  }
  if (second)
    recuseAssignment(tx, { assignment: second.id, reason: 'I advised the city on this very plan.' });
}
