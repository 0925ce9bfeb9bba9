import { REGIONS } from '../editions/definition.ts';
import { isOrganiser } from '../editions/office.ts';
import type { Edition } from '../editions/pages.ts';
import { namesOf } from '../people/pages.ts';
import { decimalOrFraction } from '../platform/exact/decimal.ts';
import { subtract, sum } from '../platform/exact/fraction.ts';
import { type Answer, type FieldError, page } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatList } from '../platform/i18n/formats.ts';
import { measured, type Override, withOverrides } from './by-hand.ts';
import { costInWords, readFigure, whyNotDecide, writtenTotal } from './decision-pages.ts';
import { type Ground, groundOf } from './ground-pages.ts';
import { instanceOf } from './instance.ts';
import { type StandingSelection, standingSelection } from './pages.ts';
import { drawnRanking, wordsOn } from './ranking-pages.ts';
import type { Record } from './record.ts';
import { droppableRules } from './rule-costs.ts';
import { selectAwardees } from './selection.ts';
import { type Supposition, supposed } from './what-if.ts';
import { breachInWords, causeInWords, ruleAsTitle, type Words } from './words.ts';

/** The moves that the address tries, in its order; what is not ranked is no move. */
export function triedMoves(query: URLSearchParams, ground: Ground): Override[] {
  const ranked = new Set(ground.problem.candidates.map(({ id }) => id));
  const moves = (['in', 'out'] as const).flatMap((side) =>
    query.getAll(side).map((nomination) => ({ nomination, side, reason: '', by: '' })),
  );
  const first = new Map(moves.map((one) => [one.nomination, one]));
  return [...first.values()].filter(({ nomination }) => ranked.has(nomination));
}

/** The address that tries these moves. */
export function triedPath(base: string, moves: readonly Pick<Override, 'nomination' | 'side'>[]): string {
  const query = new URLSearchParams(
    moves.map(({ side, nomination }): [string, string] => [side, nomination]),
  );
  return moves.length === 0 ? base : `${base}?${query}`;
}

