import { type Invariant, invariant } from '../platform/invariants.ts';

export const citiesInvariants: readonly Invariant[] = [
  invariant(
    'a past award linked to a city of another country',
    `SELECT past_awards.id FROM past_awards JOIN cities ON cities.id = past_awards.city_id
     WHERE cities.country <> past_awards.country`,
  ),
  invariant(
    'two past awards of one city in a year',
    `SELECT year, city_id, count(*) AS awards FROM past_awards WHERE city_id IS NOT NULL
     GROUP BY year, city_id HAVING count(*) > 1`,
  ),
  invariant(
    'a place outside the world',
    'SELECT id, name FROM cities WHERE abs(latitude) > 90 OR abs(longitude) > 180 OR (latitude IS NULL) <> (longitude IS NULL)',
  ),
];
