import type { Edition } from '../editions/pages.ts';
import { shortDecimal } from '../platform/exact/decimal.ts';
import { toNumber } from '../platform/exact/fraction.ts';
import { type Answer, page } from '../platform/http/answer.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { formatNumber } from '../platform/i18n/formats.ts';
import type { Solve } from '../platform/solver/model.ts';
import { adjustedTotals } from '../tally/adjusted.ts';
import { namedJurors } from '../tally/counted-pages.ts';
import { type Model, modelOf } from '../tally/model.ts';
import { tallyClosing } from '../tally/pages.ts';
import { weightSum } from '../tally/rubric.ts';
import { citiesOf, cityOf } from './city-pages.ts';
import { hasConflict } from './decision-pages.ts';
import { type Chance, chancesOf, drawScores, type SmallestChange, smallestChange } from './fragility.ts';
import { type Ground, groundOf } from './ground-pages.ts';
import {
  type Scored,
  type SmallestScoreChange,
  smallestScoreChange,
  type WithoutJuror,
  withoutEachJuror,
} from './score-fragility.ts';
import { selectAwardees } from './selection.ts';

/** How firmly the computed selection stands; each part null where it is not defined. */
type Firmness = {
  winners: string[];
  chances: Chance[] | null;
  single: SmallestScoreChange | null;
  smallest: SmallestChange | null;
  withoutJuror: WithoutJuror[];
};

/** As many draws as keep a page waiting for no more than a moment. */
const DRAWS = 1_000;
const DRAWS_OF_MANY = 200;
const MANY = 200;

/** Only what rests on the same ground is the same; a few grounds are kept, since pages of one meeting ask again. */
const known = new Map<string, Promise<Firmness | null>>();
const MOST_KNOWN = 8;

function firmnessOf(ground: Ground, levels: readonly number[], solve: Solve): Promise<Firmness | null> {
  const kept = known.get(ground.digest);
  if (kept) return kept;
  const made = computeFirmness(ground, levels, solve);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(ground.digest, made);
  made.catch(() => known.delete(ground.digest));
  return made;
}

/** Long work on the thread that answers pages: after a few milliseconds the others come first. */
function pauses(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < 15) return;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  };
}

async function computeFirmness(
  ground: Ground,
  levels: readonly number[],
  solve: Solve,
): Promise<Firmness | null> {
  const { problem, ranking, basis } = ground;
  const result = await selectAwardees(problem, solve);
  if (result.status !== 'optimal' || result.winners === null) return null;
  const pause = pauses();
  const scored = scoredOf(ground);
  const byTotals = basis.decides === 'totals';
  return {
    winners: result.winners,
    chances: await chances(ground, solve, pause),
    single: byTotals
      ? await smallestScoreChange(scored, { problem, ranking, result }, levels, solve, pause)
      : null,
    smallest: smallestChange(result),
    withoutJuror: await withoutEachJuror(scored, result.winners, solve, pause),
  };
}

function scoredOf({ counted, problemOf, basis }: Ground): Scored {
  const { rubric, tally } = counted;
  return {
    panel: tally.panel,
    rubric,
    decidingOn: (panel) => {
      const model = basis.decides === 'adjusted' ? modelOf(panel, rubric) : null;
      return model && adjustedTotals(model, rubric);
    },
    problemOf,
  };
}

async function chances(ground: Ground, solve: Solve, pause: () => Promise<void>): Promise<Chance[] | null> {
  const { counted, problem, basis } = ground;
  const model = modelOf(counted.tally.panel, counted.rubric);
  const errors = model && errorsOf(ground, model);
  if (!errors) return null;
  const draws = problem.candidates.length > MANY ? DRAWS_OF_MANY : DRAWS;
  const scores = drawScores(problem, errors, draws, `${basis.edition} chances`);
  const found = await chancesOf(problem, scores, solve, { afterEach: pause });
  return 'status' in found ? null : found;
}

/**
 * The standard error of each deciding value, in points: of an adjusted value as the model has it, of a total the
 * residual error of its cards' mean (the jurors stay the same, their cards vary as they did); null without residuals.
 */
function errorsOf({ counted, basis }: Ground, { fit, spread }: Model): Map<string, number> | null {
  const variance = fit.residualVariance;
  if (variance === null || (basis.decides === 'adjusted' && spread === null)) return null;
  const { panel } = counted.tally;
  const scale = toNumber(weightSum(counted.rubric));
  const cards = panel.nominations.map(() => 0);
  for (const { nomination } of panel.cards) cards[nomination] = (cards[nomination] ?? 0) + 1;
  const units = (at: number) =>
    basis.decides === 'adjusted' ? (spread?.valueVariance[at] ?? Number.NaN) : 1 / (cards[at] ?? 0);
  return new Map(
    panel.nominations.flatMap((id, at): [string, number][] => {
      const error = Math.sqrt(variance * units(at)) * scale;
      return Number.isFinite(error) ? [[id, error]] : [];
    }),
  );
}

