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
export function createSolverPool({
  size = 1,
  idleMs = 20_000,
  graceMs = 3_000,
}: PoolOptions = {}): SolverPool {
  const seats = new Set<Seat>();
  const waiting: Job[] = [];
  let closed = false;

  const seatFor = (): Seat | null => {
    for (const seat of seats) if (!seat.job) return seat;
    return seats.size < size ? openSeat() : null;
  };

  const openSeat = (): Seat => {
    const seat: Seat = { worker: startWorker(), job: null, idleTimer: null };
    seats.add(seat);
    seat.worker.on('message', (message: WorkerMessage) => hear(seat, message));
    seat.worker.on('error', (fault) => lose(seat, fault));
    seat.worker.on('exit', () => lose(seat, new Error('the solver thread ended before its answer')));
    return seat;
  };

  const hear = (seat: Seat, message: WorkerMessage) => {
    const job = seat.job;
    if (!job) return;
    if (message.kind === 'progress') return job.options.onProgress?.(message.progress);
    seat.job = null;
    if (message.kind === 'solved') job.done(message.solution);
    else job.fail(new Error(message.message));
    rest(seat);
    next();
  };

  const rest = (seat: Seat) => {
    seat.worker.unref();
    seat.idleTimer = setTimeout(() => {
      seats.delete(seat);
      void seat.worker.terminate();
    }, idleMs);
    seat.idleTimer.unref();
  };

  const lose = (seat: Seat, fault: Error) => {
    seats.delete(seat);
    if (seat.idleTimer) clearTimeout(seat.idleTimer);
    const job = seat.job;
    seat.job = null;
    if (job && Atomics.load(job.stopFlag, 0) === 1) job.done(cancelled(job.model));
    else job?.fail(fault);
    next();
  };

  const next = () => {
    if (closed) return;
    while (waiting.length > 0) {
      const seat = seatFor();
      const job = seat && waiting.shift();
      if (!seat || !job) return;
      begin(seat, job);
    }
  };

  const begin = (seat: Seat, job: Job) => {
    if (seat.idleTimer) clearTimeout(seat.idleTimer);
    seat.idleTimer = null;
    seat.job = job;
    seat.worker.ref();
    const { timeLimitSeconds, wantRay, start } = job.options;
    const options = {
      ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }),
      ...(wantRay === undefined ? {} : { wantRay }),
      ...(start === undefined ? {} : { start }),
    };
    seat.worker.postMessage({ model: job.model, options, stopFlag: job.stopFlag } satisfies JobMessage);
  };

  const stop = (job: Job) => {
    Atomics.store(job.stopFlag, 0, 1);
    const place = waiting.indexOf(job);
    if (place >= 0) {
      waiting.splice(place, 1);
      return job.done(cancelled(job.model));
    }
    // The flag is read only at the solver's checkpoints; a step that has none would keep the caller waiting.
    setTimeout(() => {
      for (const seat of seats) if (seat.job === job) void seat.worker.terminate();
    }, graceMs).unref();
  };

  const solve: Solve = (model, options = {}) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the solver pool is closed'));
      if (options.signal?.aborted) return resolve(cancelled(model));
      const onAbort = () => stop(job);
      const settle = () => options.signal?.removeEventListener('abort', onAbort);
      const job: Job = {
        model,
        options,
        stopFlag: new Int32Array(new SharedArrayBuffer(4)),
        done: (solution) => {
          settle();
          resolve(solution);
        },
        fail: (fault) => {
          settle();
          reject(fault);
        },
      };
      options.signal?.addEventListener('abort', onAbort, { once: true });
      waiting.push(job);
      next();
    });

  const close = async () => {
    closed = true;
    for (const job of waiting.splice(0)) job.done(cancelled(job.model));
    const open = [...seats];
    for (const seat of open) if (seat.job) Atomics.store(seat.job.stopFlag, 0, 1);
    await Promise.all(open.map((seat) => seat.worker.terminate()));
  };

  return { solve, close, threads: () => seats.size };
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
