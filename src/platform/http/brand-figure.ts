import { type Roof, spinePath } from './spines.ts';

/** One titled spine of the brand figure: outline, class, lines of its title with their places. */
export interface TitledSpine {
  readonly group: 'outer' | 'inner' | 'lit';
  readonly d: string;
  /** The thin band near the foot, as on a bound book. */
  readonly band: { readonly x1: number; readonly x2: number; readonly y: number };
  readonly lines: readonly { readonly x: number; readonly y: number; readonly text: string }[];
  readonly size: number;
}

/** The framework's areas on one shelf. */
export interface BrandFigure {
  readonly width: number;
  readonly height: number;
  readonly spines: readonly TitledSpine[];
}

type Shape = readonly [roof: Roof, width: number, height: number, group: TitledSpine['group']];

// Conditions, blocks, benefits. Area 9, learning throughout life, is the lit one.
const SHAPES: readonly Shape[] = [
  ['flat', 75, 232, 'outer'],
  ['gable', 81, 282, 'outer'],
  ['slant', 75, 251, 'outer'],
  ['step', 85, 319, 'inner'],
  ['flat', 77, 278, 'inner'],
  ['arch', 83, 253, 'inner'],
  ['slant', 70, 227, 'inner'],
  ['flat', 79, 304, 'inner'],
  ['gable', 89, 350, 'lit'],
  ['flat', 83, 331, 'outer'],
  ['step', 89, 361, 'outer'],
  ['arch', 76, 236, 'outer'],
];
const GROUP_ENDS = new Set([2, 8]);
const GAP = 6.3;
const GROUP_GAP = 55;
const GROUND = 365;
const FOOT = 26;
const WIDTH = 1128;

/** Draws the twelve areas with their titles, in the order conditions, blocks, benefits; throws unless twelve. */
export function brandFigure(titles: readonly string[]): BrandFigure {
  if (titles.length !== SHAPES.length) throw new RangeError(`the figure has ${SHAPES.length} areas`);
  let x = 0.75;
  const spines = SHAPES.map((shape, index) => {
    const spine = titledSpine(shape, titles[index] ?? '', x);
    x += shape[1] + (GROUP_ENDS.has(index) ? GROUP_GAP : GAP);
    return spine;
  });
  return { width: WIDTH, height: GROUND, spines };
}

function titledSpine([roof, w, h, group]: Shape, title: string, x: number): TitledSpine {
  const { lines, size } = fitTitle(title, h - FOOT - w * 0.55, w);
  const leading = size * 1.2;
  // Text is turned a quarter left: lines follow each other to the right, their middle on the spine's.
  const first = x + w / 2 - ((lines.length - 1) * leading) / 2 + size * 0.32;
  return {
    group,
    d: spinePath(roof, x, GROUND, w, h),
    band: { x1: round(x), x2: round(x + w), y: GROUND - 15 },
    lines: lines.map((text, i) => ({ x: round(first + i * leading), y: GROUND - FOOT, text })),
    size,
  };
}

// The mean advance of Alegreya bold is a little under half of its size.
function fitTitle(title: string, length: number, width: number): { lines: string[]; size: number } {
  for (const [count, size] of [
    [2, 18],
    [3, 17],
    [3, 15],
  ] as const) {
    const lines = balance(title, count);
    const longest = Math.max(...lines.map((line) => line.length));
    if (longest * size * 0.47 <= length && lines.length * size * 1.2 <= width) return { lines, size };
  }
  return { lines: balance(title, 3), size: 14 };
}

/** Breaks a title into `count` lines at spaces so that the longest line is as short as can be. */
export function balance(title: string, count: number): string[] {
  const words = title.split(' ');
  for (let limit = Math.ceil(title.length / count); ; limit += 1) {
    const lines = fillLines(words, limit);
    if (lines.length <= count) return lines;
  }
}

function fillLines(words: readonly string[], limit: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= limit)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
