import { describe, expect, it } from 'vitest';
import { checkSolution } from '../../src/assignment/check-certificate.ts';
import { runAssign, type SolutionFile } from '../../src/assignment/command.ts';
import type { ProblemFile } from '../../src/assignment/problem.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { generatedProblem } from './problems.ts';

const BASE = generatedProblem(24, 8, 3, [4, 12]);

async function solved(file: ProblemFile): Promise<SolutionFile> {
  const { output } = await runAssign(JSON.stringify(file), {}, solveHere);
  if (!('certificate' in output)) throw new Error(`not solved: ${output.status}`);
  return JSON.parse(JSON.stringify(output));
}

/** A copy that may be written to, whatever its shape. */
type Loose = { [key: string]: unknown };
const copy = (value: unknown): Loose => JSON.parse(JSON.stringify(value));

/** The places of all numbers of a solution; prices are told apart, since slightly other ones may prove the same. */
function* raised(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))) yield path;
  else if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) yield* raised((value as Loose)[key], [...path, key]);
}

function raise(root: Loose, path: readonly (string | number)[]): Loose {
  const made = copy(root);
  let at = made;
  for (const key of path.slice(0, -1)) at = at[key] as Loose;
  const last = path.at(-1) ?? '';
  const old = at[last];
  const step = path.includes('prices') || path.includes('weights') ? 1e12 : 1;
  at[last] = typeof old === 'number' ? old + step : String(Number(old) + step);
  return made;
}

const CASES: [name: string, file: ProblemFile][] = [
  ['the sum', { ...BASE, objective: 'sum' }],
  ['fair', { ...BASE, objective: 'fair' }],
  [
    'a recusal',
    {
      ...BASE,
      objective: 'sum',
      recused: ['J0001'],
      jurors: BASE.jurors.map((juror) => ({ ...juror, maxLoad: 24 })),
      previous: BASE.nominations.flatMap(({ id }, n): [string, string][] =>
        [0, 1, 2].map((k) => [BASE.jurors[(n + k) % 8]?.id ?? '', id]),
      ),
    },
  ],
];

describe.each(CASES)('the certificate of %s', (_, file) => {
  it('holds as it was written', async () => {
    expect(checkSolution(file, await solved(file))).toMatchObject({ valid: true, proves: 'optimal' });
  });

  it('fails with any stated number raised by one, and any price raised beyond what can be paid', async () => {
    const solution = copy(await solved(file));
    const stated = copy({ ...solution, connectivity: null });
    let tried = 0;
    for (const path of raised(stated)) {
      if (path.includes('unit')) continue;
      // Where an earlier goal has settled every reader of a nomination, its price cancels out and may be any.
      if (file.previous && path.includes('prices') && path[2] !== '0') continue;
      tried += 1;
      expect(checkSolution(file, raise(solution, path)), path.join('.')).toMatchObject({ valid: false });
    }
    expect(tried).toBeGreaterThan(10);
    for (const unit of [0, -1, 0.5, '1']) {
      const { certificate } = await solved(file);
      const goals = certificate.goals.map((goal) => (goal.unit === undefined ? goal : { ...goal, unit }));
      const forged = { ...solution, certificate: { ...certificate, goals } };
      expect(checkSolution(file, forged), `unit ${unit}`).toMatchObject({ valid: false });
    }
  });

  it('fails for another problem, another pair, a pair less, a pair twice, a goal less', async () => {
    const solution = copy(await solved(file));
    const dearer = copy(file);
    for (const row of dearer.affinity as [string, string, number][]) row[2] += 1;
    expect(checkSolution(dearer, solution)).toMatchObject({ valid: false });
    const forbidding = copy(file);
    (forbidding.conflicts as unknown[]).push((solution.assignments as unknown[])[0]);
    expect(checkSolution(forbidding, solution)).toMatchObject({ valid: false });
    const pairs = solution.assignments as [string, string][];
    const [first] = pairs;
    const stranger = BASE.jurors.find(({ id }) => !pairs.some(([j, n]) => j === id && n === first?.[1]));
    for (const assignments of [
      pairs.slice(1),
      [...pairs, ...pairs.slice(0, 1)],
      [[stranger?.id, first?.[1]], ...pairs.slice(1)],
      [['nobody', first?.[1]], ...pairs.slice(1)],
    ])
      expect(checkSolution(file, { ...solution, assignments })).toMatchObject({ valid: false });
    const { certificate } = await solved(file);
    for (const goals of [certificate.goals.slice(1), certificate.goals.slice(0, -1), []])
      expect(checkSolution(file, { ...solution, certificate: { ...certificate, goals } })).not.toMatchObject({
        proves: 'optimal',
      });
  });
});

describe('a stated cause', () => {
  const file: ProblemFile = {
    nominations: ['N1', 'N2', 'N3'].map((id) => ({ id })),
    jurors: [
      { id: 'A', minLoad: 0, maxLoad: 1 },
      { id: 'B', minLoad: 0, maxLoad: 3 },
      { id: 'C', minLoad: 0, maxLoad: 3 },
    ],
    perNomination: 2,
    conflicts: [
      ['B', 'N1'],
      ['B', 'N2'],
    ],
  };

  it('holds, and no longer with another count, another nomination, or more jurors', async () => {
    const { output, exitCode } = await runAssign(JSON.stringify(file), {}, solveHere);
    expect(exitCode).toBe(3);
    const stated = copy(output);
    expect(stated.cause).toMatchObject({ nominations: ['N1', 'N2'], needed: 4, available: 3 });
    expect(checkSolution(file, stated)).toMatchObject({ valid: true, proves: 'infeasible' });
    for (const change of [
      { needed: 5 },
      { available: 2 },
      { nominations: ['N1', 'N3'] },
      { nominations: ['N1'] },
      { jurors: ['A'] },
    ])
      expect(
        checkSolution(file, { status: 'infeasible', cause: { ...(stated.cause as object), ...change } }),
        JSON.stringify(change),
      ).toMatchObject({ valid: false });
    expect(checkSolution({ ...file, conflicts: [] }, stated)).toMatchObject({ valid: false });
  });
});
