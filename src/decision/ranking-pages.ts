import { countryName } from '../cities/countries.ts';
import type { Edition } from '../editions/pages.ts';
import { nominationById } from '../nominations/pages.ts';
import { printDecimal } from '../platform/exact/decimal.ts';
import { toNumber } from '../platform/exact/fraction.ts';
import type { Call } from '../platform/http/route.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import { type Figures, figuresOf } from '../tally/figures.ts';
import { sharedRanks, type TalliedNomination, tieRuleName } from '../tally/pages.ts';
import type { Ground } from './ground-pages.ts';
import type { Record } from './record.ts';
import { forcingOf, reasonOf, type StoredLoser, type Words } from './words.ts';

/** What sentences on a record need: names of cities, countries and rules, and the limits. */
export function wordsOn(call: Call, edition: Edition, { problem }: Pick<Record, 'problem'>): Words {
  return {
    lang: call.lang,
    translate: call.service.translate,
    nameOf: (id) => {
      const row = nominationById(call.service.db, id);
      return row ? { city: row.cityName, country: row.country, region: row.region } : undefined;
    },
    tieRuleName: (key) => tieRuleName(call, edition, key),
    countryName: (code) => countryName(call.lang, code),
    limitOf: (rule) => limitOf(problem, rule),
  };
}

function limitOf(problem: Record['problem'], rule: string): number {
  const [kind, name = '', side] = rule.split(':');
  if (kind === 'seats') return problem.seats.max;
  if (kind === 'country' || kind === 'maxPerCountry') return problem.maxPerCountry ?? 0;
  const bounds = kind === 'region' ? problem.regions[name] : undefined;
  return (side === 'min' ? bounds?.min : bounds?.max) ?? 0;
}

/** The losers of a record as it holds them. */
export function losersOf(record: Record): StoredLoser[] {
  return (record.result.losers ?? []) as StoredLoser[];
}

/** Ids that stand in some, but not in every, equally good selection of a record. */
export function openOf({ result }: Record): string[] {
  const inEvery = new Set((result.inEvery ?? []) as string[]);
  return ((result.inSome ?? []) as string[]).filter((id) => !inEvery.has(id));
}

/** One scale for all rows: whole tens around the lowest and the highest card. */
export type Scale = { low: number; high: number };

function scaleOf(figures: Figures): Scale {
  const totals = figures.cards.map(({ total }) => toNumber(total));
  if (totals.length === 0) return { low: 0, high: 100 };
  const low = Math.floor(Math.min(...totals) / 10) * 10;
  return { low, high: Math.max(low + 10, Math.ceil(Math.max(...totals) / 10) * 10) };
}

/** The ranking with each juror's total, the rank intervals, and what the record proposes, as the table draws it. */
export function drawnRanking(call: Call, words: Words, ground: Ground, record: Record) {
  const figures = figuresOf(ground.counted.tally, ground.counted.rubric);
  const shared = sharedRanks(ground.ranking);
  const { seats } = ground.problem;
  const proposal = proposalOf(call, words, record);
  const rows = ground.ranking.map((one) => {
    const isTied = one.rank !== null && shared.has(one.rank);
    return { ...drawnFigures(call, one, figures), rank: one.rank, isTied, ...proposal(one.nomination) };
  });
  const reaching = rows.filter(({ low, high }) => low !== undefined && low <= seats.max && high > seats.max);
  return { rows, scale: scaleOf(figures), seats: seats.max, ranked: rows.length, reaching: reaching.length };
}

function drawnFigures(call: Call, one: TalliedNomination, figures: Figures) {
  const write = (value: number, digits = 2) => formatNumber(call.lang, value.toFixed(digits), digits);
  const scores = figures.cards
    .filter(({ nomination }) => nomination === one.nomination)
    .map(({ total }) => toNumber(total));
  const [low, high] = figures.beside.get(one.nomination)?.rankInterval ?? [];
  const mean = one.mean === null ? 0 : toNumber(one.mean);
  const cards = formatList(
    call.lang,
    scores.map((total) => write(total, 1)),
  );
  return {
    id: one.nomination,
    city: one.city,
    country: countryName(call.lang, one.country),
    region: one.region,
    value: one.value === null ? null : formatNumber(call.lang, printDecimal(one.value, 2), 2),
    median: one.median === null ? null : write(toNumber(one.median)),
    scores,
    mean,
    scoresLabel: call.t('decision.strip', { city: one.city, scores: cards, mean: write(mean) }),
    ...(low !== undefined && high !== undefined && one.rank !== null
      ? { low, high, rankLabel: call.t('decision.interval', { city: one.city, rank: one.rank, low, high }) }
      : { low: undefined, high: 0, rankLabel: null }),
  };
}

/** What the record says of a nomination: proposed, moved by hand, level, or not chosen with the reason. */
function proposalOf(call: Call, words: Words, record: Record) {
  const losers = new Map(losersOf(record).map((one) => [one.id, one]));
  const winners = new Set(record.awardees);
  const moved = new Map((record.byHand?.overrides ?? []).map((one) => [one.nomination, one.side]));
  const open = new Set(record.choice === null ? openOf(record) : []);
  const computed = (record.result.winners ?? record.choice?.chosen ?? []) as string[];
  const decidedBy = (record.result.decidedBy ?? []) as string[];
  return (id: string) => {
    const isChosen = winners.has(id);
    const side = moved.get(id);
    if (side) return { isChosen, word: call.t(`decision.moved.${side}`), reason: null };
    if (open.has(id)) return { isChosen, word: call.t('decision.short.tie'), reason: null };
    const loser = losers.get(id);
    if (isChosen || !loser) {
      const isLevel = !isChosen && record.choice !== null && openOf(record).includes(id);
      const word = isLevel
        ? 'decision.short.passedOver'
        : isChosen
          ? 'decision.chosen'
          : 'decision.short.none';
      return { isChosen, word: call.t(word), reason: null };
    }
    const reason = reasonOf(words, loser, computed, decidedBy);
    return { isChosen, word: reason.short, reason: { ...reason, forcing: forcingOf(words, loser) } };
  };
}
