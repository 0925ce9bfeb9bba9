import fc from 'fast-check';
import type { ProblemFile } from '../../src/assignment/problem.ts';

/** Small problems of every kind: tight and loose loads, conflicts, ties, negative worths, an assignment before. */
export const smallProblems: fc.Arbitrary<ProblemFile> = fc
  .record({
    nominations: fc.integer({ min: 1, max: 4 }),
    jurors: fc.integer({ min: 2, max: 5 }),
    perNomination: fc.integer({ min: 1, max: 2 }),
    objective: fc.constantFrom<'sum' | 'fair'>('sum', 'fair'),
    loads: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 5,
      maxLength: 5,
    }),
    closed: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 20 }),
    worth: fc.array(
      fc.oneof(
        fc.integer({ min: -3, max: 9 }),
        fc.integer({ min: -500_000, max: 3_000_000 }).map((n) => n / 1e6),
      ),
      {
        minLength: 20,
        maxLength: 20,
      },
    ),
    before: fc.option(fc.array(fc.boolean(), { minLength: 20, maxLength: 20 })),
    recused: fc.option(fc.integer({ min: 0, max: 1 }), { freq: 4 }),
    fixed: fc.option(fc.integer({ min: 0, max: 19 }), { freq: 4 }),
    rules: fc.array(
      fc.record({
        nomination: fc.integer({ min: 0, max: 3 }),
        jurors: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
        min: fc.integer({ min: 1, max: 2 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(buildProblem);

type Draw = {
  nominations: number;
  jurors: number;
  perNomination: number;
  objective: 'sum' | 'fair';
  loads: [number, number][];
  closed: number[];
  worth: number[];
  before: boolean[] | null;
  recused: number | null;
  fixed: number | null;
  rules: { nomination: number; jurors: number[]; min: number }[];
};

function buildProblem(draw: Draw): ProblemFile {
  const nominations = Array.from({ length: draw.nominations }, (_, at) => ({ id: `N${at}` }));
  const jurors = Array.from({ length: draw.jurors }, (_, at) => {
    const [least, more] = draw.loads[at] ?? [0, 0];
    return { id: `J${at}`, minLoad: least, maxLoad: least + more };
  });
  const pairs = nominations.flatMap(({ id: n }) => jurors.map(({ id: j }): [string, string] => [j, n]));
  const at = (index: number) => index % 20;
  const closed = [...pairs].filter((_, index) => (draw.closed[at(index)] ?? 9) < 2);
  const pinned = draw.fixed === null ? undefined : pairs[draw.fixed % pairs.length];
  const isFree = (pair: [string, string]) => {
    const juror = jurors.find(({ id }) => id === pair[0]);
    return (
      juror !== undefined && juror.maxLoad > 0 && pair[0] !== `J${draw.recused}` && !closed.includes(pair)
    );
  };
  return {
    nominations,
    jurors,
    perNomination: Math.min(draw.perNomination, draw.jurors),
    objective: draw.objective,
    conflicts: pairs.filter((_, index) => draw.closed[at(index)] === 0),
    unreadable: pairs.filter((_, index) => draw.closed[at(index)] === 1),
    affinity: pairs.map(([j, n], index) => [j, n, draw.worth[at(index)] ?? 0]),
    ...(draw.before ? { previous: pairs.filter((_, index) => draw.before?.[at(index)]) } : {}),
    ...(pinned && isFree(pinned) ? { fixed: [pinned] } : {}),
    composition: draw.rules
      .filter(({ nomination }) => nomination < draw.nominations)
      .map(({ nomination, jurors: readers, min }, index) => ({
        rule: `rule ${index}`,
        nomination: `N${nomination}`,
        jurors: readers.filter((reader) => reader < draw.jurors).map((reader) => `J${reader}`),
        min: Math.min(min, draw.perNomination),
      })),
    ...(draw.recused !== null ? { recused: [`J${draw.recused}`] } : {}),
  };
}

/** A problem of any size from a seed: distinct worths, some conflicts. */
export function generatedProblem(
  nominations: number,
  jurors: number,
  perNomination: number,
  loads: readonly [min: number, max: number],
  seed = 1,
): ProblemFile {
  const draw = drawFrom(seed);
  const pad = (prefix: string, at: number) => `${prefix}${String(at + 1).padStart(4, '0')}`;
  const file: ProblemFile & { conflicts: [string, string][]; affinity: [string, string, number][] } = {
    nominations: Array.from({ length: nominations }, (_, at) => ({ id: pad('N', at) })),
    jurors: Array.from({ length: jurors }, (_, at) => ({
      id: pad('J', at),
      minLoad: loads[0],
      maxLoad: loads[1],
    })),
    perNomination,
    conflicts: [],
    affinity: [],
  };
  for (const { id: nomination } of file.nominations) {
    for (const { id: juror } of file.jurors) {
      if (draw() < 0.05) file.conflicts.push([juror, nomination]);
      else file.affinity.push([juror, nomination, Math.round(draw() * 1e6) / 1e6]);
    }
  }
  return file;
}

/** Numbers from 0 to 1 by Lehmer's generator: the same on every machine. */
export function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
