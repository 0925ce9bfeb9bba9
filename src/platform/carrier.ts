import { type Deliver, type Delivered, smtpDelivery } from './delivery.ts';
import { seal } from './envelope.ts';
import { newId } from './ids.ts';
import type { Mail } from './mail.ts';
import type { OutboxRow } from './outbox.ts';
import { openServerQueue } from './queue.ts';
import type { Service } from './service.ts';

/** What became of a message. */
export type Receipt = { id: string; done: Delivered };

export type Letter = { row: OutboxRow; mail: Mail };

/** Takes letters to where they go; each brings a receipt, at once or later. */
export type Carrier = {
  /** Carries what is still due; returns the ids that were handed to workers, whose receipts come later. */
  carry(letters: readonly Letter[], isStillDue: (id: string) => boolean): Promise<string[]>;
  /** Takes back what was stopped after it was handed over, unless a worker has it in hand already. */
  withdraw(id: string): Promise<void>;
  close(): Promise<void>;
};

/** The carrier that the settings name. */
export function openCarrier(service: Service, note: (receipt: Receipt) => void): Carrier {
  const { redisUrl, smtpUrl, secret } = service.config;
  if (redisUrl !== undefined) return queueCarrier(service, redisUrl, secret ?? '', note);
  return directCarrier(smtpUrl === undefined ? mailboxDelivery(service) : smtpDelivery(smtpUrl), note);
}

// One at a time: where the process dies between the server's word and the row that says so, one mail comes twice.
function directCarrier(delivery: Deliver, note: (receipt: Receipt) => void): Carrier {
  return {
    carry: async (letters, isStillDue) => {
      for (const { row, mail } of letters) {
        if (isStillDue(row.id)) note({ id: row.id, done: await delivery.deliver(mail) });
      }
      return [];
    },
    withdraw: async () => {},
    close: () => delivery.close(),
  };
}

function queueCarrier(
  service: Service,
  redisUrl: string,
  secret: string,
  note: (receipt: Receipt) => void,
): Carrier {
  const queue = openServerQueue(
    redisUrl,
    ({ id, receipt }) => note({ id, done: receipt }),
    (fault) => service.log.warn({ err: fault.message }, 'redis'),
  );
  return {
    carry: async (letters, isStillDue) => {
      for (const { row } of letters) {
        if (row.published_at === null && row.attempts === 0) continue;
        // Handed over before: it may be done, and its receipt was lost on the way back.
        const receipt = await queue.findReceipt(row.id);
        if (receipt && row.published_at !== null) note({ id: row.id, done: receipt });
      }
      const due = letters.filter(({ row }) => isStillDue(row.id));
      await queue.publish(due.map(({ row, mail }) => ({ id: row.id, sealed: seal(secret, row.id, mail) })));
      return due.map(({ row }) => row.id);
    },
    withdraw: (id) => queue.withdraw(id),
    close: () => queue.close(),
  };
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
