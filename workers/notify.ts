import { type Job, Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { readConfig, SettingsError } from '../src/platform/config.ts';
import { type Delivered, smtpDelivery } from '../src/platform/delivery.ts';
import { unseal } from '../src/platform/envelope.ts';
import type { Mail } from '../src/platform/mail.ts';
import {
  type ErrorSource,
  KEEP_RECEIPTS,
  MESSAGES,
  type MessageJob,
  RECEIPTS,
  type ReceiptJob,
  TRIMMED,
} from '../src/platform/queue.ts';

/** A message in, a delivery, a receipt out. Any number of these may run, on any number of machines. */
function main(): void {
  const config = readConfig(process.env);
  const { redisUrl, smtpUrl, secret, secretBefore } = config;
  if (redisUrl === undefined || smtpUrl === undefined || secret === undefined) {
    throw new SettingsError('The worker needs REDIS_URL, AWARD_SMTP_URL and AWARD_SECRET.');
  }
  const secrets = secretBefore === undefined ? [secret] : [secret, secretBefore];
  const log = pino({ level: config.logLevel });
  const delivery = smtpDelivery(smtpUrl);
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const sender = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const receipts = new Queue<ReceiptJob>(RECEIPTS, { connection: sender, ...TRIMMED });
  const deliver = async (job: Job<MessageJob>): Promise<Delivered> => {
    const { id, sealed } = job.data;
    const receipt = await delivery.deliver(openMail(secrets, id, sealed));
    await receipts.add('receipt', { id, receipt }, KEEP_RECEIPTS);
    // Kept with the job as well: where the receipt is lost on its way, the server finds it here.
    return receipt;
  };
  const worker = new Worker<MessageJob, Delivered>(MESSAGES, deliver, {
    connection,
    // One at a time: a worker that dies or freezes leaves at most one mail that comes twice. More workers are faster.
    concurrency: 1,
    // Longer than every SMTP timeout together: a message under way is not taken for lost.
    lockDuration: config.lockMs,
    stalledInterval: Math.min(30_000, config.lockMs),
    maxStalledCount: 1_000,
  });
  const sources: ErrorSource[] = [connection, sender, receipts, worker];
  for (const source of sources) {
    source.on('error', (fault: Error) => log.warn({ err: fault.message }, 'redis'));
  }
  const stop = async () => {
    await worker.close();
    await receipts.close();
    await delivery.close();
    connection.disconnect();
    sender.disconnect();
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  log.info('notify worker is ready');
}

function openMail(secrets: readonly string[], id: string, sealed: MessageJob['sealed']): Mail {
  try {
    return unseal(secrets, id, sealed) as Mail;
  } catch (fault) {
    // No second try opens it; the outbox publishes the message again under the right key.
    throw new UnrecoverableError((fault as Error).message);
  }
}

try {
  main();
} catch (fault) {
  process.stderr.write(fault instanceof SettingsError ? `${fault.message}\n` : `${(fault as Error).stack}\n`);
  process.exit(1);
}
