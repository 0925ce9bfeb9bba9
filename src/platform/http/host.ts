import type { NextFunction, Request, Response } from 'express';
import type { Service } from '../service.ts';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Asked by whoever watches the machine, by whatever name it knows it. */
const ASKED_BY_ANY = ['/healthz', '/readyz'];

/** The configured origin; outside production also the loopback address that the request came to. */
export function ownOrigins({ config }: Pick<Service, 'config'>, req: Request): string[] {
  const host = req.headers.host ?? '';
  return config.production || !LOOPBACK.test(host) ? [config.origin] : [config.origin, `http://${host}`];
}

/** Refuses with 421 what was sent to another name than the service's own: a link or a cache made from it would lead away. */
export function refuseForeignHost(service: Service) {
  const own = new URL(service.config.origin).host;
  return (req: Request, res: Response, next: NextFunction): void => {
    const host = req.headers.host?.toLowerCase() ?? '';
    const isOwn = host === own || (!service.config.production && LOOPBACK.test(host));
    if (isOwn || ASKED_BY_ANY.includes(req.path)) {
      next();
      return;
    }
    service.log.warn({ host: host.slice(0, 100), own }, 'request to a foreign host refused');
    res.set('Connection', 'close').status(421).type('text/plain');
    res.send('This service does not answer to that name.\n');
  };
}
