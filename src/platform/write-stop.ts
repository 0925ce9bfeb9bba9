import type { Instant } from './clock.ts';

/**
 * What keeps the service from writing. A full disk passes by itself; a disk that failed to sync does not: what the
 * kernel says afterwards about the same pages cannot be believed, so nothing more is written until a restart. Nor is
 * anything written on an older state than this machine has seen, until somebody says that it was restored on purpose.
 */
export type StopCause = 'full' | 'disk' | 'clock' | 'busy' | 'older';

const LASTING: readonly StopCause[] = ['disk', 'older'];

/** The service cannot write now: answered by 503, with everything that was typed. */
export class WriteStop extends Error {
  readonly why: StopCause;
  constructor(why: StopCause, cause?: unknown) {
    super(`writing is stopped (${why})`, { cause });
    this.why = why;
  }
}

const CODES: ReadonlyArray<readonly [begins: string, why: StopCause]> = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR', 'disk'],
  ['SQLITE_CORRUPT', 'disk'],
  ['SQLITE_NOTADB', 'disk'],
  ['SQLITE_READONLY', 'disk'],
  ['SQLITE_CANTOPEN', 'disk'],
  ['SQLITE_BUSY', 'busy'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EIO', 'disk'],
  ['EROFS', 'disk'],
];

/** Tells a fault of the storage from a fault of the program; the program's own gives null. */
export function writeStopOf(fault: unknown): WriteStop | null {
  if (fault instanceof WriteStop) return fault;
  const { code, cause } = (fault ?? {}) as { code?: unknown; cause?: unknown };
  const known = CODES.find(([begins]) => typeof code === 'string' && code.startsWith(begins));
  if (known) return new WriteStop(known[1], fault);
  return cause === undefined ? null : writeStopOf(cause);
}

/** What stops writing at present, for the desk, the health page and the log. */
export class WriteWatch {
  private standing: { why: StopCause; since: Instant } | null = null;

  /** Notes a stop; the first instant of the same cause stays. */
  note(why: StopCause, at: Instant): void {
    if (this.standing?.why !== why && !this.lasts()) this.standing = { why, since: at };
  }

  /** Notes that a write went through: whatever passes by itself is over. */
  clear(): void {
    if (!this.lasts()) this.standing = null;
  }

  /** Whether the standing cause ends only with a restart. */
  lasts(): boolean {
    return this.standing !== null && LASTING.includes(this.standing.why);
  }

  /** The cause that stands and since when, or null while all is well. */
  stopped(): { why: StopCause; since: Instant } | null {
    return this.standing;
  }
}

/** Does a small write that a page can do without, as when a session was last seen: left out where the disk refuses. */
export function leaveOutWhereStopped(watch: WriteWatch, at: Instant, write: () => void): void {
  try {
    write();
  } catch (fault) {
    const stop = writeStopOf(fault);
    if (stop === null) throw fault;
    watch.note(stop.why, at);
  }
}
