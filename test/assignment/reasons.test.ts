import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainFor } from '../../src/assignment/chain.ts';
import { changeGiven, givenOf, measure, writeChanged } from '../../src/assignment/changing.ts';
import { runAssign, type SolutionFile } from '../../src/assignment/command.ts';
import { connectivityOf } from '../../src/assignment/connectivity.ts';
import { linkBetter } from '../../src/assignment/linking.ts';
import { gainOf } from '../../src/assignment/prices.ts';
import type { Problem, ProblemFile } from '../../src/assignment/problem.ts';
import { worthOf } from '../../src/assignment/problem.ts';
import { readProblem } from '../../src/assignment/problem-file.ts';
import { reasonsOf } from '../../src/assignment/reasons.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { bruteForce } from './brute-force.ts';
import { generatedProblem, smallProblems } from './problems.ts';

function laidOut(file: ProblemFile): Problem {
  const problem = readProblem(file);
  if ('faults' in problem) throw new Error(problem.faults[0]?.text);
  return problem;
}

async function solved(file: ProblemFile): Promise<SolutionFile> {
  const { output } = await runAssign(JSON.stringify(file), {}, solveHere);
  if (!('certificate' in output)) throw new Error(`not solved: ${output.status}`);
  return output;
}

const without = (file: ProblemFile, pair: [string, string]): ProblemFile => ({
  ...file,
  conflicts: [...(file.conflicts ?? []), pair],
});

const millionths = (text: string) => Math.round(Number(text) * 1e6);

