// The map keeps areas true: Equal Earth, B. Savric, T. Patterson, B. Jenny, "The Equal Earth map projection",
// International Journal of Geographical Information Science 33 (2019), equation 6.

const A1 = 1.340264;
const A2 = -0.081106;
const A3 = 0.000893;
const A4 = 0.003796;
const M = Math.sqrt(3) / 2;

/** Width and height of the map's box, in its own units. */
export const MAP = { width: 1128, height: 490 } as const;

// The box runs from 84 degrees north, the last land, to 56 south; nobody nominates from beyond.
const SCALE = MAP.width / 5.4134;
const TOP = 1.307;

/** Places a point of the earth in the map's box; degrees, east and north positive. */
export function placeOnMap(longitude: number, latitude: number): { x: number; y: number } {
  const l = (longitude * Math.PI) / 180;
  const t = Math.asin(M * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = (l * Math.cos(t)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  const y = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
  return { x: Math.round((MAP.width / 2 + x * SCALE) * 10) / 10, y: Math.round((TOP - y) * SCALE * 10) / 10 };
}
