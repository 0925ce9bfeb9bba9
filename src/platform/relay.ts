import { type Deliver, type Delivered, smtpDelivery } from './delivery.ts';
import { seal } from './envelope.ts';
import type { Views } from './http/view-engine.ts';
import { newId } from './ids.ts';
import { type Mail, renderMail } from './mail.ts';
import {
  dueMessages,
  markDelayed,
  markDelivered,
  markPublished,
  markRefused,
  type OutboxRow,
} from './outbox.ts';
import { openServerQueue } from './queue.ts';
import type { Service } from './service.ts';

/**
 * The relay takes what is due from the outbox and has it delivered: in this process over SMTP or into the local
 * mailbox, or by workers through Redis. Which of them is configuration alone.
 */
export type RelayParts = {
  views: Views;
  /** What to print below a mail of this edition, as that it is a sample. */
  noteOf: (edition: string | null, lang: string) => string | null;
  everyMs?: number;
};

const BATCH = 50;
const MAX_BACKOFF_MS = 60 * 60_000;

/** Starts the relay; the returned function ends it after the message under way. */
export function startRelay(service: Service, parts: RelayParts): () => Promise<void> {
  const carrier = openCarrier(service);
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const tick = async () => {
    for (const row of dueMessages(service.db.$client, service.clock.now(), BATCH)) {
      if (stopped) return;
      await carrier.carry(row, renderMail(service, parts.views, row, parts.noteOf(row.edition, row.lang)));
    }
  };
  const loop = () => {
    running = tick()
      .catch((fault: unknown) => service.log.error({ err: fault }, 'relay'))
      .then(() => {
        if (!stopped) timer = setTimeout(loop, parts.everyMs ?? 500);
      });
  };
  let timer = setTimeout(loop, 0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
    await carrier.close();
  };
}

type Carrier = { carry(row: OutboxRow, mail: Mail): Promise<void>; close(): Promise<void> };

function openCarrier(service: Service): Carrier {
  const { redisUrl, smtpUrl, secret } = service.config;
  if (redisUrl !== undefined) return queueCarrier(service, redisUrl, secret ?? '');
  return directCarrier(service, smtpUrl === undefined ? mailboxDelivery(service) : smtpDelivery(smtpUrl));
}

function directCarrier(service: Service, delivery: Deliver): Carrier {
  return {
    carry: async (row, mail) => note(service, row.id, row.attempts, await delivery.deliver(mail)),
    close: () => delivery.close(),
  };
}

function queueCarrier(service: Service, redisUrl: string, secret: string): Carrier {
  const queue = openServerQueue(
    redisUrl,
    ({ id, receipt }) => note(service, id, 0, receipt),
    (fault) => service.log.warn({ err: fault.message }, 'redis'),
  );
  return {
    carry: async (row, mail) => {
      await queue.publish({ id: row.id, sealed: seal(secret, row.id, mail) });
      markPublished(service.db.$client, row.id, service.clock.now());
    },
    close: () => queue.close(),
  };
}

function note(service: Service, id: string, attempts: number, done: Delivered): void {
  const sqlite = service.db.$client;
  const at = service.clock.now();
  if (done.outcome === 'delivered') markDelivered(sqlite, id, at);
  else if (done.outcome === 'refused') markRefused(sqlite, id, at, done.words);
  else markDelayed(sqlite, id, at + backoff(attempts), done.words);
}

/** Doubles from five seconds to an hour, with a spread so that many do not come back at once. */
function backoff(attempts: number): number {
  const whole = Math.min(5_000 * 2 ** attempts, MAX_BACKOFF_MS);
  return Math.round(whole * (0.75 + Math.random() / 2));
}

/** Outside production and without an SMTP server, mails are kept for the mailbox page. */
function mailboxDelivery(service: Service): Deliver {
  const insert = service.db.$client.prepare(
    'INSERT INTO mailbox (id, at, to_name, to_address, subject, text, html) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    deliver: async (mail) => {
      const at = service.clock.now();
      insert.run(newId<'mail'>(), at, mail.to.name, mail.to.address, mail.subject, mail.text, mail.html);
      return { outcome: 'delivered' };
    },
    close: async () => {},
  };
}
