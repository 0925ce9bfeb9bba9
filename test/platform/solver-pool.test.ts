import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LinearModel, Progress } from '../../src/platform/solver/model.ts';
import { createSolverPool, type PoolOptions } from '../../src/platform/solver/pool.ts';
import { endlessModel, workshop } from './solver-models.ts';

const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

function openPool(options: PoolOptions = {}) {
  const pool = createSolverPool(options);
  onTestFinished(() => pool.close());
  return pool;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe('the solver pool', () => {
  it('starts no thread before the first model', async () => {
    const pool = openPool();
    expect(pool.threads()).toBe(0);
    await pool.solve(workshop);
    expect(pool.threads()).toBe(1);
  });

  it('answers every waiting model with its own result', async () => {
    const pool = openPool({ size: 2 });
    const models = [1, 2, 3, 4, 5].map((most) => ({ ...workshop, colUpper: Float64Array.of(most, 0) }));
    const answers = await Promise.all(models.map((model) => pool.solve(model)));
    expect(answers.map(({ objective }) => Math.round(objective))).toEqual([30, 60, 90, 120, 150]);
    expect(pool.threads()).toBe(2);
  });

  it('tells progress and leaves the calling thread free meanwhile', async () => {
    const pool = openPool();
    await pool.solve(workshop);
    const told: Progress[] = [];
    let turns = 0;
    const ticking = setInterval(() => turns++, 5);
    await pool.solve(endlessModel(), {
      timeLimitSeconds: 1.5,
      onProgress: (progress) => told.push(progress),
    });
    clearInterval(ticking);
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)?.seconds).toBeGreaterThan(0.5);
    expect(told.at(-1)?.bound).not.toBeNull();
    // A blocked thread would tick once at most; how often a free one ticks depends on the machine's load.
    expect(turns).toBeGreaterThan(20);
  });

  it('stops a running solve when it is cancelled, and keeps the thread', async () => {
    // With so much grace only the solver's own checkpoint can end it within the time of a test.
    const pool = openPool({ graceMs: 600_000 });
    const control = new AbortController();
    const running = pool.solve(endlessModel(), { signal: control.signal });
    await pause(700);
    control.abort();
    expect((await running).status).toBe('cancelled');
    expect(pool.threads()).toBe(1);
    expect((await pool.solve(workshop)).status).toBe('optimal');
  });

  it('cancels a model that still waits without touching the one that runs', async () => {
    const pool = openPool();
    const control = new AbortController();
    const running = pool.solve(endlessModel(), { timeLimitSeconds: 0.5 });
    const waiting = pool.solve(workshop, { signal: control.signal });
    control.abort();
    expect((await waiting).status).toBe('cancelled');
    expect((await running).status).toBe('limit');
  });

  it('ends the thread of a cancelled solve that does not stop within the grace time', async () => {
    const pool = openPool({ graceMs: 0 });
    const control = new AbortController();
    const running = pool.solve(endlessModel(), { signal: control.signal });
    await pause(700);
    control.abort();
    expect((await running).status).toBe('cancelled');
    expect((await pool.solve(workshop)).status).toBe('optimal');
  });

  it('fails the one model that is broken and goes on with the next', async () => {
    const pool = openPool();
    const broken: LinearModel = { ...workshop, indices: Int32Array.of(0, 9, 0, 1) };
    await expect(pool.solve(broken)).rejects.toThrow(/row|index|indices/i);
    expect((await pool.solve(workshop)).status).toBe('optimal');
  });

  it('gives an unused thread back', async () => {
    const pool = openPool({ idleMs: 30 });
    await pool.solve(workshop);
    await expect.poll(() => pool.threads()).toBe(0);
    expect((await pool.solve(workshop)).status).toBe('optimal');
  });

  it('cancels what runs and what waits when it closes, and refuses the next model', async () => {
    const pool = openPool();
    const running = pool.solve(endlessModel());
    const waiting = pool.solve(workshop);
    await pause(400);
    await pool.close();
    expect((await running).status).toBe('cancelled');
    expect((await waiting).status).toBe('cancelled');
    await expect(pool.solve(workshop)).rejects.toThrow('closed');
  });

  it('works the same once compiled', async () => {
    const folder = await mkdtemp(join(root, 'node_modules/.solver-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const source = join(root, 'src/platform/solver/pool.ts');
    const worker = join(root, 'src/platform/solver/worker.ts');
    const flags =
      '--module nodenext --target es2023 --rewriteRelativeImportExtensions --skipLibCheck --types node';
    const compile = [source, worker, ...flags.split(' '), '--ignoreConfig', '--outDir', folder];
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...compile], { cwd: root });
    const entry = join(folder, 'entry.mjs');
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(
      entry,
      `import { createSolverPool } from './pool.js';
       const model = { sense: 'max', cost: Float64Array.of(3), colLower: Float64Array.of(0), colUpper: Float64Array.of(5),
         rowLower: Float64Array.of(0), rowUpper: Float64Array.of(4), starts: Int32Array.of(0, 1),
         indices: Int32Array.of(0), values: Float64Array.of(1) };
       console.log((await createSolverPool().solve(model)).objective);`,
    );
    const { stdout } = await run(process.execPath, [fileURLToPath(pathToFileURL(entry))], { cwd: folder });
    expect(stdout.trim()).toBe('12');
  });
});
