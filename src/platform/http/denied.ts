import { MINUTE } from '../clock.ts';
import type { Service } from '../service.ts';
import type { AnyRoute, Call } from './route.ts';

const MOST_A_MINUTE = 20;

type Window = { since: number; count: number };

const windows = new WeakMap<Service, Map<string, Window>>();

/** The place of one more denial in the running minute of an account, and how many the minute before went uncounted. */
function countIn(service: Service, account: string, at: number): { count: number; untold: number } {
  const known = windows.get(service) ?? new Map<string, Window>();
  windows.set(service, known);
  for (const [id, { since }] of known) if (at - since >= MINUTE && id !== account) known.delete(id);
  const before = known.get(account);
  const isOver = before === undefined || at - before.since >= MINUTE;
  const window = isOver ? { since: at, count: 1 } : { ...before, count: before.count + 1 };
  known.set(account, window);
  return { count: window.count, untold: isOver ? Math.max(0, (before?.count ?? 0) - MOST_A_MINUTE) : 0 };
}

/**
 * Writes into the audit log that somebody signed in sent a form to what they may not change. Twenty a minute and
 * account at most, then one row that says there were more: a log may not be filled by whoever is refused. The row
 * belongs to the edition that the address names, so that those who look after that edition see it.
 */
export async function recordDenied(
  { service, rooms, viewer, path, params, at }: Call,
  route: AnyRoute,
): Promise<void> {
  const account = viewer.account?.id;
  if (account === undefined || route.method !== 'post' || service.writes.stopped() !== null) return;
  const { count, untold } = countIn(service, account, at);
  if (count > MOST_A_MINUTE + 1) return;
  const detail = {
    // An address with a secret in it is not written down.
    path: route.path.includes(':token') ? route.path : path,
    ...(count > MOST_A_MINUTE ? { more: true } : {}),
    ...(untold > 0 ? { untold } : {}),
  };
  await service.act(account, 'request.denied', (tx) => {
    tx.record({ edition: rooms.editionOf(tx.db, route.path, params), object: route.path, detail });
  });
}
