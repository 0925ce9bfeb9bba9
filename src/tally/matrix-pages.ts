import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import type { Db } from '../platform/database.ts';
import { partOf } from '../platform/http/paging.ts';
import type { Call } from '../platform/http/route.ts';
import { countedFigures, countTally, namedJurors, namedNominations } from './counted-pages.ts';
import type { CardFigure } from './figures.ts';
import type { Card } from './panel.ts';
import { MILLION } from './score.ts';
import { rounded, signed, tallyPath, written } from './words-pages.ts';

const A_PAGE = 50;

/** From so many standard deviations on a cell is shaded, and shaded darker. */
const OFF = 1;
const FAR = 2;

/** How a residual is shaded: beyond one or two standard deviations of what chance alone gives. */
export function shadeOf(standardised: number | null): 'off' | 'far' | null {
  const size = Math.abs(standardised ?? 0);
  return size >= FAR ? 'far' : size >= OFF ? 'off' : null;
}

/** Nominations by jurors, best first, with each card's total and how far it lies from what was to be expected. */
export function shownMatrix(call: Call, edition: Edition, hidden: ReadonlySet<string>) {
  const { db } = call.service;
  const { figures, due } = countedFigures(db, edition, hidden);
  const names = namedJurors(db, due);
  const scoring = [...new Set(figures.cards.map(({ juror }) => juror))].sort((one, other) =>
    (names.get(one) ?? '').localeCompare(names.get(other) ?? ''),
  );
  const rows = partOf(call, figures.ranking.length, A_PAGE);
  const columns = partOf(call, scoring.length, A_PAGE, 'jurors');
  const shown = figures.ranking.slice(rows.from, rows.to);
  const jurors = scoring.slice(columns.from, columns.to);
  const named = namedNominations(
    db,
    shown.map(({ nomination }) => nomination),
  );
  const cells = new Map(figures.cards.map((one) => [`${one.nomination} ${one.juror}`, one]));
  return {
    parts: rows,
    columns,
    jurors: jurors.map((juror) => names.get(juror) ?? ''),
    rows: shown.map(({ nomination, rank }) => ({
      rank,
      city: named(nomination).city,
      href: `/${call.lang}${tallyPath(edition)}/nominations/${nomination}`,
      cells: jurors.map((juror) => cellOf(call, cells.get(`${nomination} ${juror}`))),
    })),
  };
}

function cellOf(call: Call, card: CardFigure | undefined) {
  if (card === undefined) return {};
  const { total, residual, standardised } = card;
  return {
    total: written(call, total, 1),
    residual: signed(call, residual),
    shade: shadeOf(standardised),
  };
}

/** One nomination: criteria by jurors, each criterion's result, and each juror's total. */
export function shownNomination(
  call: Call,
  edition: Edition,
  nomination: string,
  hidden: ReadonlySet<string>,
) {
  const { db } = call.service;
  const { tally, figures, due } = countedFigures(db, edition, hidden);
  const place = tally.panel.nominations.indexOf(nomination);
  const one = figures.ranking.find((row) => row.nomination === nomination);
  if (one === undefined) return null;
  const names = namedJurors(db, due);
  const nameAt = (card: Card) => names.get(tally.panel.jurors[card.juror] ?? '') ?? '';
  const cards = tally.panel.cards
    .filter((card) => card.nomination === place)
    .sort((a, b) => nameAt(a).localeCompare(nameAt(b)));
  const own = new Map(
    figures.cards.filter((card) => card.nomination === nomination).map((card) => [card.juror, card]),
  );
  const { criteria, levels } = edition.definition.rubric;
  return {
    city: namedNominations(db, [nomination])(nomination).city,
    rank: one.rank,
    ranked: figures.ranking.length,
    jurors: cards.map(nameAt),
    criteria: criteria.map(({ name, weight }, index) => ({
      name: inLang(call, name),
      weight,
      cells: cards.map((card) => pointsOf(card, index)),
      result: written(call, one.criteria[index] ?? null),
    })),
    highest: Math.max(...levels.map(({ points }) => points)),
    cards: cards.map((card) => cellOf(call, own.get(tally.panel.jurors[card.juror] ?? ''))),
    total: written(call, one.total),
    mean: written(call, one.mean),
    median: written(call, one.median),
    disagreement: rounded(call, one.disagreement),
    missing: due
      .filter((card) => card.nomination === nomination && card.state !== 'locked')
      .map(({ juror }) => names.get(juror) ?? ''),
  };
}

function pointsOf(card: Card, criterion: number): number | null {
  const at = card.criteria.indexOf(criterion);
  return at === -1 ? null : (card.millionths[at] ?? 0) / MILLION;
}

/** The nominations of an edition's tally that the reader may open one by one. */
export function isInTally(
  db: Db,
  edition: Edition,
  nomination: string,
  hidden: ReadonlySet<string>,
): boolean {
  return countTally(db, edition, hidden).due.some((card) => card.nomination === nomination);
}
