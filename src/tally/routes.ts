import { countryName } from '../cities/countries.ts';
import { editionAs, isOrganiser, OFFICE_READERS } from '../editions/office.ts';
import { type Edition, wholeEdition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import { printDecimal } from '../platform/exact/decimal.ts';
import { type Fraction, toNumber } from '../platform/exact/fraction.ts';
import { type Answer, type FieldError, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, type Room, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatNumber } from '../platform/i18n/formats.ts';
import { isRefusal } from '../platform/result.ts';
import { closeScoring } from '../scoring/store.ts';
import { jurorProgress, scoresForTally } from '../scoring/tally-pages.ts';
import { closeForm } from './forms.ts';
import {
  type Beside,
  besideTotals,
  sharedRanks,
  type TalliedNomination,
  tallyClosing,
  tallyOf,
  tieRuleName,
} from './pages.ts';
import { whyNotClose } from './policy.ts';
import { closeTally } from './store.ts';

const written = (call: Call, value: Fraction | null) =>
  value === null ? null : formatNumber(call.lang, printDecimal(value, 2), 2);

function intervalOf(call: Call, one: TalliedNomination, beside: Beside | null) {
  const own = beside?.byNomination.get(one.nomination);
  if (!own) return {};
  const [low, high] = own.interval ?? [];
  const facts = { city: one.city, rank: one.rank ?? 0, low: low ?? 0, high: high ?? 0 };
  return {
    adjusted: written(call, own.adjusted),
    ...(own.interval && one.rank !== null ? { low, high, rankLabel: call.t('tally.interval', facts) } : {}),
  };
}

function rowOf(
  call: Call,
  edition: Edition,
  one: TalliedNomination,
  shared: Set<number>,
  beside: Beside | null,
) {
  const { rank, tieBrokenBy } = one;
  return {
    rank,
    isTied: rank !== null && shared.has(rank),
    tieRule:
      tieBrokenBy === null
        ? null
        : call.t('tally.tieRule', { rule: tieRuleName(call, edition, tieBrokenBy) }),
    city: one.city,
    country: countryName(call.lang, one.country),
    region: one.region,
    total: written(call, one.total),
    exact: one.total === null ? null : `${one.total.num}/${one.total.den}`,
    mean: one.mean === null ? 0 : toNumber(one.mean),
    meanWritten: written(call, one.mean),
    median: written(call, one.median),
    disagreement: one.disagreement === null ? null : formatNumber(call.lang, one.disagreement.toFixed(1), 1),
    scorecards: one.scorecards,
    ...intervalOf(call, one, beside),
    scores: one.cards,
    scoresLabel: call.t('tally.strip', {
      city: one.city,
      scores: one.cards.map((card) => formatNumber(call.lang, card.toFixed(1), 1)).join(', '),
      mean: written(call, one.mean) ?? '',
    }),
  };
}

function drawTally(
  call: Call,
  edition: Edition,
  typed: Typed = {},
  errors: readonly FieldError[] = [],
): Answer {
  const { db } = call.service;
  const closing = tallyClosing(db, edition.id);
  const { scores, missing } = scoresForTally(db, edition);
  const progress = jurorProgress(db, edition);
  const cards = progress.reduce((sum, one) => sum + one.total, 0);
  const refusal = whyNotClose(
    { calendar: edition.calendar, cards, missing: missing.length, reason: '-' },
    call.at,
  );
  return page('tally/tally', {
    title: call.t('tally.title'),
    editionSlug: edition.slug,
    closedAt: closing === null ? null : isoOf(closing.at),
    reason: closing?.reason || null,
    locked: cards - missing.length,
    cards,
    late: progress.filter((one) => one.locked < one.total),
    mayClose: closing === null && refusal === null && isOrganiser(call, edition),
    whyNot: closing === null && refusal ? call.t(refusal.code, refusal.facts) : null,
    needsReason: missing.length > 0,
    method: call.t(`tally.method.${edition.definition.rubric.method}`),
    ...(closing === null ? {} : shownRanking(call, edition)),
    count: scores.length,
    typed,
    errors: errorTexts(call, errors),
  });
}

/** The ranking and what stands beside it; asked for only once the tally is closed. */
function shownRanking(call: Call, edition: Edition) {
  const { db } = call.service;
  const { ranking } = tallyOf(db, edition);
  const beside = besideTotals(db, edition);
  const shared = sharedRanks(ranking);
  const { seats } = edition.definition.rules.selection;
  const failures = beside?.failures ?? [];
  return {
    rows: ranking.map((one) => rowOf(call, edition, one, shared, beside)),
    ranked: ranking.length,
    seats: typeof seats === 'number' ? seats : seats.max,
    whyBeside: failures.map((failure) => call.t(`tally.gate.${failure}`)),
  };
}

const show = route({
  method: 'get',
  path: '/office/:edition/tally',
  audience: OFFICE_READERS,
  find: (call) => editionAs(call, OFFICE_READERS),
  handle: (call, edition) => drawTally(call, edition),
});

const close = route({
  method: 'post',
  path: '/office/:edition/tally/close',
  audience: ['organiser'],
  find: (call) => editionAs(call, ['organiser']),
  form: closeForm,
  handle: async (call, edition, { reason }) => {
    const outcome = await call.service.act(accountOf(call).id, 'edition.tallied', (tx) => {
      if (tallyClosing(tx.db, edition.id)) return true;
      const now = wholeEdition(tx.db, edition.id);
      const { scores, missing } = scoresForTally(tx.db, now);
      const cards = new Set(scores.map(({ scorecard }) => scorecard)).size + missing.length;
      const refusal = whyNotClose({ calendar: now.calendar, cards, missing: missing.length, reason }, tx.at);
      if (refusal) return refusal;
      closeScoring(tx, edition.id);
      closeTally(tx, edition.id, { reason, missing, scores });
      return true;
    });
    return isRefusal(outcome)
      ? outcome
      : seeOther(`/office/${edition.slug}/tally`, { key: 'tally.notice.closed' });
  },
  redraw: drawTally,
});

export const tallyRoom: Room = { name: 'tally', routes: [show, close] };
