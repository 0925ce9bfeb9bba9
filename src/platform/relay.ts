import { openCarrier, type Receipt } from './carrier.ts';
import type { Instant } from './clock.ts';
import type { Views } from './http/view-engine.ts';
import { type Extras, renderMail } from './mail.ts';
import {
  dueMessages,
  isStillDue,
  markDelayed,
  markDelivered,
  markPublished,
  markRefused,
  markWithdrawn,
  type OutboxRow,
  publishedAndStopped,
  stopMessage,
} from './outbox.ts';
import { startRounds } from './rounds.ts';
import type { Service } from './service.ts';
import { writeStopOf } from './write-stop.ts';

/**
 * The relay takes what is due from the outbox and has it delivered: in this process over SMTP or into the local
 * mailbox, or by workers through Redis. Which of them is configuration alone.
 */
export type RelayParts = {
  views: Views;
  /** What comes with the words of a mail. */
  extrasOf: (row: OutboxRow) => Extras;
  /** Judges a due message anew just before it leaves: it goes, waits a minute, or never goes. */
  mayLeave: (row: OutboxRow, at: Instant) => 'send' | 'wait' | 'stop';
  everyMs?: number;
};

const BATCH = 50;
const MAX_BACKOFF_MS = 60 * 60_000;

/** Starts the relay; the returned function ends it after the messages under way. */
export function startRelay(service: Service, parts: RelayParts): () => Promise<void> {
  const notes = new Notes(service);
  const carrier = openCarrier(service, (receipt) => notes.take(receipt));
  let stopping = false;
  const round = async () => {
    notes.writeOpen();
    const { sqlite } = notes;
    for (const id of publishedAndStopped(sqlite)) {
      await carrier.withdraw(id);
      markWithdrawn(sqlite, id);
    }
    const due = dueMessages(sqlite, service.clock.now(), BATCH);
    const rows = due.filter((row) => leaves(service, parts, row));
    const handedOver = await carrier.carry(
      rows.flatMap((row) => letterOf(service, parts, notes, row)),
      (id) => !stopping && isStillDue(sqlite, id),
    );
    for (const id of handedOver) markPublished(sqlite, id, service.clock.now());
    return due.length === BATCH ? 0 : undefined;
  };
  const stopRounds = startRounds(round, parts.everyMs ?? 500, (fault) =>
    // A fault of Redis carries the whole command, sealed letters included: its words are enough.
    service.log.error({ err: fault instanceof Error && 'command' in fault ? fault.message : fault }, 'relay'),
  );
  return async () => {
    stopping = true;
    await stopRounds();
    await carrier.close();
  };
}

const HELD_BACK_MS = 60_000;

function leaves({ db, clock }: Service, parts: RelayParts, row: OutboxRow): boolean {
  const at = clock.now();
  const judged = parts.mayLeave(row, at);
  if (judged === 'stop') stopMessage(db.$client, row.id, at, 'system');
  if (judged === 'wait')
    markDelayed(db.$client, row.id, () => at + HELD_BACK_MS, 'held back: not what was signed');
  return judged === 'send';
}

/** A message that cannot be written is put off with the cause, and never stands in the way of the others. */
function letterOf(service: Service, parts: RelayParts, notes: Notes, row: OutboxRow) {
  try {
    return [{ row, mail: renderMail(service, parts.views, row, parts.extrasOf(row)) }];
  } catch (fault) {
    service.log.error({ err: fault, message: row.id, template: row.template }, 'a message cannot be written');
    notes.take({
      id: row.id,
      done: { outcome: 'delayed', words: `not written: ${(fault as Error).message}` },
    });
    return [];
  }
}

/** What became of messages, written to the outbox; while the disk refuses, it is kept and nothing more is sent. */
class Notes {
  private readonly open = new Map<string, Receipt>();
  private readonly service: Service;
  readonly sqlite: Service['db']['$client'];

  constructor(service: Service) {
    this.service = service;
    this.sqlite = service.db.$client;
  }

  take(receipt: Receipt): void {
    try {
      this.write(receipt);
    } catch (fault) {
      const stop = writeStopOf(fault);
      if (stop === null) throw fault;
      this.service.writes.note(stop.why, this.service.clock.now());
      this.open.set(receipt.id, receipt);
    }
  }

  /** Writes what is open, the first thing of every round: a message whose delivery is not written is not sent again. */
  writeOpen(): void {
    for (const receipt of this.open.values()) {
      this.write(receipt);
      this.open.delete(receipt.id);
    }
  }

  private write({ id, done }: Receipt): void {
    const at = this.service.clock.now();
    if (done.outcome === 'delivered') markDelivered(this.sqlite, id, at);
    else if (done.outcome === 'refused') markRefused(this.sqlite, id, at, done.words);
    else markDelayed(this.sqlite, id, (attempts) => at + backoff(attempts), done.words);
    const { log } = this.service;
    if (done.outcome === 'delivered') log.info({ message: id }, 'delivered');
    else log.warn({ message: id, words: done.words }, done.outcome);
  }
}

/** Doubles from five seconds to an hour, with a spread so that many do not come back at once. */
function backoff(attempts: number): number {
  const whole = Math.min(5_000 * 2 ** attempts, MAX_BACKOFF_MS);
  return Math.round(whole * (0.75 + Math.random() / 2));
}
