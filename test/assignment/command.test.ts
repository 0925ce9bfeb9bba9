import { describe, expect, it } from 'vitest';
import { runAssign } from '../../src/assignment/command.ts';
import { solveHere } from '../../src/platform/solver/highs.ts';
import { generatedProblem } from './problems.ts';

const GOOD = {
  nominations: [{ id: 'N1' }, { id: 'N2' }],
  jurors: [
    { id: 'A', minLoad: 0, maxLoad: 2 },
    { id: 'B', minLoad: 0, maxLoad: 2 },
  ],
  perNomination: 1,
  affinity: [
    ['A', 'N1', 2],
    ['B', 'N2', 1.5],
  ],
};

const run = (text: string, options = {}) => runAssign(text, options, solveHere);

describe('the command on a faulty file', () => {
  it.each([
    ['empty', '', 'line 1, column 1', 'The file is empty'],
    ['not JSON', '{"nominations": [}', 'line 1, column 18', 'This is no JSON'],
    ['NaN', '{\n "affinity": [["A", "N1", NaN]]}', 'line 2, column 27', 'no such number'],
    ['a list', '[]', '$', 'an object in braces'],
  ])('%s says where and what to do, exit 2', async (_, text, path, advice) => {
    const { exitCode, output } = await run(text);
    expect(exitCode).toBe(2);
    expect(output).toMatchObject({ status: 'bad input', faults: [{ path }] });
    expect(JSON.stringify(output)).toContain(advice);
  });

  it.each([
    [{ nominations: [] }, 'nominations', 'empty'],
    [{ jurors: [] }, 'jurors', 'empty'],
    [{ nominations: [{ id: 'N1' }, { id: 'N1' }] }, 'nominations[1].id', 'duplicate'],
    [{ jurors: [{ id: 'A', minLoad: -1, maxLoad: 2 }] }, 'jurors[0].minLoad', 'negative'],
    [{ jurors: [{ id: 'A', minLoad: 0, maxLoad: 1.5 }] }, 'jurors[0].maxLoad', 'notWhole'],
    [{ jurors: [{ id: 'A', minLoad: 3, maxLoad: 2 }] }, 'jurors[0].minLoad', 'minAboveMax'],
    [{ perNomination: 0 }, 'perNomination', 'tooLarge'],
    [{ perNomination: undefined }, 'perNomination', 'missing'],
    [{ objective: 'best' }, 'objective', 'wrongType'],
    [{ conflicts: [['Z', 'N1']] }, 'conflicts[0][0]', 'unknownId'],
    [{ conflicts: [['A', 'N9']] }, 'conflicts[0][1]', 'unknownId'],
    [
      {
        affinity: [
          ['A', 'N1', 1],
          ['A', 'N1', 1],
        ],
      },
      'affinity[1]',
      'duplicate',
    ],
    [{ affinity: [['A', 'N1', 0.1234567]] }, 'affinity[0][2]', 'tooManyDecimals'],
    [{ affinity: [['A', 'N1', 1e7]] }, 'affinity[0][2]', 'tooLarge'],
    [{ affinity: [['A', 'N1', null]] }, 'affinity[0][2]', 'wrongType'],
    [{ affinity: [['A', 'N1']] }, 'affinity[0]', 'wrongType'],
    [{ recused: ['Z'] }, 'recused[0]', 'unknownId'],
    [
      {
        fixed: [
          ['A', 'N1'],
          ['B', 'N1'],
        ],
      },
      'fixed',
      'clash',
    ],
    [{ weights: [] }, 'weights', 'unknownField'],
    [
      { composition: [{ rule: 'r', nomination: 'N1', jurors: ['A'], min: 2 }] },
      'composition[0].min',
      'tooLarge',
    ],
  ])('%j is told at %s as %s', async (change, path, code) => {
    const { exitCode, output } = await run(JSON.stringify({ ...GOOD, ...change }));
    expect(exitCode).toBe(2);
    if (!('faults' in output)) throw new Error(output.status);
    expect(output.faults).toContainEqual(expect.objectContaining({ path, code }));
    for (const { text } of output.faults) expect(text.length).toBeGreaterThan(20);
  });

  it('reads the good one', async () => {
    expect(await run(JSON.stringify(GOOD))).toMatchObject({ exitCode: 0, output: { sum: '3.5' } });
  });
});

describe('the command', () => {
  it('names a jury that is smaller than each nomination needs, in three languages, exit 3', async () => {
    const { exitCode, output } = await run(JSON.stringify({ ...GOOD, perNomination: 3 }));
    expect(exitCode).toBe(3);
    if (!('cause' in output)) throw new Error(output.status);
    const { kind, needed, available, text, texts } = output.cause;
    expect({ kind, needed, available }).toEqual({
      kind: 'perNominationExceedsJury',
      needed: 3,
      available: 2,
    });
    expect(text).toBe(texts.en);
    expect(texts.en).toContain('needs 3 different jurors');
    expect(texts.fr).toContain('demande 3 jurés différents');
    expect(texts.es).toContain('necesita 3 jurados distintos');
  });

  it.each([
    ['tooFewReaders', { jurors: GOOD.jurors.map((juror) => ({ ...juror, maxLoad: 0 })) }, 0],
    ['minLoadsTooHigh', { jurors: GOOD.jurors.map((juror) => ({ ...juror, minLoad: 2 })) }, 2],
    [
      'composition',
      {
        composition: [
          { rule: 'r', nomination: 'N1', jurors: ['A'], min: 1 },
          { rule: 'r', nomination: 'N2', jurors: ['A'], min: 1 },
        ],
        jurors: [
          { id: 'A', minLoad: 0, maxLoad: 1 },
          { id: 'B', minLoad: 0, maxLoad: 2 },
        ],
      },
      1,
    ],
  ])('tells %s with its counts in every language', async (kind, change, available) => {
    const { exitCode, output } = await run(JSON.stringify({ ...GOOD, ...change }));
    expect(exitCode).toBe(3);
    if (!('cause' in output)) throw new Error(output.status);
    expect(output.cause).toMatchObject({ kind, available });
    for (const text of Object.values(output.cause.texts)) {
      expect(text).toContain(String(output.cause.needed));
      expect(text).not.toMatch(/undefined|NaN/);
    }
    expect(new Set(Object.values(output.cause.texts)).size).toBe(3);
  });

  it('ends early when it is cancelled or its time is up, exit 4, and claims no optimum', async () => {
    const text = JSON.stringify(generatedProblem(60, 12, 3, [0, 20]));
    const stop = new AbortController();
    stop.abort();
    const cancelled = await run(text, { signal: stop.signal });
    expect(cancelled.exitCode).toBe(4);
    expect(cancelled.output.status).not.toBe('optimal');
    const none = new Float64Array(0);
    const late = await runAssign(text, { secondsLeft: () => 0 }, async () => ({
      status: 'limit',
      values: none,
      rowDuals: none,
      colDuals: none,
      objective: Number.NaN,
      bound: Number.POSITIVE_INFINITY,
    }));
    expect(late).toMatchObject({ exitCode: 4, output: { status: 'limit' } });
  });

  it.each([
    ['nonsense', 'the solution is no JSON'],
    ['{}', ''],
    ['{"status":"optimal"}', ''],
  ])('does not accept %s as a solution', async (check, fault) => {
    const { exitCode, output } = await run(JSON.stringify(GOOD), { check });
    expect(exitCode).toBe(2);
    expect(output).toMatchObject({ status: 'invalid', fault: expect.stringContaining(fault) });
  });
});
