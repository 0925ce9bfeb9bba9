import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * A trace of the file calls of a process, as strace prints it with -f -yy -xx. From it the disk is rebuilt as a power
 * cut would leave it: of each file only what was written before its last sync.
 */
export type Event =
  | { kind: 'write'; file: string; at: number; bytes: Buffer }
  | { kind: 'truncate'; file: string; size: number }
  | { kind: 'sync'; file: string }
  | { kind: 'remove'; file: string }
  | { kind: 'answer'; peer: string; status: number };

const TRACED = 'pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,ftruncate,unlink,unlinkat';

/** The program and its arguments that trace a service into a file. */
export const tracer = (into: string): string[] => [
  'strace',
  // The tracer is the one in the background, so that a signal reaches the service itself.
  '-D',
  '-f',
  '-yy',
  '-xx',
  '-s',
  '100000',
  '-e',
  `trace=${TRACED}`,
  '-e',
  'signal=none',
  '-o',
  into,
];

/** Reads a trace as events, in the order in which the calls ended. */
export async function readTrace(file: string): Promise<Event[]> {
  const events: Event[] = [];
  const open = new Map<string, string>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (call.endsWith('<unfinished ...>')) {
      open.set(thread, call.slice(0, -'<unfinished ...>'.length).trimEnd());
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>\s?(.*)$/.exec(call);
    const event = eventOf(resumed ? `${open.get(thread) ?? ''}${resumed[1]}` : call);
    if (event) events.push(event);
  }
  return events;
}

function eventOf(call: string): Event | null {
  const name = call.slice(0, call.indexOf('('));
  const result = Number(/\)\s+=\s+(-?\d+)/.exec(call)?.[1] ?? -1);
  if (result < 0) return null;
  const path = unescaped(/^\w+\(\d+<(TCP.*?\]|[^>]*)>/.exec(call)?.[1] ?? '');
  switch (name) {
    case 'pwrite64': {
      const [, data = '', at = '0'] = /"((?:\\x[0-9a-f]{2})*)", \d+, (\d+)\)/.exec(call) ?? [];
      return { kind: 'write', file: path, at: Number(at), bytes: bytesOf(data).subarray(0, result) };
    }
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync', file: path };
    case 'ftruncate':
      return { kind: 'truncate', file: path, size: Number(/, (\d+)\)/.exec(call)?.[1] ?? 0) };
    case 'unlink':
    case 'unlinkat':
      return { kind: 'remove', file: bytesOf(/"((?:\\x[0-9a-f]{2})*)"/.exec(call)?.[1] ?? '').toString() };
    default:
      return answerOf(call, path);
  }
}

/** What the service wrote to a browser's connection: the peer's port tells whose it is. */
function answerOf(call: string, path: string): Event | null {
  const peer = /^TCP(?:v6)?:\[.*->.*:(\d+)\]$/.exec(path)?.[1];
  const data = /"((?:\\x[0-9a-f]{2})*)"/.exec(call)?.[1];
  if (peer === undefined || data === undefined) return null;
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(bytesOf(data.slice(0, 64)).toString('latin1'))?.[1];
  return status === undefined ? null : { kind: 'answer', peer, status: Number(status) };
}

const bytesOf = (escaped: string): Buffer => Buffer.from(escaped.replaceAll('\\x', ''), 'hex');

const unescaped = (path: string): string => (path.startsWith('\\x') ? bytesOf(path).toString() : path);

/** The disk as it would be after a power cut: what was synced, and nothing of what was not. */
export class Disk {
  private readonly synced = new Map<string, Buffer>();
  private readonly pending = new Map<string, Event[]>();

  constructor(first: ReadonlyMap<string, Buffer>) {
    for (const [file, bytes] of first) this.synced.set(file, bytes);
  }

  take(event: Event): void {
    if (event.kind === 'answer') return;
    if (event.kind === 'remove') {
      this.synced.delete(event.file);
      this.pending.delete(event.file);
    } else if (event.kind === 'sync') {
      for (const change of this.pending.get(event.file) ?? []) this.apply(event.file, change);
      this.pending.delete(event.file);
    } else {
      const waiting = this.pending.get(event.file) ?? [];
      waiting.push(event);
      this.pending.set(event.file, waiting);
    }
  }

  /** The content of a file after the cut, or null where it would not be there. */
  read(file: string): Buffer | null {
    return this.synced.get(file) ?? null;
  }

  private apply(file: string, change: Event): void {
    const before = this.synced.get(file) ?? Buffer.alloc(0);
    if (change.kind === 'truncate') {
      const cut = Buffer.alloc(change.size);
      before.copy(cut);
      this.synced.set(file, cut);
    } else if (change.kind === 'write') {
      const end = change.at + change.bytes.length;
      const after = end > before.length ? Buffer.concat([before, Buffer.alloc(end - before.length)]) : before;
      change.bytes.copy(after, change.at);
      this.synced.set(file, after);
    }
  }
}