/** The page on which a meeting moves cities by hand and supposes other rules; only what has a reason is kept. */
export async function drawMeeting(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Promise<Answer> {
  const { db } = call.service;
  const title = call.t('decision.meeting.title');
  const decision = `/${call.lang}/office/${edition.slug}/decision`;
  const refusal = whyNotDecide(db, edition, accountOf(call).id, call.at);
  const standing = refusal ? null : standingSelection(db, edition.id);
  if (standing === null || standing.changes.length > 0 || standing.record.result.status === 'badInput') {
    const whyNot = refusal
      ? call.t(refusal.code, refusal.facts)
      : call.t(standing === null ? 'decision.meeting.compute' : 'decision.changed');
    return page('decision/meeting', { title, decision, whyNot });
  }
  const ground = groundOf(db, edition);
  const words = wordsOn(call, edition, standing.record);
  const meeting = { call, words, ground, standing, base: `${decision}/meeting` };
  const tried = triedMoves(call.query, ground);
  return page('decision/meeting', {
    title,
    decision,
    dossiers: `/${call.lang}/office/${edition.slug}/nominations`,
    isTied: standing.record.awardees === null,
    mayMove: isOrganiser(call, edition) && standing.record.awardees !== null,
    ...ranked(meeting, tried),
    trial: trialOf(meeting, tried),
    kept: keptMoves(meeting),
    ...(await whatIf(meeting)),
    typed,
    errors: errorTexts(call, errors),
  });
}

type Meeting = { call: Call; words: Words; ground: Ground; standing: StandingSelection; base: string };

function ranked({ call, words, ground, standing, base }: Meeting, tried: readonly Override[]) {
  const { record } = standing;
  const drawn = drawnRanking(call, words, ground, record);
  const now = new Set(record.awardees);
  const after = withOverrides(now, tried);
  const inRules = new Set(ground.problem.candidates.map(({ id }) => id));
  return {
    ...drawn,
    try: record.awardees !== null,
    rows: drawn.rows.map((row) => {
      const side = after.has(row.id) ? 'out' : 'in';
      const others = tried.filter(({ nomination }) => nomination !== row.id);
      // A city that is moved back to where it stands is no move any more.
      const moves =
        now.has(row.id) === (side === 'in') ? others : [...others, { nomination: row.id, side } as const];
      const trial = { href: triedPath(base, moves), label: call.t(`decision.meeting.${side}`) };
      return { ...row, isChosen: after.has(row.id), trial: inRules.has(row.id) ? trial : null };
    }),
  };
}

/** What a tried set breaks and costs, with a form for each move that asks for its reason. */
function trialOf({ call, words, ground, standing, base }: Meeting, tried: readonly Override[]) {
  const { record } = standing;
  if (tried.length === 0 || record.awardees === null) return null;
  const best = record.result.status === 'optimal' ? readFigure(String(record.result.total)) : null;
  const chosen = withOverrides(new Set(record.awardees), tried);
  const { breaches, total, shortfall } = measured(ground.problem, chosen, best, tried);
  return {
    summary: call.t('decision.meeting.summary', { count: chosen.size, sum: writtenTotal(call, total) }),
    breaches: breaches.map((breach) => breachInWords(words, breach)),
    cost: costInWords(call, shortfall),
    nothing: base,
    moves: tried.map(({ nomination, side }, at) => ({
      nomination,
      side,
      field: at === 0 ? 'reason' : `reason-${at}`,
      action: triedPath(`${base}/move`, tried),
      text: call.t(`decision.meeting.reason-${side}`, { city: words.nameOf(nomination)?.city ?? '' }),
    })),
  };
}

function keptMoves({ call, words, standing }: Meeting) {
  const overrides = standing.record.byHand?.overrides ?? [];
  const names = namesOf(
    call.service.db,
    overrides.map(({ by }) => by),
  );
  return overrides.map(({ nomination, side, reason, by }) => ({
    nomination,
    reason,
    text: call.t(`decision.move.${side}`, {
      city: words.nameOf(nomination)?.city ?? '',
      name: names.get(by)?.name ?? '',
    }),
  }));
}

const figure = (text: string | null, most: number) =>
  text !== null && /^\d{1,4}$/.test(text.trim()) ? Math.min(Number(text), most) : undefined;

/** The supposition of the address; what means nothing is left out. */
export function suppositionIn(query: URLSearchParams, rules: readonly string[]): Supposition {
  const without = query.get('without');
  const seats = figure(query.get('seats'), 1_000);
  const max = figure(query.get('most'), 1_000);
  const region = REGIONS.find((code) => code === query.get('region'));
  return {
    ...(without !== null && rules.includes(without) ? { without } : {}),
    ...(seats === undefined ? {} : { seats }),
    ...(region && max !== undefined ? { region: { name: region, max } } : {}),
  };
}

/** The best selection under other rules beside the one under these: shown as a supposition, kept nowhere. */
async function whatIf({ call, words, ground, standing }: Meeting) {
  const { problem } = ground;
  const rules = droppableRules(problem, instanceOf(problem));
  const supposition = suppositionIn(call.query, rules);
  const { without, seats, region } = supposition;
  return {
    rules: rules.map((rule) => ({ value: rule, label: ruleAsTitle(words, rule), chosen: rule === without })),
    regionChoices: REGIONS.map((code) => ({
      value: code,
      label: call.t(`platform.region.${code}`),
      chosen: code === region?.name,
    })),
    supposed: { seats: seats ?? '', most: region?.max ?? '' },
    answer:
      Object.keys(supposition).length === 0
        ? null
        : await answerTo(call, words, ground, standing.record, supposition),
  };
}

async function answerTo(
  call: Call,
  words: Words,
  { problem }: Ground,
  record: Record,
  supposition: Supposition,
): Promise<string> {
  const result = await selectAwardees(supposed(problem, supposition), call.service.solve, {
    withoutRuleCosts: true,
  });
  if (result.status === 'infeasible') return causeInWords(words, result.cause);
  if (result.status !== 'optimal') return call.t('decision.meeting.unknown');
  const computed = (record.result.winners ?? record.choice?.chosen ?? []) as string[];
  const now = new Set(computed);
  const then = result.winners ?? result.oneOptimum;
  const named = (ids: readonly string[]) =>
    formatList(
      call.lang,
      ids.map((id) => words.nameOf(id)?.city ?? id),
    );
  const enters = then.filter((id) => !now.has(id));
  const leaves = computed.filter((id) => !then.includes(id));
  const total = sum(problem.candidates.filter(({ id }) => now.has(id)).map(({ score }) => score));
  const kind =
    enters.length === 0 && leaves.length === 0 ? 'same' : result.winners === null ? 'tie' : 'other';
  return call.t(`decision.meeting.answer.${kind}`, {
    count: then.length,
    sum: writtenTotal(call, decimalOrFraction(result.total)),
    difference: writtenTotal(call, decimalOrFraction(subtract(result.total, total))),
    enters: enters.length === 0 ? call.t('decision.nobodyIn') : named(enters),
    leaves: leaves.length === 0 ? call.t('decision.nobodyIn') : named(leaves),
  });
}
