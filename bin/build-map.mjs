// Writes public/world.svg from a land file of the npm package world-atlas (Natural Earth, public domain):
//   npx tsx bin/build-map.mjs node_modules/world-atlas/land-50m.json
// The file is committed; this is run again only when the outline should change.
import { readFileSync, writeFileSync } from 'node:fs';
import { MAP, placeOnMap } from '../src/platform/http/equal-earth.ts';

// An island smaller than this many square pixels would be a speck.
const SMALLEST = 1.5;

// Antarctica has no cities, and its ring closes along the map's edge.
const SOUTHERNMOST = -60;

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('name the land file');
const atlas = JSON.parse(readFileSync(source, 'utf8'));

const arcs = atlas.arcs.map((arc) => {
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    const { scale, translate } = atlas.transform;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
});

const rings = atlas.objects.land.geometries
  .flatMap((geometry) => (geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs))
  .flat()
  .map((ring) => ring.flatMap((index) => (index < 0 ? arcs[~index].toReversed() : arcs[index])));

// A ring that passes the date line goes on counting, so that it stays in one piece.
function unwrap(ring) {
  let turn = 0;
  const turned = ring.map(([longitude, latitude], i) => {
    const before = ring[i - 1]?.[0] ?? longitude;
    if (longitude - before > 180) turn -= 360;
    if (longitude - before < -180) turn += 360;
    return [longitude + turn, latitude];
  });
  // Whichever side of the line it began on, its middle belongs on the map.
  const longitudes = turned.map(([longitude]) => longitude);
  const middle = (Math.min(...longitudes) + Math.max(...longitudes)) / 2;
  const home = -360 * Math.round(middle / 360);
  return turned.map(([longitude, latitude]) => [longitude + home, latitude]);
}

function outline(ring) {
  const points = ring.map(([longitude, latitude]) => {
    const { x, y } = placeOnMap(longitude, latitude);
    return [Math.round(x), Math.round(y)];
  });
  return points.filter(([x, y], i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before === undefined || after === undefined) return true;
    if (x === before[0] && y === before[1]) return false;
    // A point on a straight line between its neighbours draws nothing.
    return (x - before[0]) * (after[1] - y) !== (y - before[1]) * (after[0] - x);
  });
}

function area(points) {
  return Math.abs(
    points.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = points[(i + 1) % points.length];
      return sum + x * nextY - nextX * y;
    }, 0) / 2,
  );
}

function pathOf(points) {
  const [first, ...rest] = points;
  let [x, y] = first;
  const steps = rest.map(([nextX, nextY]) => {
    const step = `${nextX - x}${nextY - y < 0 ? '' : ' '}${nextY - y}`;
    [x, y] = [nextX, nextY];
    return step;
  });
  return `M${first.join(' ')}l${steps.join(' ').replaceAll(' -', '-')}z`;
}

const path = rings
  .filter((ring) => ring.every(([, latitude]) => latitude > SOUTHERNMOST))
  .map(unwrap)
  .map(outline)
  .filter((points) => area(points) >= SMALLEST)
  .map(pathOf)
  .join('');
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${MAP.width} ${MAP.height}"><path id="land" d="${path}"/></svg>\n`;
writeFileSync(new URL('../public/world.svg', import.meta.url), svg);
