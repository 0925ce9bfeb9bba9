import { datesOf, stateOf } from '../editions/calendar.ts';
import { REGIONS } from '../editions/definition.ts';
import type { Edition } from '../editions/pages.ts';
import { isoOf } from '../platform/clock.ts';
import type { Call } from '../platform/http/route.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { doneOverTime, evenPace, type Span } from './pace.ts';
import { firstSubmissions, type Standing } from './standing-pages.ts';

/** A drawing with its finding as title, and the same figures as rows. */
export type Figure = {
  id: string;
  title: string;
  label: string;
  note: string;
  bars: { value: number; label: string; lit: boolean }[];
  slots?: number;
  pace?: number;
  first?: string;
  last?: string;
  heads: [string, string];
};

export type RegionFigure = { code: string; words: string; value: number; total: number };
export type Figures = { kind: 'call' | 'jury'; charts: Figure[]; regions: RegionFigure[]; most: number };

/** What is drawn of an edition for this reader: the jury's progress once dossiers are out, the call's before. */
export function figuresOf(call: Call, edition: Edition, standing: Standing): Figures {
  const isJury = standing.readings.length > 0;
  const charts = isJury
    ? [lockedFigure(call, edition, standing), readingsFigure(call, edition, standing)]
    : [submittedFigure(call, edition, standing)];
  const parts = isJury
    ? standing.readings.map(({ region, lockedAt }) => ({ region, done: lockedAt !== null }))
    : standing.nominations.map(({ region, submission }) => ({ region, done: submission !== null }));
  const regions = REGIONS.map((code): RegionFigure => {
    const own = parts.filter(({ region }) => region === code);
    const [value, total] = [own.filter(({ done }) => done).length, own.length];
    return { code, value, total, words: call.t('overview.desk.done', { locked: value, total }) };
  });
  return {
    kind: isJury ? 'jury' : 'call',
    charts,
    regions,
    most: Math.max(1, ...regions.map(({ total }) => total)),
  };
}

function dayOf(call: Call, edition: Edition, at: number): string {
  return formatInstant(call.lang, isoOf(at), edition.definition.timeZone, 'day');
}

function overTime(call: Call, edition: Edition, stage: 'call' | 'scoring', instants: readonly number[]) {
  const dates = datesOf(edition.calendar, stage);
  const { spans, slots } = doneOverTime(dates, call.at, instants);
  const bar = ({ from, count, isNow }: Span) => ({
    value: count,
    label: dayOf(call, edition, from),
    lit: isNow,
  });
  const [first, last] = [dayOf(call, edition, dates.opensAt), dayOf(call, edition, dates.closesAt)];
  return { dates, bars: spans.map(bar), slots, first, last };
}

function headsOf(call: Call, id: string): [string, string] {
  return [call.t(`overview.figure.${id}.rows`), call.t(`overview.figure.${id}.values`)];
}

function submittedFigure(call: Call, edition: Edition, standing: Standing): Figure {
  const instants = firstSubmissions(call.service.db, standing);
  const { bars, slots, first, last } = overTime(call, edition, 'call', instants);
  const facts = { submitted: standing.submitted, started: standing.nominations.length };
  return {
    id: 'submitted',
    title: call.t('overview.figure.submitted.title', facts),
    label: call.t('overview.figure.submitted.label', { ...facts, first, last }),
    note: call.t('overview.figure.submitted.note', { drafts: facts.started - facts.submitted }),
    bars,
    slots,
    first,
    last,
    heads: headsOf(call, 'submitted'),
  };
}

function lockedFigure(call: Call, edition: Edition, { readings, locked }: Standing): Figure {
  const instants = readings.flatMap(({ lockedAt }) => lockedAt ?? []);
  const { dates, bars, slots, first, last } = overTime(call, edition, 'scoring', instants);
  const total = readings.length;
  const even = evenPace(dates, call.at, total);
  const isOpen = stateOf(dates, call.at) === 'open';
  return {
    id: 'locked',
    title: call.t('overview.figure.locked.title', { locked, total }),
    label: call.t('overview.figure.locked.label', { locked, total, first, last }),
    note: call.t(`overview.figure.locked.${isOpen ? 'note' : 'over'}`, { even }),
    bars,
    slots,
    pace: total,
    first,
    last,
    heads: headsOf(call, 'locked'),
  };
}

function readingsFigure(call: Call, edition: Edition, { readings }: Standing): Figure {
  const each = edition.definition.rules.jury.readersPerNomination;
  const byDossier = new Map<string, number>();
  for (const { nomination, lockedAt } of readings)
    byDossier.set(nomination, (byDossier.get(nomination) ?? 0) + (lockedAt === null ? 0 : 1));
  const most = Math.max(each, ...byDossier.values());
  const counts = [...byDossier.values()];
  const whole = counts.filter((count) => count >= each).length;
  return {
    id: 'readings',
    title: call.t('overview.figure.readings.title', { whole, total: counts.length }),
    label: call.t('overview.figure.readings.label', { whole, total: counts.length, each }),
    note: call.t('overview.figure.readings.note', { each }),
    bars: Array.from({ length: most + 1 }, (_, count) => ({
      value: counts.filter((one) => one === count).length,
      label: String(count),
      lit: false,
    })),
    heads: headsOf(call, 'readings'),
  };
}
