import { parentPort } from 'node:worker_threads';
import { solveHere } from './highs.ts';
import type { JobMessage, WorkerMessage } from './pool.ts';

/**
 * The thread side of the pool: one model at a time. The thread is blocked while HiGHS runs and hears no message,
 * so the wish to stop arrives through the first word of a shared array.
 */
if (!parentPort) throw new Error('the solver worker runs only as a worker thread');
const port = parentPort;

port.on('message', async (job: JobMessage) => {
  const { model, options, stopFlag } = job;
  const tell = (message: WorkerMessage) => port.postMessage(message);
  try {
    const solution = await solveHere(
      model,
      { ...options, onProgress: (progress) => tell({ kind: 'progress', progress }) },
      () => Atomics.load(stopFlag, 0) === 1,
    );
    tell({ kind: 'solved', solution });
  } catch (fault) {
    tell({ kind: 'fault', message: fault instanceof Error ? fault.message : String(fault) });
  }
});
