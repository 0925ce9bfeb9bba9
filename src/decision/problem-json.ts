import { type Fraction, type FractionText, toText } from '../platform/exact/fraction.ts';
import type { Problem, TieRule } from './problem.ts';

/** A problem as a file holds it; `readProblem` reads it back to the same problem. Scores are exact fractions. */
export type ProblemJson = {
  seats: { min: number; max: number };
  maxPerCountry: number | null;
  threshold: FractionText | null;
  regions: Record<string, { min: number; max: number | null }>;
  groups: { name: string; min: number; max: number | null; members: readonly string[] }[];
  tieRules: readonly TieRule[];
  candidates: {
    id: string;
    country: string | null;
    region: string | null;
    score: FractionText;
    tie: Record<string, FractionText>;
  }[];
};

/** The problem in the form of a file. */
export function problemJson(problem: Problem): ProblemJson {
  const { seats, maxPerCountry, threshold, regions, groups, tieRules, candidates } = problem;
  return {
    seats,
    maxPerCountry,
    threshold: threshold && toText(threshold),
    regions: Object.fromEntries(regions.map(({ name, min, max }) => [name, { min, max }])),
    groups: groups.map(({ name, min, max, members }) => ({ name, min, max, members })),
    tieRules,
    candidates: candidates.map(({ id, country, region, score, tie }) => {
      return { id, country, region, score: toText(score), tie: textsOf(tie) };
    }),
  };
}

function textsOf(values: Readonly<Record<string, Fraction>>): Record<string, FractionText> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toText(value)]));
}
