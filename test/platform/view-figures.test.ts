import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balance, brandFigure } from '../../src/platform/http/brand-figure.ts';
import { barChart, rankInterval, rankTicks, scaleTicks, scoreStrip } from '../../src/platform/http/charts.ts';
import { MAP, placeOnMap } from '../../src/platform/http/equal-earth.ts';
import { countFull, type SpineState, spinePath, spineRow } from '../../src/platform/http/spines.ts';

const states = fc.array(fc.constantFrom<SpineState>('full', 'half', 'open', 'need', 'lit'), {
  minLength: 1,
  maxLength: 24,
});

function numbersOf(path: string): number[] {
  return [...path.matchAll(/-?\d+(\.\d+)?/g)].map(([text]) => Number(text));
}

describe('spineRow', () => {
  it('keeps the roof and height of a place whatever its neighbours are', () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        const shorter = Math.min(before.length, after.length);
        const full = (row: SpineState[]) => spineRow(row.map(() => 'full')).spines.map((spine) => spine.d);
        expect(full(before).slice(0, shorter)).toEqual(full(after).slice(0, shorter));
      }),
    );
  });

  it('stands inside its box, on the ground', () => {
    fc.assert(
      fc.property(states, (row) => {
        const { width, height, ground, spines } = spineRow(row);
        for (const { d } of spines) {
          expect(Math.max(...numbersOf(d))).toBeLessThanOrEqual(Math.max(width, height));
          expect(Math.min(...numbersOf(d))).toBeGreaterThanOrEqual(0);
          expect(d).toContain(` ${ground}V`);
        }
      }),
    );
  });

  it('makes the lit one the tallest', () => {
    const top = (d: string) => Math.min(...numbersOf(d).slice(2));
    for (let place = 0; place < 24; place += 1) {
      const row: SpineState[] = Array.from({ length: 24 }, (_, i) => (i === place ? 'lit' : 'full'));
      const tops = spineRow(row, 20, 25, 200).spines.map(({ d }) => /V([\d.]+)/.exec(d)?.[1] ?? d);
      expect(tops).toHaveLength(24);
      const { d } = spineRow(['lit'], 20, 25, 200).spines[0] ?? { d: '' };
      expect(top(d)).toBeLessThan(top(spineRow(['full'], 20, 25, 200).spines[0]?.d ?? ''));
    }
  });

  it('fills the lower part of a half one only', () => {
    const row = spineRow(['full', 'half', 'open']);
    expect(row.spines.map((spine) => spine.fill !== undefined)).toEqual([false, true, false]);
  });

  it('throws over 24, where a bar is drawn instead', () => {
    expect(() => spineRow(Array.from({ length: 25 }, () => 'open'))).toThrow('at most 24');
  });

  it('draws each roof with two decimals at most', () => {
    expect(spinePath('flat', 0, 10, 4, 8)).toBe('M0 10V2H4V10Z');
    expect(spinePath('gable', 0, 10, 4, 8)).toBe('M0 10V4L2 2L4 4V10Z');
    expect(spinePath('slant', 0, 10, 4, 8)).toBe('M0 10V3.6L4 2V10Z');
    expect(spinePath('arch', 0, 10, 4, 8)).toBe('M0 10V4A2 2 0 0 1 4 4V10Z');
    expect(spinePath('step', 1 / 3, 10, 4, 8)).toBe('M0.33 10V3.2H1.33V2H3.33V3.2H4.33V10Z');
  });

  it('counts the full ones', () => {
    expect(countFull(['full', 'half', 'full', 'lit'])).toEqual({ done: 2, total: 4 });
  });
});

describe('brandFigure', () => {
  const titles = Array.from({ length: 12 }, (_, i) => `Area ${i + 1} of the framework`);

  it('lights area 9 and groups 3, 6 and 3', () => {
    const groups = brandFigure(titles).spines.map((spine) => spine.group[0]);
    expect(groups.join('')).toBe('oooiiiiilooo');
  });

  it('ends with its last spine at the right edge', () => {
    const { width, spines } = brandFigure(titles);
    expect(Math.max(...spines.map((spine) => spine.band.x2))).toBeLessThanOrEqual(width + 2);
  });

  it('keeps the whole of a long title, in lines inside its spine', () => {
    const long = titles.map(() => 'Développement économique et prospérité culturelle');
    for (const spine of brandFigure(long).spines) {
      expect(spine.lines.map((line) => line.text).join(' ')).toBe(long[0]);
      for (const line of spine.lines) {
        expect(line.x).toBeGreaterThan(spine.band.x1);
        expect(line.x).toBeLessThan(spine.band.x2);
      }
    }
  });

  it('throws unless there are twelve', () => {
    expect(() => brandFigure(['a'])).toThrow('12 areas');
  });

  it('breaks lines so that the longest is short', () => {
    expect(balance('A culture of learning throughout life', 2)).toEqual([
      'A culture of learning',
      'throughout life',
    ]);
    expect(balance('One', 3)).toEqual(['One']);
  });
});

