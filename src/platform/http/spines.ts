// The one figure of the look: spines of different roofs that stand on a line, books and houses at once. This
// file knows their shapes; colours are the sheet's. A spine's roof and height come from its place in the row,
// so that a row is known again, never from what it stands for.

/** The five roofs. A region always has the same one. */
export type Roof = 'flat' | 'arch' | 'slant' | 'gable' | 'step';

/** What a spine says: done, begun, not begun, needs you, here. */
export type SpineState = 'full' | 'half' | 'open' | 'need' | 'lit';

/** A spine ready to draw: path `d`, and for one half full the path `fill` of its lower part. */
export interface Spine {
  readonly state: SpineState;
  readonly d: string;
  readonly fill?: string;
}

/** A row of spines in a box of `width` by `height`, the ground line (2 thick) at its foot. */
export interface SpineRow {
  readonly width: number;
  readonly height: number;
  readonly ground: number;
  readonly spines: readonly Spine[];
}

/** Roofs of the regions, given by lot. */
export const REGION_ROOFS: Readonly<Record<string, Roof>> = {
  AFR: 'step',
  ARB: 'slant',
  APA: 'flat',
  ENA: 'arch',
  LAC: 'gable',
};

/** Rows longer than this are drawn as a plain bar. */
export const LONGEST_ROW = 24;

const HALF_FULL = 0.4;

// Roof and height (of 100) by place; the lit one is taller than all.
const PLACES: readonly (readonly [Roof, number])[] = [
  ['flat', 78],
  ['arch', 96],
  ['slant', 63],
  ['gable', 100],
  ['step', 83],
  ['flat', 71],
  ['arch', 90],
  ['flat', 60],
  ['arch', 87],
  ['slant', 75],
  ['gable', 97],
  ['step', 69],
  ['flat', 80],
  ['arch', 73],
  ['slant', 88],
  ['gable', 82],
  ['step', 95],
  ['flat', 66],
  ['arch', 100],
  ['flat', 85],
  ['slant', 70],
  ['gable', 92],
  ['step', 76],
  ['flat', 90],
];
const LIT_HEIGHT = 104;

/**
 * Outlines one spine as an SVG path: left edge `x`, width `w`, highest point `h` above the line `y`, all in the
 * box's units; the path begins and ends on the line.
 */
export function spinePath(roof: Roof, x: number, y: number, w: number, h: number): string {
  const top = y - h;
  const [left, right] = [x, x + w];
  switch (roof) {
    case 'flat':
      return path`M${left} ${y}V${top}H${right}V${y}Z`;
    case 'arch':
      return path`M${left} ${y}V${top + w / 2}A${w / 2} ${w / 2} 0 0 1 ${right} ${top + w / 2}V${y}Z`;
    case 'slant':
      return path`M${left} ${y}V${top + 0.4 * w}L${right} ${top}V${y}Z`;
    case 'gable':
      return path`M${left} ${y}V${top + w / 2}L${x + w / 2} ${top}L${right} ${top + w / 2}V${y}Z`;
    case 'step': {
      const shoulder = top + 0.3 * w;
      return path`M${left} ${y}V${shoulder}H${x + w / 4}V${top}H${x + 0.75 * w}V${shoulder}H${right}V${y}Z`;
    }
  }
}

/** Lays out a row: spines `w` wide every `pitch`, the tallest of them `h`; throws over 24 states. */
export function spineRow(states: readonly SpineState[], w = 20, pitch = 25, h = 51): SpineRow {
  if (states.length > LONGEST_ROW) throw new RangeError(`a row has at most ${LONGEST_ROW} spines`);
  const inset = (pitch - w) / 2;
  const ground = Math.ceil(h * (LIT_HEIGHT / 100)) + 1;
  const spines = states.map((state, index) => placeSpine(state, index, inset + index * pitch, ground, w, h));
  return { width: states.length * pitch, height: ground + 2, ground, spines };
}

function placeSpine(state: SpineState, index: number, x: number, y: number, w: number, h: number): Spine {
  const [roof, share] = PLACES[index] ?? ['flat', 80];
  const height = ((state === 'lit' ? LIT_HEIGHT : share) / 100) * h;
  const d = spinePath(roof, x, y, w, height);
  return state === 'half' ? { state, d, fill: spinePath('flat', x, y, w, HALF_FULL * height) } : { state, d };
}

/** Counts a row by state: how many are full, and of how many. */
export function countFull(states: readonly SpineState[]): { done: number; total: number } {
  return { done: states.filter((state) => state === 'full').length, total: states.length };
}

// Two decimals are finer than any screen and keep pages small.
function path(parts: TemplateStringsArray, ...numbers: number[]): string {
  return parts.map((part, i) => part + (i < numbers.length ? round(numbers[i] ?? 0) : '')).join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
