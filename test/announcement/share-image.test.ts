import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlineOf, SHARE_HEIGHT, SHARE_WIDTH, sharePoints } from '../../src/announcement/share-image.ts';
import { spineRow } from '../../src/platform/http/spines.ts';
import { pngOf } from '../../src/platform/png.ts';
import { MOMENT, openSigned, type Signed, setOn } from './ground.ts';

/** The points of a PNG with one data part and no filter. */
function pointsOf(png: Buffer, width: number, height: number): Uint8Array {
  const at = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const points = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    points.set(rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)), y * width);
  return points;
}

describe('the picture of a shared result', () => {
  it('is a PNG that gives back its points', () => {
    const points = Uint8Array.from([0, 1, 1, 0, 1, 0]);
    const png = pngOf(3, 2, points, ['#ffffff', '#171c33']);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(pointsOf(png, 3, 2)).toEqual(points);
    expect(png.equals(pngOf(3, 2, points, ['#ffffff', '#171c33']))).toBe(true);
  });

  it('has one lit spine for each city', () => {
    const rowAt = (count: number, y: number) =>
      sharePoints(count, spineRow).subarray(y * SHARE_WIDTH, (y + 1) * SHARE_WIDTH);
    const spines = (count: number) =>
      [...rowAt(count, 490)].filter((point, x, all) => point === 2 && all[x - 1] !== 2).length;
    expect([0, 1, 2, 16, 24, 40].map(spines)).toEqual([0, 1, 2, 16, 24, 40]);
    expect(rowAt(2, 502).every((point) => point === 1)).toBe(true);
  });

  it('reads an outline with its arc', () => {
    const points = outlineOf('M0 10V5A5 5 0 0 1 10 5V10Z');
    expect(points[0]).toEqual({ x: 0, y: 10 });
    expect(Math.min(...points.map(({ y }) => y))).toBe(0);
    expect(points.at(-1)).toEqual({ x: 10, y: 10 });
  });
});

describe('the address of the picture', () => {
  let open: Signed;
  beforeAll(async () => {
    open = await openSigned();
    await setOn(open);
  });
  afterAll(() => open.close());

  it('does not exist before the moment, and is named by the public page after it', async () => {
    open.clock.set(MOMENT - 1_000);
    await open.nobody.get('/en/2027/share.png').expect(404);
    await open.organiser.get('/en/2027/share.png').expect(404);
    open.clock.set(MOMENT);
    const answer = await open.nobody
      .get('/en/2027/share.png')
      .expect(200)
      .expect('Content-Type', 'image/png');
    const png = answer.body as Buffer;
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([SHARE_WIDTH, SHARE_HEIGHT]);
    const { text } = await open.nobody.get('/en/2027/awardees').expect(200);
    expect(text).toContain(`<meta property="og:image" content="${open.origin}/en/2027/share.png">`);
  });
});