describe('charts', () => {
  it('begin at zero: heights are as the values', () => {
    const { columns } = barChart([1, 2, 4].map((value) => ({ value, label: '' })));
    const [one = 0, two = 0, four = 0] = columns.map((column) => column.height);
    expect(two / one).toBeCloseTo(2, 1);
    expect(four / two).toBeCloseTo(2, 1);
  });

  it('print values on fewer than ten bars, an axis on more', () => {
    const bars = (count: number) => Array.from({ length: count }, (_, i) => ({ value: i, label: String(i) }));
    expect(barChart(bars(9)).showValues).toBe(true);
    expect(barChart(bars(9)).ticks).toEqual([]);
    expect(barChart(bars(10)).showValues).toBe(false);
    expect(barChart(bars(10)).ticks[0]).toEqual({ at: 126, label: '0' });
  });

  it('leave room for bars to come and draw the even pace to the last of them', () => {
    const bars = [{ value: 5, label: '', lit: true }];
    const chart = barChart(bars, 10, 120);
    expect(chart.columns[0]?.width).toBeLessThan(32);
    expect(chart.pace).toMatchObject({ x1: chart.left, y1: chart.ground, x2: chart.width });
    expect(chart.lastFits).toBe(true);
    expect(barChart(bars, 1, 120).lastFits).toBe(true);
    const late = Array.from({ length: 31 }, (_, i) => ({ value: i, label: '', lit: i === 30 }));
    expect(barChart(late, 33, 120).lastFits).toBe(false);
  });

  it('draw a column of nothing where there is nothing', () => {
    expect(barChart([]).columns).toEqual([]);
    expect(barChart([{ value: 0, label: 'a' }]).columns[0]?.height).toBe(0);
  });

  it('place scores, range and mean on one scale', () => {
    const strip = scoreStrip([60, 75, 90], 75, 60, 90);
    expect(strip.circles).toEqual([6, 93, 180]);
    expect([strip.from, strip.mean, strip.to]).toEqual([6, 93, 180]);
    expect(scoreStrip([10, 99], 50, 60, 90).circles).toEqual([6, 180]);
    expect(scaleTicks(60, 90).map((tick) => tick.label)).toEqual(['60', '70', '80', '90']);
  });

  it('place a rank in its interval and the line behind the last seat', () => {
    const { from, rank, to, seat } = rankInterval(4, 2, 9, 10, 24);
    expect(from).toBeLessThan(rank);
    expect(rank).toBeLessThan(to);
    expect(to).toBeLessThan(seat);
    expect(rankTicks(10, 24).map((tick) => tick.label)).toEqual(['1', '10', '24']);
    expect(rankInterval(1, 1, 1, 1, 1).rank).toBe(6);
  });
});

describe('placeOnMap', () => {
  it('puts the origin in the middle and mirrors east and west', () => {
    expect(placeOnMap(0, 0).x).toBe(MAP.width / 2);
    const [east, west] = [placeOnMap(77, 30), placeOnMap(-77, 30)];
    expect(east.x - MAP.width / 2).toBeCloseTo(MAP.width / 2 - west.x, 6);
    expect(east.y).toBe(west.y);
  });

  it('has the proportions that its authors give: height 0.48658 of the width, poles 0.59247 of the equator', () => {
    const equator = placeOnMap(180, 0).x - placeOnMap(-180, 0).x;
    const pole = placeOnMap(180, 90).x - placeOnMap(-180, 90).x;
    const height = placeOnMap(0, -90).y - placeOnMap(0, 90).y;
    expect(height / equator).toBeCloseTo(0.48658, 3);
    expect(pole / equator).toBeCloseTo(0.59247, 3);
  });

  it('keeps every city between 83 north and 55 south in the box', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -55, max: 83, noNaN: true }),
        (lon, lat) => {
          const { x, y } = placeOnMap(lon, lat);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(MAP.width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(MAP.height);
        },
      ),
    );
  });

  it('is equal in area: a degree square shrinks with the cosine of its latitude', () => {
    const area = (lat: number) => {
      const width = placeOnMap(40, lat).x - placeOnMap(0, lat).x;
      const height = placeOnMap(0, lat - 10).y - placeOnMap(0, lat + 10).y;
      return (width * height) / Math.cos((lat * Math.PI) / 180);
    };
    expect(area(60) / area(0)).toBeCloseTo(1, 1);
    expect(area(30) / area(0)).toBeCloseTo(1, 1);
  });
});
