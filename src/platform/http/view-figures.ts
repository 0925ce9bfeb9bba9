import type { HelperDelegate, HelperOptions } from 'handlebars';
import { brandFigure } from './brand-figure.ts';
import {
  type Bar,
  barChart,
  rankInterval,
  rankTicks,
  scaleTicks,
  scoreStrip,
  valueInterval,
} from './charts.ts';
import { MAP, placeOnMap } from './equal-earth.ts';
import { countFull, LONGEST_ROW, REGION_ROOFS, type SpineState, spinePath, spineRow } from './spines.ts';

type Pin = { longitude: number; latitude: number; region: string; number: number; label: string };

// Heights of the spines over a stage line.
const STAGE_HEIGHTS = [51, 67, 57, 84, 61, 73] as const;
const STAGE_ROOFS = ['flat', 'gable', 'slant', 'arch', 'step', 'gable'] as const;

/** Helpers that hand a drawing's measures to the partials; shapes only, no markup. */
export const figureHelpers: Record<string, HelperDelegate> = {
  spines: (states: SpineState[], { hash }: HelperOptions) =>
    spineRow(states, hash.w as number, hash.pitch as number, hash.h as number),
  fitsRow: (states: SpineState[]) => states.length <= LONGEST_ROW,
  countFull: (states: SpineState[]) => countFull(states),
  brandFigure: (titles: string[]) => brandFigure(titles),
  regionPath: (code: string) => spinePath(REGION_ROOFS[code] ?? 'flat', 0, 16, 10, 16),
  regionMarks: (code: string, count: number) => regionMarks(code, count),
  statusPaths: (state: SpineState) => statusPaths(state),
  stagePath: (index: number, state: SpineState) => stagePath(index, state),
  barChart: (bars: Bar[], { hash }: HelperOptions) =>
    barChart(bars, hash.slots as number | undefined, hash.pace as number | undefined),
  scoreStrip: (scores: number[], mean: number, low: number, high: number) =>
    scoreStrip(scores, mean, low, high),
  scaleTicks: (low: number, high: number) => scaleTicks(low, high),
  rankTicks: (seats: number, count: number) => rankTicks(seats, count),
  rankInterval: (rank: number, low: number, high: number, seats: number, count: number, other: unknown) =>
    rankInterval(rank, low, high, seats, count, typeof other === 'number' ? other : undefined),
  valueInterval: (value: number, low: number, high: number, most: number) =>
    valueInterval(value, low, high, most),
  mapPins: (pins: Pin[]) => mapPins(pins),
};

// So many marks of a region side by side; none is a short line on the ground.
function regionMarks(code: string, count: number): { width: number; d: string } {
  const roof = REGION_ROOFS[code] ?? 'flat';
  const marks = Array.from({ length: count }, (_, index) => spinePath(roof, index * 11, 16, 10, 16));
  return { width: Math.max(count * 11 - 1, 10), d: marks.join('') || 'M0 15h10v1H0z' };
}

// A status is a gable spine of 10 by 16; an outline keeps its stroke inside.
function statusPaths(state: SpineState): { d: string; fill?: string } {
  if (state === 'full') return { d: spinePath('gable', 0, 16, 10, 16) };
  const d = spinePath('gable', 0.75, 15.25, 8.5, 14.5);
  return state === 'half' ? { d, fill: spinePath('flat', 0.75, 15.25, 8.5, 6) } : { d };
}

function stagePath(index: number, state: SpineState): string {
  const place = index % STAGE_ROOFS.length;
  const height = state === 'lit' ? 85 : (STAGE_HEIGHTS[place] ?? 60);
  return spinePath(STAGE_ROOFS[place] ?? 'flat', 0.75, 87.25, 28.5, height);
}

// Pins stand on their place; later ones are drawn over earlier ones, so the southern come last.
function mapPins(pins: readonly Pin[]): object {
  const placed = pins.map((pin) => {
    const { x, y } = placeOnMap(pin.longitude, pin.latitude);
    const d = spinePath(REGION_ROOFS[pin.region] ?? 'flat', x - 7, y, 14, 27);
    return { ...pin, x: x + 11, y: y - 6, d };
  });
  return { ...MAP, pins: placed.sort((a, b) => a.y - b.y) };
}