describe('why a pair stands', () => {
  it('states a loss that no assignment without the pair can undercut', async () => {
    await fc.assert(
      fc.asyncProperty(smallProblems, async (drawn) => {
        const { previous: _, ...rest } = drawn;
        const file = { ...rest, objective: 'sum' as const };
        if (!bruteForce(file)) return;
        const problem = laidOut(file);
        const solution = await solved(file);
        const given = givenOf(problem, solution.assignments);
        for (const [n, nomination] of problem.nominations.entries()) {
          for (const reason of reasonsOf(problem, solution, given, n) ?? []) {
            if (reason.kind === 'stays') continue;
            const other = bruteForce(without(file, [reason.juror, nomination]));
            if (reason.kind === 'only') expect(other).toBeNull();
            else if (other)
              expect(millionths(solution.sum) - other.sum).toBeGreaterThanOrEqual(millionths(reason.loss));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('prices a juror whose time is short, and names who would read instead', async () => {
    const file: ProblemFile = {
      nominations: [{ id: 'N1' }, { id: 'N2' }],
      jurors: [
        { id: 'A', minLoad: 0, maxLoad: 1 },
        { id: 'B', minLoad: 0, maxLoad: 2 },
      ],
      perNomination: 1,
      objective: 'sum',
      affinity: [
        ['A', 'N1', 9],
        ['A', 'N2', 7],
        ['B', 'N1', 2],
        ['B', 'N2', 1],
      ],
    };
    const problem = laidOut(file);
    const solution = await solved(file);
    const given = givenOf(problem, solution.assignments);
    expect(reasonsOf(problem, solution, given, 0)).toMatchObject([
      { juror: 'A', worth: '9', kind: 'chosen', instead: ['B'], loss: '1' },
    ]);
    const [reason] = reasonsOf(problem, solution, given, 0) ?? [];
    expect(Number(reason?.price)).toBeGreaterThanOrEqual(6);
  });

  it('says where the worst-off would fall below its level', async () => {
    const file: ProblemFile = {
      nominations: [{ id: 'N1' }, { id: 'N2' }],
      jurors: ['A', 'B', 'C'].map((id) => ({ id, minLoad: 0, maxLoad: 2 })),
      perNomination: 1,
      objective: 'fair',
      affinity: [
        ['A', 'N1', 5],
        ['B', 'N1', 1],
        ['A', 'N2', 8],
        ['C', 'N2', 8],
      ],
    };
    const problem = laidOut(file);
    const solution = await solved(file);
    const given = givenOf(problem, solution.assignments);
    expect(reasonsOf(problem, solution, given, 0)).toMatchObject([{ juror: 'A', kind: 'floor', floor: '5' }]);
  });
});

describe('a pair that is not made', () => {
  it('is forced by the fewest new pairs, as trying them all finds, or its cause is named', async () => {
    await fc.assert(
      fc.asyncProperty(smallProblems, fc.nat(19), async (drawn, pick) => {
        const { previous: _, ...file } = drawn;
        if (!bruteForce(file)) return;
        const problem = laidOut(file);
        const given = givenOf(problem, (await solved(file)).assignments);
        const at = pick % given.length;
        if (given[at] === 1) return;
        const [juror, nomination] = [at % problem.jurors.length, Math.floor(at / problem.jurors.length)];
        const chain = await chainFor(problem, given, { juror, nomination }, { solve: solveHere });
        const pair: [string, string] = [
          problem.jurors[juror]?.id ?? '',
          problem.nominations[nomination] ?? '',
        ];
        if (chain.status === 'closed') {
          if (chain.reason === 'conflict') expect(problem.closed[at]).not.toBe(0);
          return;
        }
        const previous = [...given.entries()].flatMap(([place, one]): [string, string][] =>
          one === 1
            ? [
                [
                  problem.jurors[place % problem.jurors.length]?.id ?? '',
                  problem.nominations[Math.floor(place / problem.jurors.length)] ?? '',
                ],
              ]
            : [],
        );
        const best = bruteForce({ ...file, previous, fixed: [...(file.fixed ?? []), pair] });
        expect(chain.status).toBe(best ? 'possible' : 'impossible');
        if (chain.status !== 'possible' || !best) return;
        const added = chain.steps.reduce((sum, { into }) => sum + into.length, 0);
        expect(added).toBe(previous.length - best.kept);
        expect(chain.steps[0]?.nomination).toBe(pair[1]);
        expect(chain.steps[0]?.into).toContain(pair[0]);
        expect(millionths(chain.after.sum)).toBe(best.sum);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a change by hand', () => {
  const file = generatedProblem(12, 6, 2, [0, 5]);

  it('is measured anew, beside what was computed', async () => {
    const problem = laidOut(file);
    const solution = await solved(file);
    const given = givenOf(problem, solution.assignments);
    const [out, nomination] = solution.assignments[0] ?? ['', ''];
    const into = problem.jurors.find(
      ({ id }) =>
        solution.assignments.every(([j, n]) => j !== id || n !== nomination) &&
        typeof changeGiven(problem, given, { nomination, out, into: id, back: null }) !== 'string',
    );
    const after = changeGiven(problem, given, { nomination, out, into: into?.id ?? '', back: null });
    if (typeof after === 'string') throw new Error(after);
    const changed = writeChanged(problem, after, 'byHand', solution);
    expect(changed.best).toEqual({ sum: solution.sum, minNomination: solution.minNomination });
    expect(Number(changed.sum)).toBeLessThanOrEqual(Number(solution.sum));
    expect(measure(problem, after)).toMatchObject({ sum: changed.sum, short: [], over: [] });
    const again = writeChanged(problem, given, 'byHand', changed);
    expect(again).toMatchObject({ sum: solution.sum, best: changed.best });
  });

  it('tells what it leaves short or too full', async () => {
    const problem = laidOut(file);
    const solution = await solved(file);
    const given = givenOf(problem, solution.assignments);
    const [juror, nomination] = solution.assignments[0] ?? ['', ''];
    const without = changeGiven(problem, given, { nomination, out: juror, into: null, back: null });
    if (typeof without === 'string') throw new Error(without);
    expect(measure(problem, without).short).toEqual([nomination]);
    const other = problem.jurors.find(
      ({ id }) =>
        typeof changeGiven(problem, given, { nomination, out: null, into: id, back: null }) !== 'string',
    );
    const more = changeGiven(problem, given, { nomination, out: null, into: other?.id ?? '', back: null });
    if (typeof more === 'string') throw new Error(more);
    expect(measure(problem, more).over).toEqual([nomination]);
  });

  it.each([
    ['nothing', { out: null, into: null, back: null }],
    ['unknown', { out: 'nobody', into: null, back: null }],
    ['notIn', { out: 'C', into: null, back: null }],
    ['alreadyIn', { out: null, into: 'A', back: null }],
    ['conflict', { out: 'A', into: 'D', back: null }],
    ['language', { out: 'A', into: 'E', back: null }],
    ['fixed', { out: 'F', into: 'C', back: null }],
    ['noTime', { out: 'A', into: 'B', back: null }],
    ['oneWay', { out: null, into: 'C', back: 'N2' }],
  ] as const)('is refused as %s', (fault, change) => {
    const small = laidOut({
      nominations: [{ id: 'N1' }, { id: 'N2' }],
      jurors: ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => ({ id, minLoad: 0, maxLoad: id === 'B' ? 1 : 2 })),
      perNomination: 2,
      conflicts: [['D', 'N1']],
      unreadable: [['E', 'N1']],
      fixed: [['F', 'N1']],
    });
    const given = givenOf(small, [
      ['A', 'N1'],
      ['F', 'N1'],
      ['B', 'N2'],
      ['C', 'N2'],
    ]);
    expect(changeGiven(small, given, { nomination: 'N1', ...change })).toBe(fault);
  });
});

describe('better links', () => {
  const pause = () => Promise.resolve();

  it('join a jury that falls apart, at the same worst-off and within the loss', async () => {
    const file: ProblemFile = {
      nominations: ['N1', 'N2', 'N3', 'N4'].map((id) => ({ id })),
      jurors: ['A', 'B', 'C', 'D'].map((id) => ({ id, minLoad: 2, maxLoad: 2 })),
      perNomination: 2,
      objective: 'sum',
      affinity: [
        ['A', 'N1', 3],
        ['B', 'N1', 3],
        ['A', 'N2', 3],
        ['B', 'N2', 3],
        ['C', 'N3', 3],
        ['D', 'N3', 3],
        ['C', 'N4', 3],
        ['D', 'N4', 3],
        ['C', 'N2', 2],
        ['B', 'N3', 2],
      ],
    };
    const problem = laidOut(file);
    const given = givenOf(problem, (await solved(file)).assignments);
    expect(connectivityOf(problem, given).components).toHaveLength(2);
    const sum = gainOf(problem.worth, given);
    expect(await linkBetter(problem, given, { least: 5_000_000n, sum }, pause)).toBeNull();
    const linked = await linkBetter(problem, given, { least: 5_000_000n, sum: sum - 2_000_000n }, pause);
    if (!linked) throw new Error('no better link');
    expect(connectivityOf(problem, linked).components).toHaveLength(1);
    expect(gainOf(problem.worth, linked)).toBe(sum - 2_000_000n);
  });

  it('never pass a limit, a conflict, the worst-off or the loss', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 0, max: 3 }),
        async (seed, loss) => {
          const file = generatedProblem(14, 7, 3, [3, 8], seed);
          const problem = laidOut(file);
          const solution = await solved(file);
          const given = givenOf(problem, solution.assignments);
          const least = worthOf(problem, given).reduce((low, worth) => (worth < low ? worth : low));
          const floor = { least, sum: gainOf(problem.worth, given) - BigInt(loss) * 1_000_000n };
          const linked = await linkBetter(problem, given, floor, pause);
          if (!linked) return;
          const { short, over, idle, highestLoad, linkage } = measure(problem, linked);
          expect({ short, over, idle }).toEqual({ short: [], over: [], idle: [] });
          expect(highestLoad).toBeLessThanOrEqual(8);
          expect(linked.some((one, at) => one === 1 && problem.closed[at] !== 0)).toBe(false);
          expect(gainOf(problem.worth, linked)).toBeGreaterThanOrEqual(floor.sum);
          expect(worthOf(problem, linked).every((worth) => worth >= least)).toBe(true);
          expect(linkage).toBeGreaterThan(measure(problem, given).linkage);
        },
      ),
      { numRuns: 25 },
    );
  });
});
