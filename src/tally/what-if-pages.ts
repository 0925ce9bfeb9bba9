import type { Edition } from '../editions/pages.ts';
import { inLang } from '../editions/words.ts';
import { partOf } from '../platform/http/paging.ts';
import type { Call } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { countTally, namedJurors, namedNominations } from './counted-pages.ts';
import { type Asked, movesOf, readSupposition, weightField } from './what-if.ts';
import { tallyPath, written } from './words-pages.ts';

const ROWS_A_PAGE = 50;

/** The ranking as it would be without a juror or with other weights, beside the one that stands. */
export function shownWhatIf(call: Call, edition: Edition, hidden: ReadonlySet<string>) {
  const { db } = call.service;
  const { criteria } = edition.definition.rubric;
  const standing = countTally(db, edition, hidden);
  const names = namedJurors(db, standing.due);
  const asked = readSupposition(call.query, new Set(standing.tally.panel.jurors), criteria);
  const isSupposed = asked.without !== null || asked.weights.size > 0;
  return {
    action: `/${call.lang}${tallyPath(edition, 'what-if')}`,
    jurors: standing.tally.panel.jurors
      .map((juror) => ({ value: juror, label: names.get(juror) ?? '', chosen: juror === asked.without }))
      .sort((one, other) => one.label.localeCompare(other.label)),
    weights: criteria.map(({ id, name, weight }) => ({
      name: weightField(id),
      label: inLang(call, name),
      hint: call.t('tally.whatIf.published', { weight }),
      value: call.query.get(weightField(id)) ?? String(weight),
    })),
    errors: errorTexts(call, asked.errors),
    supposed: isSupposed ? supposedRanking(call, edition, hidden, asked, names) : null,
  };
}

function supposedRanking(
  call: Call,
  edition: Edition,
  hidden: ReadonlySet<string>,
  asked: Asked,
  names: ReadonlyMap<string, string>,
) {
  const { db } = call.service;
  const before = countTally(db, edition, hidden).tally.ranking;
  const without = new Set(asked.without === null ? [] : [asked.without]);
  const after = countTally(db, edition, hidden, { without, weights: asked.weights }).tally.ranking;
  const part = partOf(call, after.length, ROWS_A_PAGE);
  const shown = after.slice(part.from, part.to);
  const totals = new Map(before.map(({ nomination, total }) => [nomination, total]));
  const named = namedNominations(
    db,
    shown.map(({ nomination }) => nomination),
  );
  const moves = new Map(movesOf(before, after).map((one) => [one.nomination, one]));
  return {
    said: saidOf(call, edition, asked, names),
    moved: call.t('tally.whatIf.moved', {
      count: [...moves.values()].filter((one) => one.before !== one.after).length,
    }),
    part,
    rows: shown.map(({ nomination, rank, total }) => ({
      rank,
      before: moves.get(nomination)?.before ?? null,
      city: named(nomination).city,
      total: written(call, total),
      totalBefore: written(call, totals.get(nomination) ?? null),
      hasMoved: moves.get(nomination)?.before !== rank,
    })),
  };
}

function saidOf(call: Call, edition: Edition, asked: Asked, names: ReadonlyMap<string, string>): string[] {
  const weights = edition.definition.rubric.criteria.flatMap(({ id, name, weight }) => {
    const other = asked.weights.get(id);
    if (other === undefined) return [];
    return [
      call.t('tally.whatIf.weighs', { criterion: inLang(call, name), weight: other, published: weight }),
    ];
  });
  const juror =
    asked.without === null
      ? []
      : [call.t('tally.whatIf.withoutJuror', { juror: names.get(asked.without) ?? '' })];
  return [...juror, ...weights];
}
