import { type AuditEntry, appendAudit, latestEntryAt } from './audit.ts';
import { type Clock, type Instant, SECOND } from './clock.ts';
import { type Db, statement } from './database.ts';
import { type Message, writeMessage } from './outbox.ts';
import { assert, isRefusal } from './result.ts';
import { WriteStop, WriteWatch, writeStopOf } from './write-stop.ts';

/**
 * The one door to writing. A body is synchronous and runs inside an immediate transaction; a change without its
 * audit entry is refused here, so that it cannot be written. Bodies of one turn of the event loop share one
 * transaction, each in its savepoint, and are answered after the commit: one fsync for many.
 */
declare const transaction: unique symbol;

export type Tx = {
  readonly [transaction]: true;
  readonly db: Db;
  /** The instant of the act: every row that it writes bears this one. */
  readonly at: Instant;
  /** The account that acts, or `system`. */
  readonly actor: string;
  /** Writes the audit entry of this act. */
  record(entry: AuditEntry): void;
  /** Puts a message into the outbox; returns false where its key is known already. */
  send(message: Message): boolean;
};

type NotAPromise<T> = T extends PromiseLike<unknown> ? never : T;

export type Act = <T>(actor: string, action: string, body: (tx: Tx) => NotAPromise<T>) => Promise<T>;

type Job = { actor: string; action: string; body: (tx: Tx) => unknown; settle: (outcome: Outcome) => void };
type Outcome = { value: unknown } | { fault: unknown };

/** Makes the door for one database; the returned function is the only way in which a room may write. */
export function createAct(db: Db, clock: Clock, watch = new WriteWatch()): Act {
  let waiting: Job[] = [];
  const flush = () => {
    const jobs = waiting;
    waiting = [];
    commitTogether(db, clock, watch, jobs);
  };
  return (actor, action, body) =>
    new Promise((resolve, reject) => {
      const settle = (outcome: Outcome) =>
        'fault' in outcome ? reject(outcome.fault) : resolve(outcome.value as never);
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ actor, action, body, settle });
    });
}

function commitTogether(db: Db, clock: Clock, watch: WriteWatch, jobs: Job[]): void {
  const sqlite = db.$client;
  let outcomes: Outcome[];
  try {
    refuseWhileStopped(watch);
    sqlite.exec('BEGIN IMMEDIATE');
    refuseWrongClock(db, clock);
    outcomes = jobs.map((job) => runInSavepoint(db, clock, job));
    sqlite.exec('COMMIT');
    watch.clear();
  } catch (fault) {
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
    const stop = writeStopOf(fault);
    if (stop) watch.note(stop.why, clock.now());
    outcomes = jobs.map(() => ({ fault: stop ?? fault }));
  }
  jobs.forEach((job, index) => {
    job.settle(outcomes[index] ?? { fault: new Error('an act without an outcome') });
  });
}

function refuseWhileStopped(watch: WriteWatch): void {
  const stopped = watch.stopped();
  if (stopped && watch.lasts()) throw new WriteStop(stopped.why);
}

const CLOCK_TOLERANCE = 5 * SECOND;

/** An act is never dated before one that is written already, so that a clock set back cannot reopen a deadline. */
function refuseWrongClock(db: Db, clock: Clock): void {
  const latest = latestEntryAt(db.$client);
  const isBehind = latest !== null && clock.now() < latest - CLOCK_TOLERANCE;
  if (isBehind || (clock.jumped?.() ?? null) !== null) throw new WriteStop('clock');
}

function runInSavepoint(db: Db, clock: Clock, job: Job): Outcome {
  const sqlite = db.$client;
  // A fault of the disk ends the whole transaction; a savepoint opened after it would commit on its own.
  assert(sqlite.inTransaction, 'the shared transaction still stands');
  const changes = () => (statement(sqlite, 'SELECT total_changes() AS n').get() as { n: number }).n;
  sqlite.exec('SAVEPOINT act');
  try {
    const before = changes();
    let entries = 0;
    const at = clock.now();
    const tx = {
      db,
      at,
      actor: job.actor,
      record: (entry: AuditEntry) => {
        appendAudit(sqlite, at, job.actor, job.action, entry);
        entries += 1;
      },
      send: (message: Message) => writeMessage(sqlite, at, message),
    } as Tx;
    const value = job.body(tx);
    assert(!(value instanceof Promise), `${job.action} is written synchronously`);
    if (isRefusal(value)) {
      sqlite.exec('ROLLBACK TO act');
    } else {
      assert(entries > 0 || changes() === before, `${job.action} changes nothing without an audit entry`);
    }
    sqlite.exec('RELEASE act');
    return { value };
  } catch (fault) {
    // What the disk refuses to one act, it refuses to all of them: SQLite may have ended the transaction itself.
    const stop = writeStopOf(fault);
    if (stop) throw stop;
    if (sqlite.inTransaction) sqlite.exec('ROLLBACK TO act; RELEASE act');
    return { fault };
  }
}
