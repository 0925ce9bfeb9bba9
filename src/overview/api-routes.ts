import type { Express, Request, Response } from 'express';
import { noteRoute } from '../platform/http/request-log.ts';
import type { Service } from '../platform/service.ts';
import { apiDocument, READINGS, type Reading } from './api.ts';
import { editionOf, type Program, programOf, progressOf, resultsOf } from './api-pages.ts';
import { bearerOf } from './api-token.ts';

type Answers = Record<keyof typeof READINGS, (service: Service, program: Program) => object>;

const ANSWERS: Answers = {
  edition: (_service, { edition }) => editionOf(edition),
  progress: ({ db }, program) => progressOf(db, program),
  results: ({ db, clock }, { edition }) => resultsOf(db, edition, clock.now()),
};

const MESSAGES = {
  401: ['unauthorised', 'Send a live token: Authorization: Bearer lca_…'],
  403: ['scope', 'The scopes of this token do not reach here.'],
  404: ['missing', 'There is nothing at this address for this token.'],
  405: ['method', 'The API is only read: use GET.'],
} as const;

function sendFault(res: Response, status: keyof typeof MESSAGES): void {
  const [code, message] = MESSAGES[status];
  if (status === 401) res.set('WWW-Authenticate', 'Bearer');
  if (status === 405) res.set('Allow', 'GET, HEAD');
  res.status(status).json({ error: { code, message } });
}

/** Puts the read API on the app, outside the languages: it knows tokens alone, and no cookie. */
export function mountApi(app: Express, service: Service): void {
  app.use('/api', (req, res, next) => {
    res.set('Cache-Control', 'no-store');
    if (req.method === 'GET' || req.method === 'HEAD') next();
    else sendFault(res, 405);
  });
  app.get('/api/v1/openapi.json', async (req, res) => {
    noteRoute(req, '/api/v1/openapi.json');
    res.json(await apiDocument(service.config.origin));
  });
  for (const [name, reading] of Object.entries(READINGS)) {
    const answer = ANSWERS[name as keyof typeof READINGS];
    const path = reading.path.replace('{edition}', ':edition');
    app.get(path, (req, res) => {
      noteRoute(req, path);
      serveReading(service, reading, answer, req, res);
    });
  }
  app.use('/api', (_req, res) => sendFault(res, 404));
}

function serveReading(
  service: Service,
  reading: Reading,
  answer: Answers[keyof Answers],
  req: Request,
  res: Response,
): void {
  const token = bearerOf(req.get('authorization'));
  const program = token === null ? null : programOf(service.db, token, service.clock.now());
  if (program === null) sendFault(res, 401);
  // Another edition is answered like one that never existed, before any scope is looked at.
  else if (program.edition.slug !== req.params.edition || program.edition.publishedAt === null)
    sendFault(res, 404);
  else if (!reading.scopes.some((scope) => program.scopes.includes(scope))) sendFault(res, 403);
  else res.json(answer(service, program));
}
