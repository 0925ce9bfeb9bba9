import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { LinearModel, Progress, Solution, Solve, SolveOptions } from './model.ts';

/** One model sent to a thread; functions and signals cannot cross, so they stay here. */
export type JobMessage = {
  model: LinearModel;
  options: Pick<SolveOptions, 'timeLimitSeconds' | 'wantRay' | 'start'>;
  stopFlag: Int32Array;
};

export type WorkerMessage =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'solved'; solution: Solution }
  | { kind: 'fault'; message: string };

export type SolverPool = { solve: Solve; close: () => Promise<void>; threads: () => number };

export type PoolOptions = {
  /** Most threads at once. */
  size?: number;
  /** An unused thread ends after this long, and gives its memory back. */
  idleMs?: number;
  /** A cancelled solve that does not stop by itself within this time loses its thread. */
  graceMs?: number;
};

type Job = {
  model: LinearModel;
  options: SolveOptions;
  stopFlag: Int32Array;
  done: (solution: Solution) => void;
  fail: (fault: Error) => void;
};

type Seat = { worker: Worker; job: Job | null; idleTimer: NodeJS.Timeout | null };

/**
 * A lazily started pool of threads for long computing: the calling thread keeps answering while models are solved.
 * Jobs beyond `size` wait in order; `close` cancels what runs and ends every thread.
 */
export function createSolverPool(options: PoolOptions = {}): SolverPool {
  const pool = new Pool({ size: 1, idleMs: 20_000, graceMs: 3_000, ...options });
  return {
    solve: (model, solveOptions) => pool.solve(model, solveOptions),
    close: () => pool.close(),
    threads: () => pool.seats.size,
  };
}

class Pool {
  readonly seats = new Set<Seat>();
  private readonly waiting: Job[] = [];
  private readonly limits: Required<PoolOptions>;
  private closed = false;

  constructor(limits: Required<PoolOptions>) {
    this.limits = limits;
  }

  solve(model: LinearModel, options: SolveOptions = {}): Promise<Solution> {
    if (this.closed) return Promise.reject(new Error('the solver pool is closed'));
    if (options.signal?.aborted) return Promise.resolve(cancelled(model));
    return new Promise((resolve, reject) => {
      const onAbort = () => this.stop(job);
      const settle = () => options.signal?.removeEventListener('abort', onAbort);
      const done = (solution: Solution) => {
        settle();
        resolve(solution);
      };
      const fail = (fault: Error) => {
        settle();
        reject(fault);
      };
      const job: Job = { model, options, stopFlag: new Int32Array(new SharedArrayBuffer(4)), done, fail };
      options.signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.push(job);
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.done(cancelled(job.model));
    const open = [...this.seats];
    for (const seat of open) if (seat.job) Atomics.store(seat.job.stopFlag, 0, 1);
    await Promise.all(open.map((seat) => seat.worker.terminate()));
  }

  private next(): void {
    while (!this.closed && this.waiting.length > 0) {
      const seat = this.freeSeat();
      const job = seat && this.waiting.shift();
      if (!seat || !job) return;
      this.begin(seat, job);
    }
  }

  private freeSeat(): Seat | null {
    for (const seat of this.seats) if (!seat.job) return seat;
    return this.seats.size < this.limits.size ? this.openSeat() : null;
  }

  private openSeat(): Seat {
    const seat: Seat = { worker: startWorker(), job: null, idleTimer: null };
    this.seats.add(seat);
    seat.worker.on('message', (message: WorkerMessage) => this.hear(seat, message));
    seat.worker.on('error', (fault) => this.lose(seat, fault));
    seat.worker.on('exit', () => this.lose(seat, new Error('the solver thread ended before its answer')));
    return seat;
  }

  private begin(seat: Seat, job: Job): void {
    if (seat.idleTimer) clearTimeout(seat.idleTimer);
    seat.idleTimer = null;
    seat.job = job;
    seat.worker.ref();
    const { onProgress, signal, ...sendable } = job.options;
    seat.worker.postMessage({
      model: job.model,
      options: sendable,
      stopFlag: job.stopFlag,
    } satisfies JobMessage);
  }

  private hear(seat: Seat, message: WorkerMessage): void {
    const job = seat.job;
    if (!job) return;
    if (message.kind === 'progress') {
      job.options.onProgress?.(message.progress);
      return;
    }
    seat.job = null;
    if (message.kind === 'solved') job.done(message.solution);
    else job.fail(new Error(message.message));
    this.rest(seat);
    this.next();
  }

  /** An unused thread neither keeps the process alive nor holds its memory for long. */
  private rest(seat: Seat): void {
    seat.worker.unref();
    seat.idleTimer = setTimeout(() => {
      this.seats.delete(seat);
      void seat.worker.terminate();
    }, this.limits.idleMs);
    seat.idleTimer.unref();
  }

  private lose(seat: Seat, fault: Error): void {
    this.seats.delete(seat);
    if (seat.idleTimer) clearTimeout(seat.idleTimer);
    const job = seat.job;
    seat.job = null;
    if (job && Atomics.load(job.stopFlag, 0) === 1) job.done(cancelled(job.model));
    else job?.fail(fault);
    this.next();
  }

  private stop(job: Job): void {
    Atomics.store(job.stopFlag, 0, 1);
    const place = this.waiting.indexOf(job);
    if (place >= 0) {
      this.waiting.splice(place, 1);
      job.done(cancelled(job.model));
      return;
    }
    // The flag is read only at the solver's checkpoints; a step that has none would keep the caller waiting.
    setTimeout(() => {
      for (const seat of this.seats) if (seat.job === job) void seat.worker.terminate();
    }, this.limits.graceMs).unref();
  }
}

function startWorker(): Worker {
  const fromSource = import.meta.url.endsWith('.ts');
  const file = new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url);
  if (!fromSource) return new Worker(file);
  // Run from source (tests, development): the thread must learn TypeScript by itself before it reads its file.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const loader = new URL('./dist/esm/api/index.mjs', tsx).href;
  const begin = `import { register } from '${loader}'; register(); await import('${file.href}');`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(begin)}`), { execArgv: [] });
}

function cancelled(model: LinearModel): Solution {
  const none = new Float64Array(0);
  const bound = model.sense === 'max' ? Infinity : -Infinity;
  return { status: 'cancelled', values: none, rowDuals: none, colDuals: none, objective: Number.NaN, bound };
}
