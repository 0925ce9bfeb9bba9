import { randomBytes } from 'node:crypto';
import { type Answer, invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, nothing, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { isRefusal } from '../platform/result.ts';
import { whyNotEnrol } from './factor.ts';
import { factorsOf } from './factor-pages.ts';
import { addFactor, proveSession } from './factor-store.ts';
import { appForm } from './forms.ts';
import { sessionOf } from './prove-routes.ts';
import { safeBack } from './sign-in.ts';
import { appAddress, qrPath, secretText, stepOfCode } from './totp.ts';

const SECRET_BYTES = 20;

/** Says why the viewer cannot set up a factor now, or nothing. */
export function whyNotEnrolNow(call: Call) {
  const known = factorsOf(call.service.db, accountOf(call).id);
  return whyNotEnrol(known.length > 0, call.viewer.isFresh);
}

function drawEnrol(call: Call, typed: Typed, errors: Parameters<typeof errorTexts>[1]): Answer {
  const { address } = accountOf(call);
  const known = factorsOf(call.service.db, accountOf(call).id);
  const secret = /^[A-Z2-7]{32}$/.test(String(typed.secret ?? ''))
    ? String(typed.secret)
    : secretText(randomBytes(SECRET_BYTES));
  return page('people/enrol', {
    title: call.t('people.enrol.title'),
    owes: call.viewer.owesFactor,
    replaces: known.some(({ kind }) => kind === 'totp'),
    qr: qrPath(appAddress(secret, call.t('platform.awardName'), address)),
    secret,
    // In groups of four, as apps show it and people type it.
    secretShown: secret.match(/.{1,4}/g)?.join(' ') ?? secret,
    back: safeBack(String(typed.back ?? '')),
    errors: errorTexts(call, errors),
  });
}

const show = route({
  method: 'get',
  path: '/factor/new',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  handle: (call) => {
    const back = safeBack(call.query.get('back'));
    if (whyNotEnrolNow(call)) return seeOther(`/factor?back=${encodeURIComponent('/my/account')}`);
    return drawEnrol(call, { back }, []);
  },
});

const addApp = route({
  method: 'post',
  path: '/factor/new',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  form: appForm,
  handle: async (call, _thing, { secret, code, back }) => {
    const { id } = accountOf(call);
    const step = stepOfCode(secret, code, call.at, null);
    if (step === null) return invalid({ field: 'code', code: 'people.factor.wrongCode' });
    const token = await call.service.act(id, 'factor.added', (tx) => {
      const refusal = whyNotEnrol(factorsOf(tx.db, id).length > 0, call.viewer.isFresh);
      if (refusal) return refusal;
      addFactor(tx, id, { kind: 'totp', secret, lastStep: step });
      return proveSession(tx, id, sessionOf(call), 'totp');
    });
    if (isRefusal(token)) return token;
    call.cookies.set('sid', token);
    return seeOther(safeBack(back), { key: 'people.notice.factor-added' });
  },
  redraw: drawEnrolAgain,
});

function drawEnrolAgain(
  call: Call,
  _thing: unknown,
  typed: Typed,
  errors: Parameters<typeof errorTexts>[1],
): Answer {
  return drawEnrol(call, typed, errors);
}

export const enrolRoutes = [show, addApp];
