import express, { type Express, type NextFunction, type Request, type Response, Router } from 'express';
import helmet from 'helmet';
import { LANGS, type Lang } from '../i18n/lang.ts';
import type { Service } from '../service.ts';
import type { Assets } from './assets.ts';
import { cookiesOf } from './cookies.ts';
import { CSP_REPORTS, takeCspReports } from './csp-reports.ts';
import { whyCrossSite } from './csrf.ts';
import { ownOrigins, refuseForeignHost } from './host.ts';
import { logRequests, noteRoute, type RequestWatch } from './request-log.ts';
import type { AnyRoute, Cookies, Gathered } from './route.ts';
import { type Stage, sendErrorPage } from './send.ts';
import { langOf, makeCall, serveFault, serveRoute } from './serve.ts';
import type { Viewer } from './viewer.ts';

export type AppParts = {
  service: Service;
  stage: Stage;
  assets: Assets;
  routes: readonly AnyRoute[];
  rooms: Gathered;
  /** Who looks: from the cookie's secret to account and appointments. */
  viewerOf: (token: string | null, at: number) => Viewer;
  /** Told of each answered request. */
  requests: RequestWatch;
  /** Mounted before the routes, outside the languages: health and the like. */
  plain?: (app: Express) => void;
};

const KNOWN_METHODS = ['GET', 'HEAD', 'POST'];

/** Builds the Express app from the routes of all rooms. */
export function buildExpress(parts: AppParts): Express {
  const { service } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false);
  if (service.config.trustProxy !== undefined)
    app.set('trust proxy', trustSetting(service.config.trustProxy));
  app.use(logRequests(parts.requests, service.log));
  app.use(securityHeaders(service));
  app.use(refuseForeignHost(service));
  app.post(CSP_REPORTS, takeCspReports(service));
  app.use('/assets', (req, res, next) => parts.assets.serve(req, res, next));
  parts.plain?.(app);
  app.use((req, res, next) => guardRequest(parts, req, res, next));
  app.get('/', (req, res) => res.redirect(303, `/${langOf(req)}`));
  for (const lang of LANGS) app.use(`/${lang}`, languageRouter(parts, lang));
  app.use((req, res) => {
    sendErrorPage(parts.stage, callOf(parts, langOf(req), req, res), res, 404);
  });
  app.use((fault: unknown, req: Request, res: Response, _next: NextFunction) => {
    const call = callOf(parts, langOf(req), req, res);
    if (isClientFault(fault)) sendErrorPage(parts.stage, call, res, 400);
    else serveFault(parts.stage, call, res, fault);
  });
  return app;
}

function trustSetting(value: string): string | number {
  return /^\d+$/.test(value) ? Number(value) : value;
}

function isClientFault(fault: unknown): boolean {
  const status = (fault as { status?: unknown } | null)?.status;
  return fault instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500);
}

function languageRouter(parts: AppParts, lang: Lang): Router {
  const router = Router({ mergeParams: true, strict: false });
  for (const route of [...parts.routes].sort(bySpecificity)) {
    router[route.method](route.path, async (req, res) => {
      noteRoute(req, route.path);
      await serveRoute(parts.stage, route, callOf(parts, lang, req, res), res);
    });
  }
  return router;
}

/** Fixed words before parameters, so that `/my` is never taken for an edition. */
function bySpecificity(one: AnyRoute, other: AnyRoute): number {
  const rank = (path: string) => path.replace(/:[a-z]+/gi, '\uffff');
  return rank(one.path) < rank(other.path) ? -1 : 1;
}

function callOf(parts: AppParts, lang: Lang, req: Request, res: Response) {
  const cookies = cookiesOf(req, res, parts.service.config.production);
  return makeCall(parts, viewerOnce(parts, req, cookies), lang, req, res);
}

const viewers = new WeakMap<Request, Viewer>();

function viewerOnce(parts: AppParts, req: Request, cookies: Cookies): Viewer {
  const known = viewers.get(req);
  if (known) return known;
  const viewer = parts.viewerOf(cookies.read('sid'), parts.service.clock.now());
  viewers.set(req, viewer);
  return viewer;
}

function guardRequest(parts: AppParts, req: Request, res: Response, next: NextFunction): void {
  const { service, stage } = parts;
  const refuseWith = (status: number) => {
    res.set('Connection', 'close');
    sendErrorPage(stage, callOf(parts, langOf(req), req, res), res, status);
  };
  if (!KNOWN_METHODS.includes(req.method)) {
    res.set('Allow', KNOWN_METHODS.join(', '));
    refuseWith(405);
    return;
  }
  const hasSession = cookiesOf(req, res, service.config.production).read('sid') !== null;
  const why = whyCrossSite(req, ownOrigins(service, req), hasSession);
  if (why !== null) {
    service.log.warn({ why, method: req.method }, 'cross-site request refused');
    refuseWith(403);
    return;
  }
  next();
}

function securityHeaders(service: Service) {
  const guard = (origin: string) =>
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: [`${origin}/assets/`],
          styleSrc: [`${origin}/assets/`],
          fontSrc: [`${origin}/assets/`],
          imgSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          objectSrc: ["'none'"],
          frameAncestors: ["'none'"],
          // The older name for browsers that do not know the newer one.
          reportUri: [CSP_REPORTS],
          reportTo: ['policy'],
        },
      },
      xFrameOptions: { action: 'deny' },
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: service.config.production
        ? { maxAge: 63_072_000, includeSubDomains: true, preload: false }
        : false,
      crossOriginEmbedderPolicy: false,
    });
  const guards = new Map<string, ReturnType<typeof guard>>();
  return (req: Request, res: Response, next: NextFunction) => {
    const origin = ownOrigins(service, req).at(-1) ?? service.config.origin;
    const known = guards.get(origin) ?? guard(origin);
    if (guards.size < 10) guards.set(origin, known);
    res.set('Cache-Control', 'no-store');
    res.set('Reporting-Endpoints', `policy="${origin}${CSP_REPORTS}"`);
    known(req, res, next);
  };
}
