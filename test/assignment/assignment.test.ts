import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSolution } from '../../src/assignment/check-certificate.ts';
import { runAssign, type SolutionFile } from '../../src/assignment/command.ts';
import { fromMillionths } from '../../src/assignment/decimals.ts';
import type { ProblemFile } from '../../src/assignment/problem.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { bruteForce } from './brute-force.ts';
import { generatedProblem, smallProblems } from './problems.ts';

async function solved(file: ProblemFile): Promise<SolutionFile> {
  const { output, exitCode } = await runAssign(JSON.stringify(file), {}, solveHere);
  expect(exitCode).toBe(0);
  if (!('certificate' in output)) throw new Error(`not solved: ${output.status}`);
  return output;
}

function shuffled(file: ProblemFile): ProblemFile {
  const turn = <T>(list: readonly T[] | undefined) => [...(list ?? [])].reverse();
  return {
    ...file,
    nominations: turn(file.nominations),
    jurors: turn(file.jurors),
    conflicts: turn(file.conflicts),
    affinity: turn(file.affinity),
  };
}

describe('an assignment', () => {
  it('is the best of all that there are, by trying them all, and its proof holds', async () => {
    await fc.assert(
      fc.asyncProperty(smallProblems, async (file) => {
        const best = bruteForce(file);
        const { output, exitCode } = await runAssign(JSON.stringify(file), {}, solveHere);
        expect(exitCode).toBe(best ? 0 : 3);
        expect(checkSolution(file, JSON.parse(JSON.stringify(output)))).toMatchObject({ valid: true });
        if (!best || !('certificate' in output)) return;
        expect(output.sum).toBe(fromMillionths(best.sum));
        if (file.objective === 'fair') expect(output.minNomination).toBe(fromMillionths(best.lowest));
        if (file.previous) {
          const readings = file.nominations.length * file.perNomination;
          expect(output.changed?.added).toBe(readings - best.kept);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names a clash that counts even where a fixed pair outside it has used up a juror', async () => {
    const file = {
      nominations: [{ id: 'N0' }, { id: 'N1' }, { id: 'N2' }, { id: 'N3' }],
      jurors: [
        { id: 'J0', minLoad: 0, maxLoad: 2 },
        { id: 'J2', minLoad: 0, maxLoad: 1 },
        { id: 'J3', minLoad: 1, maxLoad: 3 },
      ],
      perNomination: 2,
      objective: 'sum',
      conflicts: [
        ['J0', 'N1'],
        ['J0', 'N2'],
        ['J2', 'N3'],
      ],
      fixed: [['J2', 'N0']],
    };
    const { output, exitCode } = await runAssign(JSON.stringify(file), {}, solveHere);
    expect(exitCode).toBe(3);
    expect(output).toMatchObject({ cause: { nominations: ['N2'], jurors: ['J3'], needed: 2, available: 1 } });
    expect(checkSolution(file, JSON.parse(JSON.stringify(output)))).toMatchObject({ valid: true });
  });

  it('is the same whatever the order of the lists, and whatever is asked twice', async () => {
    await fc.assert(
      fc.asyncProperty(smallProblems, async (file) => {
        if (!bruteForce(file)) return;
        const first = await solved(file);
        expect(await solved(file)).toEqual(first);
        expect((await solved(shuffled(file))).assignments).toEqual(first.assignments);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its value when every id is another', async () => {
    const file = generatedProblem(30, 9, 3, [0, 12]);
    const renamed = JSON.parse(
      JSON.stringify(file).replaceAll(
        /"([NJ])(\d+)"/g,
        (_, kind, digits) => `"${kind}${9999 - Number(digits)}"`,
      ),
    );
    for (const objective of ['sum', 'fair'] as const) {
      const [one, other] = [await solved({ ...file, objective }), await solved({ ...renamed, objective })];
      expect([other.sum, other.minNomination]).toEqual([one.sum, one.minNomination]);
    }
  });

  it('chooses among equal assignments by the ids alone', async () => {
    const equal: ProblemFile = { ...generatedProblem(12, 6, 2, [0, 8]), affinity: [], objective: 'sum' };
    const first = await solved(equal);
    expect((await solved(shuffled(equal))).assignments).toEqual(first.assignments);
    expect(first.certificate.kind).toBe('duals');
  });

  it('never loses by a higher affinity, and never gains by a further conflict', async () => {
    const file = { ...generatedProblem(20, 8, 3, [0, 9]), objective: 'sum' as const };
    const before = Number((await solved(file)).sum);
    const raised = file.affinity?.map(([j, n, value], at): [string, string, number] => [
      j,
      n,
      at === 7 ? Math.round(value * 1e6 + 1e6) / 1e6 : value,
    ]);
    expect(Number((await solved({ ...file, affinity: raised ?? [] })).sum)).toBeGreaterThanOrEqual(before);
    const [first] = (await solved(file)).assignments;
    const conflicts: [string, string][] = [
      ...(file.conflicts ?? []),
      ...(first ? [[...first] as [string, string]] : []),
    ];
    expect(Number((await solved({ ...file, conflicts })).sum)).toBeLessThanOrEqual(before);
  });

  it('counts in whole millionths: the sum of hundreds of affinities has no rounding', async () => {
    const file: ProblemFile = {
      nominations: Array.from({ length: 300 }, (_, at) => ({ id: `N${at}` })),
      jurors: [{ id: 'J', minLoad: 0, maxLoad: 300 }],
      perNomination: 1,
      affinity: Array.from({ length: 300 }, (_, at) => ['J', `N${at}`, 0.1]),
    };
    expect((await solved(file)).sum).toBe('30');
  });
});
