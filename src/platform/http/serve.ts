import type { Request, Response } from 'express';
import { formatInstant } from '../i18n/formats.ts';
import { isLang, type Lang } from '../i18n/lang.ts';
import { type Facts, isRefusal, type Refusal } from '../result.ts';
import type { Service } from '../service.ts';
import { writeStopOf } from '../write-stop.ts';
import type { Answer, FieldError } from './answer.ts';
import { type Body, BodyError, isMultipart, readForm, readTyped, readUpload } from './body.ts';
import { cookiesOf } from './cookies.ts';
import { recordDenied } from './denied.ts';
import { type Form, judgeForm, type Typed } from './form.ts';
import { requestIdOf } from './request-log.ts';
import type { AnyRoute, Call, Gathered } from './route.ts';
import { RETRY_SECONDS, type Stage, sendAnswer, sendErrorPage, sendKeptPage } from './send.ts';
import { statusOf } from './status.ts';
import type { Viewer } from './viewer.ts';

/** Makes the call of a request for one language. */
export function makeCall(
  { service, rooms }: { service: Service; rooms: Gathered },
  viewer: Viewer,
  lang: Lang,
  req: Request,
  res: Response,
): Call {
  const url = new URL(req.originalUrl, 'http://x.invalid');
  return {
    service,
    rooms,
    viewer,
    lang,
    at: service.clock.now(),
    params: req.params as Record<string, string>,
    query: url.searchParams,
    path: url.pathname.replace(/^\/(en|fr|es)(?=\/|$)/, '') || '/',
    files: [],
    req,
    t: (key, facts) => service.translate(lang, key, facts && writeInstants(lang, facts)),
    cookies: cookiesOf(req, res, service.config.production),
  };
}

// A refusal knows the instant and not the reader: it is written here, in the reader's language and always in UTC.
function writeInstants(lang: Lang, facts: Facts): Facts {
  const entries = Object.entries(facts).map(([name, fact]) => [
    name,
    fact instanceof Date ? formatInstant(lang, fact.toISOString(), 'UTC', 'dateTime') : fact,
  ]);
  return Object.fromEntries(entries) as Facts;
}

/** The language of an address, or that of the reader's browser where the address has none. */
export function langOf(req: Request): Lang {
  const first = req.path.split('/')[1] ?? '';
  if (isLang(first)) return first;
  const wanted = req.acceptsLanguages('en', 'fr', 'es');
  return typeof wanted === 'string' && isLang(wanted) ? wanted : 'en';
}

/** Serves one route: audience, thing, body, form, handler, answer, in this order and no other. */
export async function serveRoute(stage: Stage, route: AnyRoute, call: Call, res: Response): Promise<void> {
  const admitted = admits(route, call.viewer);
  if (admitted === 'sign-in') {
    await askToSignIn(stage, route, call, res);
  } else if (admitted === 'prove') {
    await askToProve(stage, route, call, res);
  } else {
    await serveAdmitted(stage, route, call, res, admitted ? route.find(call) : null);
  }
}

async function serveAdmitted(
  stage: Stage,
  route: AnyRoute,
  call: Call,
  res: Response,
  thing: unknown,
): Promise<void> {
  if (thing === null || thing === undefined) {
    await recordDenied(call, route);
    sendErrorPage(stage, call, res, 404);
  } else if (route.fresh === true && !call.viewer.isFresh) {
    await askToProve(stage, route, call, res);
  } else if (route.method === 'get') {
    const answer = await route.handle(call, thing as never, {} as never, {});
    await conclude(stage, route, call, res, thing, {}, answer);
  } else {
    const body = await bodyOrErrorPage(stage, route, call, res);
    if (body !== null) await servePost(stage, route, call, res, thing, body);
  }
}

/** The field in which the page that asks who acts sends the code, beside everything that was typed before. */
export const CODE_FIELD = 'proof-code';

async function askToProve(stage: Stage, route: AnyRoute, call: Call, res: Response): Promise<void> {
  if (route.method === 'get' || route.takesFiles) {
    const query = call.query.size > 0 ? `?${call.query}` : '';
    const back = route.method === 'get' ? `?back=${encodeURIComponent(call.path + query)}` : '';
    res.redirect(303, `/${call.lang}/factor${back}`);
    return;
  }
  const body = await bodyOrErrorPage(stage, route, call, res);
  if (body === null) return;
  const code = body.fields.get(CODE_FIELD)?.[0];
  body.fields.delete(CODE_FIELD);
  const proved = code === undefined ? null : await stage.prover.prove(call, code);
  if (proved === null || isRefusal(proved)) {
    const asked = await stage.prover.draw(call, body.fields, proved);
    if (asked.kind !== 'invalid') sendAnswer(stage, call, res, asked);
    return;
  }
  const known = { ...call, viewer: proved };
  const thing = admits(route, known.viewer) === true ? route.find(known) : null;
  if (thing === null || thing === undefined) sendErrorPage(stage, known, res, 404);
  else await servePost(stage, route, known, res, thing, body);
}

