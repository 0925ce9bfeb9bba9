import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';

/** A request that was answered; the route stands for the address, since an address may hold what signs a person in. */
export type Answered = { id: string; method: string; route: string; status: number; ms: number };

/** Tells who wants to know of each answered request: the log, and the metrics where they are on. */
export class RequestWatch {
  private readonly listeners: ((answered: Answered) => void)[] = [];

  watch(listener: (answered: Answered) => void): void {
    this.listeners.push(listener);
  }

  tell(answered: Answered): void {
    for (const listener of this.listeners) listener(answered);
  }
}

const ids = new WeakMap<Request, string>();
const routes = new WeakMap<Request, string>();

/** The id under which a request stands in the log. */
export function requestIdOf(req: Request): string {
  const known = ids.get(req) ?? randomUUID();
  ids.set(req, known);
  return known;
}

/** Notes the route that answers a request, for the log. */
export function noteRoute(req: Request, path: string): void {
  routes.set(req, path);
}

/** Logs each request as one line of JSON: id, method, route, status and time, and nothing that a person sent. */
export function logRequests(watch: RequestWatch, log: Logger) {
  watch.watch((answered) => log.info(answered, 'request'));
  return (req: Request, res: Response, next: NextFunction): void => {
    const begun = performance.now();
    res.once('close', () => {
      watch.tell({
        id: requestIdOf(req),
        method: req.method,
        route: routes.get(req) ?? '(none)',
        status: res.statusCode,
        ms: Math.round((performance.now() - begun) * 10) / 10,
      });
    });
    next();
  };
}
