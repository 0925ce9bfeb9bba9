// The Equal Earth projection of B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map projection",
// International Journal of Geographical Information Science 33 (2019), 454-465, published online in 2018.
// It keeps areas true, so that no region of the award looks larger than it is. The outline of the land in
// seed/world-outline.json was drawn with the same formula, scale and translation: dots and land agree.

const A1 = 1.340264;
const A2 = -0.081106;
const A3 = 0.000893;
const A4 = 0.003796;
const M = Math.sqrt(3) / 2;
const RADIANS = Math.PI / 180;

/**
 * Where a place stands on the map: latitude and longitude in degrees (north and east positive), scale in pixels
 * a radian, translate the pixel of 0° N 0° E; gives [x, y] in pixels, y growing downwards.
 */
export function projectEqualEarth(
  latitude: number,
  longitude: number,
  scale: number,
  translate: readonly [number, number],
): [number, number] {
  const theta = Math.asin(M * Math.sin(latitude * RADIANS));
  const square = theta * theta;
  const sixth = square * square * square;
  const stretch = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square);
  const x = (longitude * RADIANS * Math.cos(theta)) / (M * stretch);
  const y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square));
  return [translate[0] + scale * x, translate[1] - scale * y];
}
