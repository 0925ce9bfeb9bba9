import { LONGEST_ROW, type Spines } from './certificate.ts';

/*
 * The picture that a shared link of the result carries: the awardees of the year as a row of spines on the ground line,
 * all of them lit, without a word, since its title and text stand beside it. Drawn point by point: a picture of plain
 * outlines needs no font and is the same bytes everywhere.
 */

/** The size that places for shared links ask for. */
export const SHARE_WIDTH = 1200;
export const SHARE_HEIGHT = 630;

/** Numbers of the picture's colours; the page around is 0. */
const INK = 1;
const LIT = 2;

const GROUND = 500;
const MARGIN = 90;
const OUTLINE = 3;

type Point = { x: number; y: number };

/** One byte a point, row by row: the row of `count` spines on the ground line. */
export function sharePoints(count: number, spines: Spines): Uint8Array {
  const points = new Uint8Array(SHARE_WIDTH * SHARE_HEIGHT);
  const pitch = Math.min(150, (SHARE_WIDTH - 2 * MARGIN) / Math.max(1, count));
  const left = (SHARE_WIDTH - count * pitch) / 2;
  for (let from = 0; from < count; from += LONGEST_ROW) {
    const states = Array.from({ length: Math.min(LONGEST_ROW, count - from) }, () => 'full' as const);
    const row = spines(states, pitch * 0.86, pitch, 340);
    for (const { d } of row.spines) {
      const outline = outlineOf(d).map(({ x, y }) => {
        return { x: x + left + from * pitch, y: y + GROUND - row.ground };
      });
      fill(points, outline, INK);
      fill(points, shrunk(outline), LIT);
    }
  }
  points.fill(INK, GROUND * SHARE_WIDTH, (GROUND + 6) * SHARE_WIDTH);
  return points;
}

/** The corners of an outline of M, H, V, L and A (whose arc is half a circle above its ends). */
export function outlineOf(path: string): Point[] {
  const points: Point[] = [];
  for (const [, kind = '', rest = ''] of path.matchAll(/([MHVLA])([^MHVLAZ]*)/g)) {
    const numbers = rest
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    const from = points.at(-1) ?? { x: 0, y: 0 };
    const [a = 0, b = 0] = numbers;
    if (kind === 'H') points.push({ x: a, y: from.y });
    else if (kind === 'V') points.push({ x: from.x, y: a });
    else if (kind === 'A') points.push(...halfCircle(from, { x: numbers[5] ?? 0, y: numbers[6] ?? 0 }));
    else points.push({ x: a, y: b });
  }
  return points;
}

function halfCircle(from: Point, to: Point): Point[] {
  const radius = (to.x - from.x) / 2;
  return Array.from({ length: 33 }, (_, step) => {
    const angle = Math.PI * (1 - step / 32);
    return { x: from.x + radius * (1 + Math.cos(angle)), y: from.y - radius * Math.sin(angle) };
  });
}

/** The outline drawn a little smaller around its middle, so that a line of ink stays around it. */
function shrunk(outline: readonly Point[]): Point[] {
  const xs = outline.map(({ x }) => x);
  const top = Math.min(...outline.map(({ y }) => y));
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const across = 1 - (2 * OUTLINE) / (high - low);
  const up = 1 - OUTLINE / (GROUND - top);
  const middle = (low + high) / 2;
  return outline.map(({ x, y }) => ({ x: middle + (x - middle) * across, y: GROUND - (GROUND - y) * up }));
}

function fill(points: Uint8Array, outline: readonly Point[], color: number): void {
  for (let y = 0; y < GROUND; y += 1) {
    const crossings = crossingsAt(outline, y + 0.5);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const begin = Math.round(crossings[at] ?? 0);
      const end = Math.round(crossings[at + 1] ?? 0);
      points.fill(color, y * SHARE_WIDTH + begin, y * SHARE_WIDTH + end);
    }
  }
}

function crossingsAt(outline: readonly Point[], y: number): number[] {
  const found: number[] = [];
  for (const [at, one] of outline.entries()) {
    const other = outline[(at + 1) % outline.length] ?? one;
    if (one.y <= y === other.y <= y) continue;
    found.push(one.x + ((y - one.y) / (other.y - one.y)) * (other.x - one.x));
  }
  return found.sort((a, b) => a - b);
}