/** The page that says how firm the selection is, in words for people who do not compute. */
export async function drawFirmness(call: Call, edition: Edition): Promise<Answer> {
  const { db, solve } = call.service;
  const title = call.t('decision.firmness.title');
  const base = `/${call.lang}/office/${edition.slug}/decision`;
  if (hasConflict(db, edition, accountOf(call).id))
    return page('decision/firmness', { title, base, whyNot: call.t('decision.conflict') });
  if (tallyClosing(db, edition.id) === null)
    return page('decision/firmness', { title, base, whyNot: call.t('decision.tallyOpen') });
  const ground = groundOf(db, edition);
  const levels = edition.definition.rubric.levels.map(({ points }) => points);
  const found = await firmnessOf(ground, levels, solve);
  if (found === null)
    return page('decision/firmness', { title, base, whyNot: call.t('decision.firmness.none') });
  return page('decision/firmness', {
    title,
    base,
    ...chancesInWords(call, found),
    single: singleInWords(call, edition, found),
    smallest: smallestInWords(call, found),
    ...jurorsInWords(call, ground, found),
  });
}

function chancesInWords(call: Call, { chances: all, winners }: Firmness) {
  if (all === null) return { noChances: call.t('decision.firmness.noChances') };
  const draws = all[0]?.draws ?? 0;
  const sorted = [...all].sort((a, b) => b.chosen - a.chosen);
  const always = sorted.filter(({ chosen }) => chosen === draws).map(({ id }) => id);
  const open = sorted.filter(({ chosen }) => chosen > 0 && chosen < draws);
  return {
    draws,
    always: always.length > 0 ? citiesOf(call, always) : null,
    never: sorted.filter(({ chosen }) => chosen === 0).length,
    chances: open.map(({ id, chosen }) => ({
      city: cityOf(call, id),
      chosen,
      draws,
      isChosen: winners.includes(id),
      text: call.t('decision.firmness.inDraws', { chosen, draws }),
    })),
  };
}

/** The smallest change of one score, in a sentence about one of them, and how many others would do it. */
function singleInWords(call: Call, edition: Edition, { single, winners }: Firmness): string[] | null {
  const [first] = single?.changes ?? [];
  if (!single || !first) return null;
  const named = edition.definition.rubric.criteria.find(({ id }) => id === first.criterion);
  const now = first.winners ?? [];
  const facts = {
    city: cityOf(call, first.nomination),
    criterion: named?.name[call.lang] ?? first.criterion,
    from: first.from,
    to: first.to,
    enters: citiesOf(
      call,
      now.filter((id) => !winners.includes(id)),
    ),
    leaves: citiesOf(
      call,
      winners.filter((id) => !now.includes(id)),
    ),
  };
  const kind = first.winners === null ? 'tie' : 'swap';
  return [
    call.t(`decision.firmness.single.${kind}`, facts),
    call.t('decision.firmness.single.count', {
      points: single.points,
      count: single.changes.length,
      scores: single.scores,
    }),
  ];
}

function smallestInWords(call: Call, { smallest }: Firmness): string | null {
  if (smallest === null) return null;
  const change = formatNumber(call.lang, shortDecimal(smallest.change, 2));
  const [first] = smallest.raised;
  if (!first) return call.t('decision.firmness.change', { change });
  return call.t(`decision.firmness.${smallest.change.num === 0n ? 'level' : 'changeBy'}`, {
    change,
    city: cityOf(call, first.id),
    leaves: citiesOf(call, first.leaves),
  });
}

function jurorsInWords(call: Call, { counted }: Ground, { withoutJuror }: Firmness) {
  const names = namedJurors(call.service.db, counted.due);
  const altering = withoutJuror.filter(({ winners, enters, leaves }) => {
    return winners === null || enters.length > 0 || leaves.length > 0;
  });
  return {
    jurors: altering.map(({ juror, winners, enters, leaves }) => {
      const facts = {
        juror: names.get(juror) ?? '',
        enters: citiesOf(call, enters),
        leaves: citiesOf(call, leaves),
      };
      const kind = winners === null ? 'open' : enters.length === 0 ? 'leaves' : 'swap';
      return call.t(`decision.firmness.juror.${kind}`, facts);
    }),
    sameJurors: call.t('decision.firmness.juror.same', {
      count: withoutJuror.length - altering.length,
      all: withoutJuror.length,
    }),
  };
}
