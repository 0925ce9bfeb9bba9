import fc from 'fast-check';
import type { Problem } from '../../src/decision/problem.ts';
import { type Fraction, fraction } from '../../src/platform/exact/fraction.ts';

/**
 * Small problems of every shape: nested, with countries in two regions, with groups that cross; few distinct scores,
 * so that ties are common; a tie value for each candidate.
 */
export function arbitraryProblem(shape: 'nested' | 'any', scores = arbitraryScore()): fc.Arbitrary<Problem> {
  const candidate = fc.record({ country: fc.nat(3), region: fc.nat(2), score: scores, median: fc.nat(2) });
  const bounds = fc.record({ min: fc.nat(1), span: fc.nat(3), isOpen: fc.boolean() });
  const group = fc.record({ bounds, members: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }) });
  return fc
    .record({
      list: fc.array(candidate, { minLength: 1, maxLength: 8 }),
      seats: fc.record({ min: fc.nat(4), span: fc.nat(2) }),
      perCountry: fc.option(fc.integer({ min: 1, max: 2 })),
      threshold: fc.option(scores, { freq: 4 }),
      regions: fc.array(bounds, { maxLength: 3 }),
      groups: fc.array(group, { maxLength: shape === 'nested' ? 0 : 3 }),
    })
    .map(({ list, seats, perCountry, threshold, regions, groups }) => {
      const limits = (one: { min: number; span: number; isOpen: boolean }) => {
        return { min: one.min, max: one.isOpen ? null : one.min + one.span };
      };
      return {
        seats: { min: seats.min, max: seats.min + seats.span },
        maxPerCountry: perCountry,
        threshold,
        regions: regions.map((one, at) => ({ name: `R${at}`, ...limits(one) })),
        groups: groups.map((one, at) => ({
          name: `G${at}`,
          ...limits(one.bounds),
          members: list.flatMap((_, index) => (one.members[index] ? [`C${index}`] : [])),
        })),
        tieRules: [],
        candidates: list.map((one, at) => ({
          id: `C${at}`,
          country: `K${one.country}`,
          // In the nested shape a country lies in one region.
          region: `R${shape === 'nested' ? one.country % 3 : one.region}`,
          score: one.score,
          tie: { median: fraction(one.median) },
        })),
      };
    });
}

function arbitraryScore(): fc.Arbitrary<Fraction> {
  return fc
    .tuple(fc.integer({ min: -2, max: 8 }), fc.constantFrom(1, 1, 1, 2, 3))
    .map(([num, den]) => fraction(num, den));
}
