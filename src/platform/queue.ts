import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Delivered } from './delivery.ts';
import type { Sealed } from './envelope.ts';

/** The two queues between server and workers: messages go out sealed, receipts come back. */
export const MESSAGES = 'award-messages';
export const RECEIPTS = 'award-receipts';

/** What tells its faults by an event; without a listener such a fault would end the process. */
export type ErrorSource = { on(event: 'error', listener: (fault: Error) => void): unknown };

export type MessageJob = { id: string; sealed: Sealed };
export type ReceiptJob = { id: string; receipt: Delivered };

const KEEP = { removeOnComplete: { count: 5_000 }, removeOnFail: { count: 5_000 } };

/** Nobody reads BullMQ's event streams here; they are kept short. */
export const TRIMMED = { streams: { events: { maxLen: 100 } } };

/** Receipts are small and read at once. */
export const KEEP_RECEIPTS = { removeOnComplete: true, removeOnFail: { count: 1_000 } };

export type ServerQueue = {
  publish(jobs: readonly MessageJob[]): Promise<void>;
  /** The receipt of a message whose job is done, where it did not come back by itself; the job is cleared away. */
  findReceipt(id: string): Promise<Delivered | null>;
  withdraw(id: string): Promise<void>;
  close(): Promise<void>;
};

type MessageQueue = Queue<MessageJob, Delivered>;

const jobIdOf = (id: string) => `outbox-${id}`;

/** The server's end: publishes sealed messages and hands each receipt to `onReceipt`. */
export function openServerQueue(
  redisUrl: string,
  onReceipt: (receipt: ReceiptJob) => void,
  onError: (fault: Error) => void,
): ServerQueue {
  // A command is refused while Redis is away, so that a page never waits for it; the outbox keeps the message.
  const sender = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 10_000,
  });
  const receiver = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const openQueue = () => {
    const opened = new Queue<MessageJob, Delivered>(MESSAGES, { connection: sender, ...TRIMMED });
    opened.on('error', onError);
    return opened;
  };
  let queue = openQueue();
  // Where Redis goes away while a queue is opened, BullMQ answers with that fault for ever: such a queue is opened anew.
  const ask = async <T>(work: (queue: MessageQueue) => Promise<T>): Promise<T> => {
    const asked = queue;
    try {
      return await work(asked);
    } catch (fault) {
      const isBroken = await asked.waitUntilReady().then(
        () => false,
        () => true,
      );
      // Of several that met the same broken queue, one opens the next.
      if (isBroken && queue === asked) {
        queue = openQueue();
        asked.close().catch(onError);
      }
      throw fault;
    }
  };
  const receipts = new Worker<ReceiptJob>(RECEIPTS, async (job: Job<ReceiptJob>) => onReceipt(job.data), {
    connection: receiver,
    concurrency: 10,
  });
  const sources: ErrorSource[] = [sender, receiver, receipts];
  for (const source of sources) source.on('error', onError);
  return {
    publish: async (jobs) => {
      if (jobs.length === 0) return;
      const bulk = jobs.map((data) => ({ name: 'mail', data, opts: { jobId: jobIdOf(data.id), ...KEEP } }));
      await ask((open) => open.addBulk(bulk));
    },
    findReceipt: (id) => ask((open) => takeReceipt(open, id)),
    withdraw: async (id) => {
      await ask((open) => open.remove(jobIdOf(id)));
    },
    close: async () => {
      await receipts.close();
      await queue.close();
      sender.disconnect();
      receiver.disconnect();
    },
  };
}

/** A finished job would shut out the next one of the same id, so it is removed once it is read. */
async function takeReceipt(queue: MessageQueue, id: string): Promise<Delivered | null> {
  const job = await queue.getJob(jobIdOf(id));
  if (!job) return null;
  const isCompleted = await job.isCompleted();
  if (isCompleted || (await job.isFailed())) await job.remove();
  return isCompleted ? job.returnvalue : null;
}
