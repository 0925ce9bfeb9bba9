import type { Response } from 'express';
import type { Facts, Refusal } from '../result.ts';
import type { Answer, FieldError, Notice, PageModel } from './answer.ts';
import type { Body } from './body.ts';
import type { Call } from './route.ts';
import type { Viewer } from './viewer.ts';

export type Frame = (call: Call, model: PageModel) => Record<string, unknown>;
export type Views = { render(name: string, lang: Call['lang'], model: object): string };

/** Asks who acts once more, on a page that carries along what was typed. */
export type Prover = {
  /** The page that asks; `wrong` says what was wrong with the code before. */
  draw(call: Call, fields: Body['fields'], wrong: Refusal | null): Answer | Promise<Answer>;
  /** Judges a code; gives the viewer whom it proved. */
  prove(call: Call, code: string): Promise<Viewer | Refusal>;
};

/** How pages are made: the views, and the frame (navigation, name, languages) around every page. */
export type Stage = { views: Views; frame: Frame; prover: Prover };

const NOTICE_MS = 60_000;

/** Sends what a handler answered. */
export function sendAnswer(
  stage: Stage,
  call: Call,
  res: Response,
  answer: Exclude<Answer, { kind: 'invalid' }>,
): void {
  if ('keptFor' in answer) allowKeeping(call, res, answer.keptFor);
  switch (answer.kind) {
    case 'page':
      sendPage(stage, call, res, answer.view, answer.model, answer.status);
      return;
    case 'seeOther':
      if (answer.notice) {
        call.cookies.set('notice', encodeNotice(answer.notice), NOTICE_MS);
      }
      res.redirect(303, `/${call.lang}${answer.path}`);
      return;
    case 'data':
      res.status(answer.status).type(answer.type);
      if (answer.name !== undefined) res.attachment(answer.name);
      res.send(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body));
      return;
    case 'file':
      res.attachment(answer.name);
      res.type(answer.type);
      res.set(
        'Content-Security-Policy',
        "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      );
      res.sendFile(answer.file, { etag: false, lastModified: false, cacheControl: false });
      return;
  }
}

/** What is drawn for one reader (a session, a sentence shown once) stays under `no-store`, as every answer begins. */
function allowKeeping(call: Call, res: Response, seconds: number | undefined): void {
  const isForOne = call.viewer.session !== null || call.cookies.read('notice') !== null;
  if (isForOne || seconds === undefined) return;
  res.set('Cache-Control', `public, max-age=${seconds}`).vary('Cookie');
}

function sendPage(
  stage: Stage,
  call: Call,
  res: Response,
  view: string,
  model: PageModel,
  status: number,
): void {
  const notice = takeNotice(call);
  const root = { ...stage.frame(call, model), ...(notice ? { notice } : {}), ...model };
  res
    .status(status)
    .type('html')
    .send(stage.views.render(view, call.lang, root));
}

function encodeNotice(notice: Notice): string {
  return Buffer.from(JSON.stringify(notice)).toString('base64url');
}

function takeNotice(call: Call): { text: string } | null {
  const kept = call.cookies.read('notice');
  if (kept === null) return null;
  call.cookies.clear('notice');
  const notice = decodeNotice(kept);
  return notice === null ? null : { text: call.t(notice.key, notice.facts) };
}

function decodeNotice(kept: string): Notice | null {
  const text = Buffer.from(kept, 'base64url').toString('utf8');
  // A cookie is the reader's to change: whatever is no notice of ours counts as none.
  if (!/^\{"key":"[a-z]+\.notice\.[a-zA-Z-]+"(,"facts":\{("[a-zA-Z]+":("[^"\\]*"|\d+),?)*\})?\}$/.test(text))
    return null;
  return JSON.parse(text) as Notice;
}

/** The sentences of form errors, for a page that is drawn again. */
export function errorTexts(
  call: Call,
  errors: readonly FieldError[],
): { field: string | null; text: string }[] {
  return errors.map(({ field, code, facts }) => ({ field, text: call.t(code, facts as Facts) }));
}

/** Sends the page of an error: its heading and what to do, by status, or the sentence of a refusal. */
export function sendErrorPage(
  stage: Stage,
  call: Call,
  res: Response,
  status: number,
  sentence?: string,
  id?: string,
): void {
  const model = {
    title: call.t(`platform.error.${status}.title`),
    status,
    text: sentence ?? call.t(`platform.error.${status}.text`),
    ...(id === undefined ? {} : { id }),
  };
  sendPage(stage, call, res, 'platform/error', model, status);
}

/** After how long to try again where the service cannot write, in seconds. */
export const RETRY_SECONDS = '30';

/** Why a form comes back unkept: the session has ended, or the service cannot write. */
export type KeptBecause = 'signedOut' | 'stopped';

/** Sends back a form that could not be kept: everything typed is on the page, ready to be sent again. */
export function sendKeptPage(
  stage: Stage,
  call: Call,
  res: Response,
  typed: ReadonlyMap<string, readonly string[]>,
  because: KeptBecause,
): void {
  const fields = [...typed].flatMap(([name, values]) => values.map((value) => ({ name, value })));
  const texts = fields.map(({ value }) => value).filter((value) => /\s/.test(value.trim()));
  const model = {
    title: call.t(`platform.kept.${because}.title`),
    text: call.t(`platform.kept.${because}.text`),
    asksToSignIn: because === 'signedOut',
    // Files are not kept: a browser cannot be given them back.
    losesFiles: call.req.is('multipart/form-data') !== false,
    action: `/${call.lang}${call.path}`,
    fields,
    texts,
  };
  if (because === 'stopped') res.set('Retry-After', RETRY_SECONDS);
  sendPage(stage, call, res, 'platform/kept', model, because === 'stopped' ? 503 : 401);
}
