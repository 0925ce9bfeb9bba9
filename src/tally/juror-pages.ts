import type { Edition } from '../editions/pages.ts';
import type { Call } from '../platform/http/route.ts';
import { formatList, formatNumber } from '../platform/i18n/formats.ts';
import { countedFigures, namedJurors } from './counted-pages.ts';
import type { Figures, JurorFigure } from './figures.ts';
import type { Flag } from './flags.ts';
import type { GateFacts } from './gate.ts';
import { rounded, signed } from './words-pages.ts';

/** The jurors of a closed tally, by name: how generous each is, how surely, and the questions that their cards raise. */
export function shownJurors(call: Call, edition: Edition, hidden: ReadonlySet<string>) {
  const { figures, due, tally } = countedFigures(call.service.db, edition, hidden);
  const names = namedJurors(call.service.db, due);
  const nameOf = (juror: string | undefined) => names.get(juror ?? '') ?? '';
  return {
    most: widest(figures.jurors),
    jurors: [...figures.jurors]
      .sort((one, other) => nameOf(one.juror).localeCompare(nameOf(other.juror)))
      .map((one) => ({
        ...rowOf(call, one, nameOf(one.juror)),
        flags: one.flags.map((flag) => flagInWords(call, flag, (at) => nameOf(tally.panel.jurors[at]))),
      })),
    differ: figures.model && differInWords(call, figures.model.gateFacts),
    foretold: foretoldInWords(call, figures),
  };
}

/** How far the scale runs to both sides of 0, in whole points. */
function widest(jurors: readonly JurorFigure[]): number {
  const ends = jurors.map(({ severity, margin }) => Math.abs(severity ?? 0) + (margin ?? 0));
  return Math.ceil(ends.reduce((a, b) => Math.max(a, b), 1));
}

function rowOf(call: Call, { cards, severity, margin, shrunken }: JurorFigure, name: string) {
  const row = {
    name,
    cards,
    severity: signed(call, severity),
    margin: margin === null ? null : `± ${rounded(call, margin)}`,
    shrunken: signed(call, shrunken),
  };
  if (severity === null || margin === null) return row;
  const [low, high] = [severity - margin, severity + margin];
  const facts = {
    name,
    severity: signed(call, severity) ?? '',
    low: signed(call, low) ?? '',
    high: signed(call, high) ?? '',
  };
  return { ...row, value: severity, low, high, label: call.t('tally.severityLabel', facts) };
}

function flagInWords(call: Call, flag: Flag, nameOf: (at: number) => string): string {
  switch (flag.kind) {
    case 'reversed':
      return call.t('tally.flag.reversed', {
        correlation: signed(call, flag.correlation, 2) ?? '',
        nominations: flag.nominations,
      });
    case 'constant':
      return call.t('tally.flag.constant', { nominations: flag.nominations });
    case 'bloc':
      return call.t('tally.flag.bloc', { others: formatList(call.lang, flag.with.map(nameOf)) });
  }
}

function differInWords(call: Call, { f, pValue, dfJurors, dfResidual }: GateFacts): string {
  if (pValue === null) return call.t('tally.differ.unknown');
  const written = (value: number, digits: number) => formatNumber(call.lang, value.toFixed(digits), digits);
  return call.t(pValue < 0.05 ? 'tally.differ.yes' : 'tally.differ.no', {
    f: f === null ? '∞' : written(f, 2),
    p: pValue < 0.001 ? `< ${written(0.001, 3)}` : `= ${written(pValue, 3)}`,
    dfJurors,
    dfResidual,
  });
}

function foretoldInWords(call: Call, { model, scale }: Figures): string | null {
  const validation = model?.validation;
  if (!validation) return null;
  return call.t('tally.foretold', {
    mean: rounded(call, validation.mean * scale, 2) ?? '',
    additive: rounded(call, validation.additive * scale, 2) ?? '',
    cards: validation.cards,
  });
}
