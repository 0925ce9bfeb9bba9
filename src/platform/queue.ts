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

const KEEP = { removeOnComplete: { count: 1_000 }, removeOnFail: { count: 1_000 } };

/** The server's end: publishes sealed messages and hands each receipt to `onReceipt`. */
export function openServerQueue(
  redisUrl: string,
  onReceipt: (receipt: ReceiptJob) => void,
  onError: (fault: Error) => void,
): { publish(job: MessageJob): Promise<void>; close(): Promise<void> } {
  // A command is refused while Redis is away, so that a page never waits for it; the outbox keeps the message.
  const sender = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    lazyConnect: false,
  });
  const receiver = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue<MessageJob>(MESSAGES, { connection: sender });
  const receipts = new Worker<ReceiptJob>(RECEIPTS, async (job: Job<ReceiptJob>) => onReceipt(job.data), {
    connection: receiver,
    concurrency: 10,
  });
  const sources: ErrorSource[] = [sender, receiver, queue, receipts];
  for (const source of sources) source.on('error', onError);
  return {
    publish: async (job) => {
      await queue.add('mail', job, { jobId: `outbox-${job.id}`, ...KEEP });
    },
    close: async () => {
      await receipts.close();
      await queue.close();
      sender.disconnect();
      receiver.disconnect();
    },
  };
}
