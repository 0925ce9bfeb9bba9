import { type Answer, page, seeOther } from '../platform/http/answer.ts';
import type { Body } from '../platform/http/body.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { CODE_FIELD } from '../platform/http/serve.ts';
import { newSecret } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/result.ts';
import { askForSignIn, challengeOfBrowser, countWrongCode, tryCode } from './challenges.ts';
import { type ProofWay, triesAfter, wayOf, whyNotTry } from './factor.ts';
import { factorsOf } from './factor-pages.ts';
import { proveSession, takeStep } from './factor-store.ts';
import { backForm, proofForm } from './forms.ts';
import { signInLimiter } from './limits.ts';
import { BROWSER_MS, safeBack, whyNotByCode } from './sign-in.ts';
import { useChallenge } from './store.ts';
import { stepOfCode } from './totp.ts';

/** The session of a call whose route asks for an account. */
export function sessionOf(call: Call): string {
  if (call.viewer.session === null) throw new Error(`${call.path} was reached without a session`);
  return call.viewer.session;
}

/** How the viewer's session proves itself again. */
export function proofWay(call: Call): ProofWay {
  const { id } = accountOf(call);
  const held = call.rooms.appointmentsOf(call.service.db, id);
  const hasFactor = factorsOf(call.service.db, id).length > 0;
  return wayOf({ proof: call.viewer.proof ?? 'link', provedAt: 0, hasFactor }, held);
}

/** Judges a code of the app or of the mail; gives the new secret of the session's cookie, which is set. */
export async function proveByCode(call: Call, code: string): Promise<string | Refusal> {
  const way = proofWay(call);
  const token = way === 'factor' ? await proveByApp(call, code) : await proveByMail(call, code);
  if (!isRefusal(token)) call.cookies.set('sid', token);
  return token;
}

async function proveByApp(call: Call, code: string): Promise<string | Refusal> {
  const { id } = accountOf(call);
  const { db } = call.service;
  const app = factorsOf(db, id).find(({ kind }) => kind === 'totp');
  if (app?.secret == null) return refuse('people.factor.noApp');
  const refusal = whyNotTry(app, call.at);
  if (refusal) return refusal;
  const step = stepOfCode(app.secret, code, call.at, app.lastStep);
  if (step === null) {
    countWrongCode(db, app.id, triesAfter(app, call.at), call.at);
    return refuse('people.factor.wrongCode');
  }
  return call.service.act(id, 'session.proved', (tx) =>
    takeStep(tx, app.id, step)
      ? proveSession(tx, id, sessionOf(call), 'totp')
      : refuse('people.factor.wrongCode'),
  );
}

async function proveByMail(call: Call, code: string): Promise<string | Refusal> {
  const { id, address } = accountOf(call);
  const { db } = call.service;
  if (proofWay(call) !== 'mail') return refuse('people.factor.none');
  const browser = call.cookies.read('browser');
  const found = browser === null ? null : challengeOfBrowser(db, browser);
  const challenge = found?.address === address ? found : null;
  const refusal = whyNotByCode(challenge, call.at);
  if (refusal || challenge === null) return refusal ?? refuse('people.expired');
  if (!tryCode(db, challenge, code)) return refuse('people.field.wrongCode');
  return call.service.act(id, 'session.proved', (tx) =>
    useChallenge(tx, challenge.id)
      ? proveSession(tx, id, sessionOf(call), call.viewer.proof ?? 'link')
      : refuse('people.expired'),
  );
}

/** Mails a code to the viewer's own address, within the limits of sign-in. */
async function mailCode(call: Call, back: string): Promise<void> {
  const { id, name, address } = accountOf(call);
  const browser = call.cookies.read('browser') ?? newSecret();
  call.cookies.set('browser', browser, BROWSER_MS);
  if (!(await signInLimiter(call.service.clock).allows(address, call.req.ip ?? ''))) return;
  askForSignIn(call.service.db, call.at, { address, name, account: id, lang: call.lang, browser, back });
}

function draw(call: Call, way: ProofWay, model: Record<string, unknown>, status = 200): Answer {
  const kinds = factorsOf(call.service.db, accountOf(call).id).map(({ kind }) => kind);
  const isFactor = way === 'factor';
  return page(
    'people/prove',
    {
      title: call.t(call.viewer.owesFactor ? 'people.prove.title' : 'people.prove.again'),
      lead: call.t(`people.prove.${way}`, { address: accountOf(call).address }),
      asksCode: way === 'mail' || (isFactor && kinds.includes('totp')),
      hasPasskey: isFactor && kinds.includes('passkey'),
      isFactor,
      enrols: way === 'enrol',
      isSample: call.viewer.proof === 'sample',
      local: way === 'mail' && call.service.config.hasLocalMailbox,
      codeLabel: call.t(isFactor ? 'people.prove.code' : 'people.code.code'),
      codeField: 'code',
      errors: [],
      ...model,
    },
    status,
  );
}

function drawProve(call: Call, typed: Typed, errors: Parameters<typeof errorTexts>[1]): Answer {
  const way = proofWay(call);
  const browser = call.cookies.read('browser');
  const isMailed =
    way === 'mail' && browser !== null && challengeOfBrowser(call.service.db, browser) !== null;
  return draw(call, way, {
    action: `/${call.lang}/factor`,
    fields: [{ name: 'back', value: safeBack(String(typed.back ?? '')) }],
    back: safeBack(String(typed.back ?? '')),
    asksMail: way === 'mail' && !isMailed,
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/factor',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  handle: (call) => {
    const back = safeBack(call.query.get('back'));
    if (call.viewer.isFresh) return seeOther(back);
    if (proofWay(call) === 'enrol') return seeOther(`/factor/new?back=${encodeURIComponent(back)}`);
    return drawProve(call, { back }, []);
  },
});

const prove = route({
  method: 'post',
  path: '/factor',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  form: proofForm,
  handle: async (call, _thing, { code, back }) => {
    const token = await proveByCode(call, code);
    return isRefusal(token) ? token : seeOther(safeBack(back));
  },
  redraw: (call, _thing, typed, errors) => drawProve(call, typed, onCode(errors)),
});

/** A wrong code is a fault of its field. */
function onCode(errors: Parameters<typeof errorTexts>[1]): Parameters<typeof errorTexts>[1] {
  return errors.map((one) => ({ ...one, field: one.field ?? 'code' }));
}

const mail = route({
  method: 'post',
  path: '/factor/mail',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  form: backForm,
  handle: async (call, _thing, { back }) => {
    const to = safeBack(back);
    if (proofWay(call) === 'mail') await mailCode(call, to);
    return seeOther(`/factor?back=${encodeURIComponent(to)}`);
  },
});

/** The page that asks who acts while a form is under way: everything typed is on it and goes along with the code. */
export async function drawProver(call: Call, fields: Body['fields'], wrong: Refusal | null): Promise<Answer> {
  const way = proofWay(call);
  if (way === 'mail' && wrong === null) await mailCode(call, '/my');
  const query = call.query.size > 0 ? `?${call.query}` : '';
  return draw(
    call,
    way,
    {
      action: `/${call.lang}${call.path}${query}`,
      fields: [...fields].flatMap(([name, values]) => values.map((value) => ({ name, value }))),
      codeField: CODE_FIELD,
      carries: true,
      errors:
        wrong === null ? [] : errorTexts(call, [{ field: CODE_FIELD, code: wrong.code, facts: wrong.facts }]),
    },
    wrong === null ? 401 : 422,
  );
}

export const proveRoutes = [show, prove, mail];
