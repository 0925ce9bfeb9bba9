import { countryName } from '../cities/countries.ts';
import type { Edition } from '../editions/pages.ts';
import { type Fraction, toNumber } from '../platform/exact/fraction.ts';
import { partOf } from '../platform/http/paging.ts';
import type { Call } from '../platform/http/route.ts';
import { type Counted, countedFigures, type NamedNomination, namedNominations } from './counted-pages.ts';
import type { Beside, Figures } from './figures.ts';
import { sharedRanks, tieRuleName } from './pages.ts';
import type { NominationTally } from './tally.ts';
import { methodFacts, rounded, tallyPath, whatDecides, written } from './words-pages.ts';

const ROWS_A_PAGE = 50;
const SORTS = ['rank', 'total', 'mean', 'median', 'disagreement'] as const;
export type Sort = (typeof SORTS)[number];

const SORTED_BY: Record<Exclude<Sort, 'rank'>, (one: NominationTally) => number> = {
  total: ({ total }) => (total === null ? Number.NEGATIVE_INFINITY : toNumber(total)),
  mean: ({ mean }) => (mean === null ? Number.NEGATIVE_INFINITY : toNumber(mean)),
  median: ({ median }) => (median === null ? Number.NEGATIVE_INFINITY : toNumber(median)),
  disagreement: ({ disagreement }) => disagreement ?? Number.NEGATIVE_INFINITY,
};

/** The ranking in another order; what is equal stays in the order of the ranks. */
export function sortedRanking<Row extends NominationTally>(ranking: readonly Row[], sort: Sort): Row[] {
  if (sort === 'rank') return [...ranking];
  const key = SORTED_BY[sort];
  return [...ranking].sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    return a === b ? 0 : b - a;
  });
}

/** The order that an address asks for. */
export function sortOf(query: URLSearchParams): Sort {
  return SORTS.find((sort) => sort === query.get('sort')) ?? 'rank';
}

/** The scale on which the scores of all rows are drawn: whole tens around them, of the 0 to 100 that there are. */
export function scaleOf(totals: readonly number[]): { low: number; high: number } {
  if (totals.length === 0) return { low: 0, high: 100 };
  const low = Math.max(0, Math.floor(totals.reduce((a, b) => Math.min(a, b), 100) / 10) * 10);
  const high = Math.min(100, Math.ceil(totals.reduce((a, b) => Math.max(a, b), 0) / 10) * 10);
  return low < high ? { low, high } : { low: Math.max(0, low - 10), high: Math.min(100, low + 10) };
}

type Drawn = {
  call: Call;
  edition: Edition;
  figures: Figures;
  shared: Set<number>;
  cards: Map<string, Fraction[]>;
  named: (id: string) => NamedNomination;
};

/** The ranking of a closed tally and what stands beside it, in parts of 50. */
export function shownRanking(call: Call, edition: Edition, hidden: ReadonlySet<string>) {
  const counted = countedFigures(call.service.db, edition, hidden);
  const { figures, tally } = counted;
  const sort = sortOf(call.query);
  const sorted = sortedRanking(figures.ranking, sort);
  const part = partOf(call, sorted.length, ROWS_A_PAGE);
  const shown = sorted.slice(part.from, part.to);
  const drawn: Drawn = {
    call,
    edition,
    figures,
    shared: sharedRanks(figures.ranking),
    cards: cardsByNomination(figures),
    named: namedNominations(
      call.service.db,
      shown.map(({ nomination }) => nomination),
    ),
  };
  const { seats } = edition.definition.rules.selection;
  return {
    rows: shown.map((one) => rowOf(drawn, one)),
    part,
    sorts: sortLinks(call, edition, sort),
    scale: scaleOf(figures.cards.map(({ total }) => toNumber(total))),
    ranked: tally.panel.nominations.length,
    seats: typeof seats === 'number' ? seats : seats.max,
    method: methodFacts(call, edition),
    ...uncertainty(call, counted, hidden),
  };
}

/** What decides, and how far the figures beside the totals can be trusted; nothing of it where a part is hidden. */
function uncertainty(
  call: Call,
  { figures: { model } }: Counted & { figures: Figures },
  hidden: ReadonlySet<string>,
) {
  if (model === null) return {};
  const { count } = model.fit.components;
  return {
    decides: hidden.size === 0 ? whatDecides(call, model.gate) : null,
    parts: count > 1 ? call.t('tally.parts', { count }) : null,
    noError: model.fit.residualVariance === null ? call.t('tally.noError') : null,
  };
}

function cardsByNomination({ cards }: Figures): Map<string, Fraction[]> {
  const found = new Map<string, Fraction[]>();
  for (const { nomination, total } of cards) {
    const own = found.get(nomination);
    if (own) own.push(total);
    else found.set(nomination, [total]);
  }
  return found;
}

function sortLinks(call: Call, edition: Edition, current: Sort) {
  return SORTS.map((sort) => ({
    href: `/${call.lang}${tallyPath(edition)}${sort === 'rank' ? '' : `?sort=${sort}`}`,
    label: call.t(`tally.sort.${sort}`),
    current: sort === current,
  }));
}

function rowOf({ call, edition, figures, shared, cards, named }: Drawn, one: NominationTally) {
  const { rank, tieBrokenBy } = one;
  const { city, country, region } = named(one.nomination);
  const scores = cards.get(one.nomination) ?? [];
  return {
    rank,
    isTied: rank !== null && shared.has(rank),
    tieRule: tieBrokenBy && call.t('tally.tieRule', { rule: tieRuleName(call, edition, tieBrokenBy) }),
    city,
    href: `/${call.lang}${tallyPath(edition)}/nominations/${one.nomination}`,
    country: countryName(call.lang, country),
    region,
    total: written(call, one.total),
    exact: one.total && `${one.total.num}/${one.total.den}`,
    mean: one.mean === null ? 0 : toNumber(one.mean),
    meanWritten: written(call, one.mean),
    median: written(call, one.median),
    disagreement: rounded(call, one.disagreement),
    ...besideRow(call, city, rank, figures.beside.get(one.nomination)),
    scores: scores.map(toNumber),
    scoresLabel: call.t('tally.strip', {
      city,
      scores: scores.map((score) => written(call, score, 1)).join(' · '),
      mean: written(call, one.mean) ?? '',
    }),
  };
}

function besideRow(call: Call, city: string, rank: number | null, beside: Beside | undefined) {
  if (beside === undefined) return {};
  const { adjusted, margin, adjustedRank, rankInterval } = beside;
  const value = {
    adjusted: rounded(call, adjusted, 2),
    margin: margin === null ? null : `± ${rounded(call, margin)}`,
    adjustedRank,
  };
  if (rankInterval === null || rank === null) return value;
  const [low, high] = rankInterval;
  const facts = { city, rank, adjusted: adjustedRank ?? rank, low, high };
  return { ...value, low, high, rankLabel: call.t('tally.interval', facts) };
}
