import { scaleLinear } from 'd3-scale';

/** A place on a line with its label. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** A column of a chart: outline, value and label, all placed. */
export interface Column {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly middle: number;
  readonly value: number;
  readonly label: string;
  readonly lit: boolean;
}

/** What a bar chart is made of, in the units of its box. */
export interface BarChart {
  readonly width: number;
  readonly height: number;
  readonly ground: number;
  readonly left: number;
  readonly columns: readonly Column[];
  readonly ticks: readonly Tick[];
  readonly showValues: boolean;
  /** False where the word under the last slot would run into the word under now. */
  readonly lastFits: boolean;
  readonly pace?: PaceLine;
}

/** The even line from nothing to a value, and the place of its name. */
export interface PaceLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly labelX: number;
  readonly labelY: number;
}

/** One value of a bar chart; `lit` marks now. */
export interface Bar {
  readonly value: number;
  readonly label: string;
  readonly lit?: boolean;
}

const CHART_WIDTH = 354;
const CHART_HEIGHT = 150;
const HEAD = 24;
const FOOT = 24;
const AXIS = 34;
// Ten columns still have room for a figure on each.
const MOST_VALUES = 9;
const ROOM_FOR_LAST = 60;

/**
 * Places bars from zero upwards. With ten bars or more the values stand on an axis at the left. `slots` leaves
 * room for bars still to come; `pace` draws the even line from nothing to that value at the last slot.
 */
export function barChart(bars: readonly Bar[], slots = bars.length, pace?: number): BarChart {
  const showValues = bars.length <= MOST_VALUES && pace === undefined;
  const left = showValues ? 0 : AXIS;
  const ground = CHART_HEIGHT - FOOT;
  const most = Math.max(pace ?? 0, 1, ...bars.map((bar) => bar.value));
  const y = scaleLinear().domain([0, most]).range([ground, HEAD]);
  const step = (CHART_WIDTH - left) / Math.max(slots, 1);
  const gap = Math.min(8, step * 0.2);
  const columns = bars.map((bar, index) => {
    const top = round(y(bar.value));
    const x = round(left + index * step + gap / 2);
    const width = round(step - gap);
    const middle = round(x + width / 2);
    return { ...bar, x, y: top, width, height: round(ground - top), middle, lit: bar.lit ?? false };
  });
  return {
    width: CHART_WIDTH,
    height: CHART_HEIGHT,
    ground,
    left,
    columns,
    ticks: showValues ? [] : y.ticks(3).map((value) => ({ at: round(y(value)), label: String(value) })),
    showValues,
    lastFits: !columns.some((column) => column.lit && column.middle > CHART_WIDTH - ROOM_FOR_LAST),
    ...(pace === undefined ? {} : { pace: paceLine(left, ground, round(y(pace))) }),
  };
}

function paceLine(left: number, ground: number, top: number): PaceLine {
  const labelX = left + (CHART_WIDTH - left) * 0.38;
  const labelY = round(ground + (top - ground) * 0.38 - 20);
  return { x1: left, y1: ground, x2: CHART_WIDTH, y2: top, labelX: round(labelX), labelY };
}

/** Scores on one line: circles, the range they span, the mean; places from 0 to `width`. */
export interface ScoreStrip {
  readonly circles: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly grid: readonly number[];
}

/** Places scores and their mean on a scale from `low` to `high`, the same for all rows of a table. */
export function scoreStrip(
  scores: readonly number[],
  mean: number,
  low: number,
  high: number,
  width = 186,
): ScoreStrip {
  const x = placer(low, high, width);
  const circles = scores.map(x);
  return {
    circles,
    from: Math.min(...circles),
    to: Math.max(...circles),
    mean: x(mean),
    grid: scaleTicks(low, high, width).map((tick) => tick.at),
  };
}

/** A rank and the ranks between which it may lie, on a scale from 1 to the number of rows. */
export interface RankInterval {
  readonly rank: number;
  readonly from: number;
  readonly to: number;
  readonly seat: number;
  /** The rank by another value, where there is one. */
  readonly other?: number;
}

/** Places a rank, its interval and the dotted line behind the last seat. */
export function rankInterval(
  rank: number,
  low: number,
  high: number,
  seats: number,
  count: number,
  other?: number,
  width = 150,
): RankInterval {
  const x = placer(1, Math.max(count, 2), width);
  return {
    ...(other === undefined ? {} : { other: x(other) }),
    rank: x(rank),
    from: x(low),
    to: x(high),
    seat: round((x(seats) + x(Math.min(seats + 1, count))) / 2),
  };
}

/** A value and its interval around zero; places from 0 to `width`. */
export interface ValueInterval {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly zero: number;
}

/** Places a value and its interval on a scale from `-most` to `most`. */
export function valueInterval(
  value: number,
  low: number,
  high: number,
  most: number,
  width = 186,
): ValueInterval {
  const x = placer(-most, most, width);
  return { at: x(value), from: x(low), to: x(high), zero: x(0) };
}

/** Gives the round values of a scale with their places, for the head of a column. */
export function scaleTicks(low: number, high: number, width = 186): Tick[] {
  const x = placer(low, high, width);
  return scaleLinear([low, high], [0, 1])
    .ticks(4)
    .map((value) => ({ at: x(value), label: String(value) }));
}

/** Gives the first rank, the last seat and the last rank with their places. */
export function rankTicks(seats: number, count: number, width = 150): Tick[] {
  const x = placer(1, Math.max(count, 2), width);
  return [1, seats, count].map((rank) => ({ at: x(rank), label: String(rank) }));
}

// Circles at either end need their half, so a scale stops short of its box.
const MARGIN = 6;

function placer(low: number, high: number, width: number): (value: number) => number {
  const scale = scaleLinear([low, high], [MARGIN, width - MARGIN]).clamp(true);
  return (value) => round(scale(value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
