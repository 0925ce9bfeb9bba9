import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectEqualEarth } from '../../src/announcement/equal-earth.ts';

interface Outline {
  viewBox: string;
  path: string;
  projection: string;
  scale: number;
  translate: [number, number];
}

const outline: Outline = JSON.parse(
  readFileSync(new URL('../../seed/world-outline.json', import.meta.url), 'utf8'),
);

/** Absolute corner points of each ring of the outline's path (M, relative l, z). */
function ringsOf(path: string): [number, number][][] {
  return path
    .split('z')
    .filter((part) => part !== '')
    .map((part) => {
      const numbers = (part.match(/-?\d+/g) ?? []).map(Number);
      let [x, y] = [0, 0];
      const ring: [number, number][] = [];
      for (let i = 0; i + 1 < numbers.length; i += 2) {
        x += numbers[i] ?? 0;
        y += numbers[i + 1] ?? 0;
        ring.push([x, y]);
      }
      return ring;
    });
}

/** Even-odd rule: whether a pixel lies on land. */
function isOnLand([x, y]: [number, number], rings: [number, number][][]): boolean {
  let inside = false;
  for (const ring of rings) {
    ring.forEach(([x1, y1], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length] ?? [x1, y1];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    });
  }
  return inside;
}

describe('projectEqualEarth', () => {
  // d3-geo 3.1.1, geoEqualEarth().scale(100).translate([0, 0])
  it.each([
    ['origin', 0, 0, 0, 0],
    ['end of the equator', 0, 180, 270.66299836960746, 0],
    ['north pole, which is a line', 90, 180, 160.35886482840516, -131.73627591574132],
    ['south and west', -34, -70, -96.55346146373861, 66.70869195283879],
    ['north and east', 55.7, 12.5, 14.756254278897533, -102.80765615143983],
    ['south and east', -33.87, 151.2, 208.69650776546234, 66.47057660224263],
  ])('agrees with an independent implementation at the %s', (_name, latitude, longitude, x, y) => {
    const point = projectEqualEarth(latitude, longitude, 100, [0, 0]);
    expect(point[0]).toBeCloseTo(x, 9);
    expect(point[1]).toBeCloseTo(y, 9);
  });

  it('keeps areas true: a small cell covers the same share of the map as of the globe', () => {
    const step = 0.01;
    for (const latitude of [-75, -40, -10, 0, 25, 55, 80]) {
      const [left, south] = projectEqualEarth(latitude - step, 30, 1, [0, 0]);
      const [, north] = projectEqualEarth(latitude + step, 30, 1, [0, 0]);
      const [west] = projectEqualEarth(latitude, 30 - step, 1, [0, 0]);
      const [east] = projectEqualEarth(latitude, 30 + step, 1, [0, 0]);
      expect(left).toBeGreaterThan(0);
      const sine = (degrees: number) => Math.sin((degrees * Math.PI) / 180);
      const onGlobe = ((2 * step * Math.PI) / 180) * (sine(latitude + step) - sine(latitude - step));
      expect(((south - north) * (east - west)) / onGlobe).toBeCloseTo(1, 5);
    }
  });

  it('moves by translate and stretches by scale, y downwards', () => {
    const [x, y] = projectEqualEarth(40, 20, 1, [0, 0]);
    expect(projectEqualEarth(40, 20, 200, [500, 243.5])).toEqual([500 + 200 * x, 243.5 + 200 * y]);
    expect(y).toBeLessThan(0);
  });
});

describe('world outline', () => {
  const rings = ringsOf(outline.path);
  const at = (latitude: number, longitude: number) =>
    projectEqualEarth(latitude, longitude, outline.scale, outline.translate);

  it('is one path of whole pixels, small enough for a page, inside its view box', () => {
    expect(outline.viewBox).toBe('0 0 1000 487');
    expect(outline.path).toMatch(/^(M\d+ \d+l[-\d ]+z)+$/);
    expect(outline.path.length).toBeLessThan(34_000);
    for (const [x, y] of rings.flat()) {
      expect(x >= 0 && x <= 1000 && y >= 0 && y <= 487).toBe(true);
    }
  });

  it.each([
    ['Madrid', 40.4, -3.7, true],
    ['Brasília', -15.8, -47.9, true],
    ['Nairobi', -1.3, 36.8, true],
    ['Wuhan', 30.6, 114.3, true],
    ['Alice Springs', -23.7, 133.9, true],
    ['the middle of the Atlantic', 20, -40, false],
    ['the Bay of Bengal', 15, 88, false],
    ['Antarctica, which is left out', -80, 60, false],
  ])('agrees with the dots: %s', (_name, latitude, longitude, expected) => {
    expect(isOnLand(at(latitude, longitude), rings)).toBe(expected);
  });
});