async function askToSignIn(stage: Stage, route: AnyRoute, call: Call, res: Response): Promise<void> {
  // A form with files of a browser that never was signed in is not read: nobody is there to whom it could belong.
  const isKept = isMultipart(call.req) ? call.cookies.read('sid') !== null : true;
  if (route.method === 'post' && route.keepsTyped === true && isKept) {
    const body = await bodyOrErrorPage(stage, route, call, res, () => readTyped(call.req));
    if (body !== null) sendKeptPage(stage, call, res, body.fields, 'signedOut');
    return;
  }
  const back = route.method === 'get' ? `?back=${encodeURIComponent(call.path)}` : '';
  if (route.method === 'post') res.set('Connection', 'close');
  res.redirect(303, `/${call.lang}/sign-in${back}`);
}

/** Whether a route lets a viewer in at all; whoever and whatever is unknown here is not. */
export function admits(
  { audience, beforeFactor }: Pick<AnyRoute, 'audience' | 'beforeFactor'>,
  { account, owesFactor, appointments }: Viewer,
): boolean | 'sign-in' | 'prove' {
  if (audience === 'anyone') return true;
  if (account === null) return 'sign-in';
  if (owesFactor && beforeFactor !== true) return 'prove';
  if (audience === 'account') return true;
  return Array.isArray(audience) && appointments.some((held) => audience.includes(held.role));
}

async function servePost(
  stage: Stage,
  route: AnyRoute,
  call: Call,
  res: Response,
  thing: unknown,
  body: Body,
): Promise<void> {
  try {
    const posted = { ...call, files: body.files };
    await answerPost(stage, route, posted, res, thing, body);
  } catch (fault) {
    const stop = writeStopOf(fault);
    if (stop === null) throw fault;
    call.service.log.error({ err: fault, why: stop.why, path: route.path }, 'writing is stopped');
    sendKeptPage(stage, call, res, body.fields, 'stopped');
  } finally {
    await body.discard();
  }
}

async function bodyOrErrorPage(
  stage: Stage,
  route: AnyRoute,
  call: Call,
  res: Response,
  read = () => (route.takesFiles ? readUpload(call.req, call.service.files.incoming) : readForm(call.req)),
): Promise<Body | null> {
  try {
    return await read();
  } catch (fault) {
    if (!(fault instanceof BodyError)) throw fault;
    if (fault.status === 503) res.set('Retry-After', RETRY_SECONDS);
    // The rest of the body is not read; the connection cannot be used again.
    res.set('Connection', 'close');
    sendErrorPage(stage, call, res, fault.status);
    return null;
  }
}

async function answerPost(
  stage: Stage,
  route: AnyRoute,
  call: Call,
  res: Response,
  thing: unknown,
  body: Body,
): Promise<void> {
  const outcome = judgeForm(formOf(route, call, thing), body);
  if (!outcome.ok) {
    if (outcome.malformed) sendErrorPage(stage, call, res, 400);
    else await drawAgain(stage, route, call, res, thing, outcome.typed, outcome.errors, 422);
    return;
  }
  const answer = await route.handle(call, thing as never, outcome.values as never, outcome.typed);
  await conclude(stage, route, call, res, thing, outcome.typed, answer);
}

function formOf(route: AnyRoute, call: Call, thing: unknown): Form<unknown> {
  const form =
    typeof route.form === 'function'
      ? (route.form as (c: Call, t: unknown) => unknown)(call, thing)
      : route.form;
  if (form === undefined) throw new Error(`POST ${route.path} declares no form`);
  return form as Form<unknown>;
}

async function conclude(
  stage: Stage,
  route: AnyRoute,
  call: Call,
  res: Response,
  thing: unknown,
  typed: Typed,
  answer: Answer | Refusal,
): Promise<void> {
  if (isRefusal(answer)) {
    const errors = [{ field: null, code: answer.code, facts: answer.facts }];
    const status = statusOf(answer);
    if (status === 403) await recordDenied(call, route);
    await drawAgain(stage, route, call, res, thing, typed, errors, status);
  } else if (answer.kind === 'invalid') {
    await drawAgain(stage, route, call, res, thing, typed, answer.errors, 422);
  } else {
    sendAnswer(stage, call, res, answer);
  }
}

async function drawAgain(
  stage: Stage,
  route: AnyRoute,
  call: Call,
  res: Response,
  thing: unknown,
  typed: Typed,
  errors: readonly FieldError[],
  status: number,
): Promise<void> {
  if (route.redraw === undefined || status === 404) {
    const sentence =
      status === 404 ? undefined : errors.map(({ code, facts }) => call.t(code, facts)).join(' ');
    sendErrorPage(stage, call, res, status, sentence);
    return;
  }
  const answer = await route.redraw(call, thing as never, typed, errors);
  if (answer.kind === 'page') sendAnswer(stage, call, res, { ...answer, status });
  else if (answer.kind !== 'invalid') sendAnswer(stage, call, res, answer);
}

/** Ends a fault: logged with an id under its cause, the page shows the id alone. */
export function serveFault(stage: Stage, call: Call, res: Response, fault: unknown): void {
  const id = requestIdOf(call.req);
  call.service.log.error({ err: fault, id, method: call.req.method }, 'fault');
  if (res.headersSent) {
    res.destroy();
  } else if (writeStopOf(fault) !== null) {
    res.set('Retry-After', RETRY_SECONDS);
    sendErrorPage(stage, call, res, 503);
  } else {
    sendErrorPage(stage, call, res, 500, undefined, id);
  }
}
