import { afterAll, describe, expect, it } from 'vitest';
import { solveHere } from '../../src/platform/solver/highs.ts';
import type { LinearModel, Solve } from '../../src/platform/solver/model.ts';
import { createSolverPool } from '../../src/platform/solver/pool.ts';
import { endlessModel, workshop } from './solver-models.ts';

const impossible: LinearModel = {
  ...workshop,
  rowLower: Float64Array.of(30, 70),
  rowUpper: Float64Array.of(20, 80),
};
const unbounded: LinearModel = { ...workshop, rowUpper: Float64Array.of(Infinity, Infinity) };

const pool = createSolverPool({ size: 2 });
afterAll(() => pool.close());

const ways: [string, Solve][] = [
  ['in this thread', solveHere],
  ['in the pool', pool.solve],
];

describe.each(ways)('a model solved %s', (_, solve) => {
  it('gives values, duals and reduced costs in the promised signs', async () => {
    const { status, values, objective, bound, rowDuals, colDuals } = await solve(workshop);
    expect(status).toBe('optimal');
    expect(objective).toBeCloseTo(1100, 6);
    expect(bound).toBeCloseTo(1100, 6);
    expect([...values]).toEqual([expect.closeTo(20, 6), expect.closeTo(10, 6)]);
    expect([...rowDuals]).toEqual([expect.closeTo(70 / 3, 6), expect.closeTo(10 / 3, 6)]);
    expect([...colDuals]).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)]);
  });

  it('gives a reduced cost of cost minus the duals of the rows', async () => {
    const { colDuals, rowDuals } = await solve({ ...workshop, cost: Float64Array.of(1, 50) });
    expect(colDuals[0]).toBeCloseTo(1 - (rowDuals[0] ?? 0) - 2 * (rowDuals[1] ?? 0), 6);
    expect(colDuals[0]).toBeLessThan(0);
  });

  it('keeps whole columns whole', async () => {
    const whole = { ...workshop, integer: Uint8Array.of(1, 1), rowUpper: Float64Array.of(41, 50) };
    const { status, values, objective, bound } = await solve(whole);
    expect(status).toBe('optimal');
    expect(objective).toBeCloseTo(1120, 6);
    expect(bound).toBeCloseTo(1120, 6);
    expect([...values].map(Math.round)).toEqual([19, 11]);
  });

  it('says infeasible, with a ray when one is asked for', async () => {
    const tight = {
      ...workshop,
      rowLower: Float64Array.of(45, -Infinity),
      rowUpper: Float64Array.of(Infinity, 20),
    };
    const answer = await solve({ ...tight, colUpper: Float64Array.of(10, 12) }, { wantRay: true });
    expect(answer.status).toBe('infeasible');
    expect(answer.dualRay?.length).toBe(2);
    expect([...(answer.dualRay ?? [])].some((value) => value !== 0)).toBe(true);
  });

  it('answers a model without columns by its rows alone', async () => {
    const none = {
      ...workshop,
      cost: new Float64Array(0),
      colLower: new Float64Array(0),
      colUpper: new Float64Array(0),
    };
    const empty = {
      ...none,
      starts: Int32Array.of(0),
      indices: new Int32Array(0),
      values: new Float64Array(0),
    };
    expect(await solve(empty)).toMatchObject({
      status: 'optimal',
      objective: 0,
      rowDuals: Float64Array.of(0, 0),
    });
    expect((await solve({ ...empty, rowLower: Float64Array.of(1, 0) })).status).toBe('infeasible');
  });

  it('says unbounded', async () => {
    expect((await solve(unbounded)).status).toBe('unbounded');
  });

  it('says infeasible for a row whose bounds cross', async () => {
    expect((await solve(impossible)).status).toBe('infeasible');
  });

  it('ends at the time limit with what it knows', async () => {
    const began = performance.now();
    const { status, bound, objective } = await solve(endlessModel(), { timeLimitSeconds: 0.5 });
    expect(status).toBe('limit');
    expect(bound).toBeLessThan(objective);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('is cancelled before it begins when the signal is already aborted', async () => {
    expect((await solve(workshop, { signal: AbortSignal.abort() })).status).toBe('cancelled');
  });
});
