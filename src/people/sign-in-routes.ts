import { DAY } from '../platform/clock.ts';
import { sha256 } from '../platform/digest.ts';
import { invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { type Call, nothing, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { newSecret } from '../platform/ids.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { askForSignIn, challengeOfBrowser, challengeOfLink, tryCode } from './challenges.ts';
import { codeForm, emptyForm, signInForm } from './forms.ts';
import { signInLimiter } from './limits.ts';
import { mailNewBrowser } from './messages.ts';
import { accountOfAddress, isNewBrowser, standingInvitation } from './pages.ts';
import {
  BROWSER_MS,
  type Challenge,
  isPrinted,
  MAX_TRIES,
  safeBack,
  whyNotByCode,
  whyNotByLink,
} from './sign-in.ts';
import { endSession, ensureAccount, startSession, useChallenge } from './store.ts';

const signInPage = (call: Call, typed: Typed, errors: Parameters<typeof errorTexts>[1]) =>
  page('people/sign-in', {
    title: call.t('people.sign-in.title'),
    typed,
    errors: errorTexts(call, errors),
    local: call.service.config.hasLocalMailbox,
  });

const askPage = route({
  method: 'get',
  path: '/sign-in',
  audience: 'anyone',
  find: nothing,
  handle: (call) => {
    const back = safeBack(call.query.get('back'));
    if (call.viewer.account) return seeOther(back);
    return signInPage(call, { address: '', back }, []);
  },
});

const ask = route({
  method: 'post',
  path: '/sign-in',
  audience: 'anyone',
  find: nothing,
  form: signInForm,
  handle: async (call, _thing, values) => {
    const browser = call.cookies.read('browser') ?? newSecret();
    call.cookies.set('browser', browser, BROWSER_MS);
    // Over the limit the page is the same and no mail is written: the answer tells nobody anything.
    if (await signInLimiter(call.service.clock).allows(values.address, call.req.ip ?? '')) {
      const known = accountOfAddress(call.service.db, values.address);
      askForSignIn(call.service.db, call.at, {
        address: values.address,
        name: known?.name ?? '',
        account: known?.id ?? null,
        lang: call.lang,
        browser,
        back: safeBack(values.back),
      });
    }
    return seeOther('/sign-in/code');
  },
  redraw: (call, _thing, typed, errors) => signInPage(call, typed, errors),
});

const codePage = (call: Call, typed: Typed, errors: Parameters<typeof errorTexts>[1]) =>
  page('people/code', {
    title: call.t('people.code.title'),
    typed,
    errors: errorTexts(call, errors),
    local: call.service.config.hasLocalMailbox,
  });

const code = route({
  method: 'get',
  path: '/sign-in/code',
  audience: 'anyone',
  find: nothing,
  handle: (call) => codePage(call, {}, []),
});

const enterCode = route({
  method: 'post',
  path: '/sign-in/code',
  audience: 'anyone',
  find: nothing,
  form: codeForm,
  handle: async (call, _thing, values) => {
    const browser = call.cookies.read('browser');
    const challenge = browser === null ? null : challengeOfBrowser(call.service.db, browser);
    const refusal = whyNotByCode(challenge, call.at);
    if (refusal || challenge === null) return refusal ?? refuse('people.expired');
    if (!tryCode(call.service.db, challenge, values.code)) {
      await noteGuess(call, challenge);
      return invalid({ field: 'code', code: 'people.field.wrongCode' });
    }
    return signIn(call, challenge);
  },
  redraw: (call, _thing, typed, errors) => codePage(call, typed, errors),
});

const KNOWN_BROWSER_MS = 400 * DAY;

/** The last wrong try kills the code, and the audit log says so. */
async function noteGuess(call: Call, challenge: Challenge): Promise<void> {
  if (challenge.tries + 1 < MAX_TRIES) return;
  const detail = { address: challenge.address, tries: MAX_TRIES };
  await call.service.act('system', 'sign-in.guessed', (tx) =>
    tx.record({ edition: null, object: challenge.id, detail }),
  );
}

async function signIn(call: Call, challenge: Challenge) {
  const old = call.viewer;
  const own = call.cookies.read('device') ?? newSecret();
  const begun = {
    device: call.req.get('user-agent') ?? '',
    proof: isPrinted(challenge) ? 'sample' : 'link',
    browserHash: sha256(own),
  } as const;
  const outcome = await call.service.act(old.account?.id ?? 'system', 'session.started', (tx) => {
    if (!useChallenge(tx, challenge.id)) return refuse('people.expired');
    if (old.account && old.session) endSession(tx, old.account.id, old.session);
    const account = ensureAccount(tx, { address: challenge.address, name: '', lang: challenge.lang });
    if (isNewBrowser(tx.db, account, begun.browserHash))
      mailNewBrowser(tx, account, challenge.id, begun.device);
    return startSession(tx, account, begun);
  });
  if (isRefusal(outcome)) return outcome;
  call.cookies.set('sid', outcome);
  call.cookies.set('device', own, KNOWN_BROWSER_MS);
  call.cookies.clear('browser');
  return seeOther(safeBack(challenge.back));
}

const browserHash = (call: Call) => {
  const browser = call.cookies.read('browser');
  return browser === null ? null : sha256(browser);
};

const linkPage = route({
  method: 'get',
  path: '/sign-in/link/:token',
  audience: 'anyone',
  find: (call) => ({ challenge: challengeOfLink(call.service.db, call.params.token ?? '') }),
  handle: (call, { challenge }) => {
    const refusal = whyNotByLink(challenge, browserHash(call), call.at, call.service.config.production);
    if (refusal) return refusal;
    return page('people/link', {
      title: call.t('people.link.title'),
      address: challenge?.address ?? '',
      isPrinted: challenge !== null && isPrinted(challenge),
    });
  },
});

const useLink = route({
  method: 'post',
  path: '/sign-in/link/:token',
  audience: 'anyone',
  find: (call) => ({ challenge: challengeOfLink(call.service.db, call.params.token ?? '') }),
  form: emptyForm,
  handle: (call, { challenge }) => {
    const refusal = whyNotByLink(challenge, browserHash(call), call.at, call.service.config.production);
    if (refusal || challenge === null) return refusal ?? refuse('people.expired');
    return signIn(call, challenge);
  },
});

const invitation = route({
  method: 'get',
  path: '/invitation/:token',
  audience: 'anyone',
  find: nothing,
  handle: (call) => {
    const standing = standingInvitation(call.service.db, call.params.token ?? '', call.at);
    if (standing === null) return refuse('people.expired');
    if (call.viewer.account?.address === standing.address) return seeOther(standing.path);
    return page('people/invitation', {
      title: call.t('people.invitation.title'),
      address: standing.address,
      name: standing.name,
      back: standing.path,
    });
  },
});

const signOut = route({
  method: 'post',
  path: '/sign-out',
  audience: 'account',
  beforeFactor: true,
  find: nothing,
  form: emptyForm,
  handle: async (call) => {
    const { account, session } = call.viewer;
    if (account && session) {
      await call.service.act(account.id, 'session.ended', (tx) => endSession(tx, account.id, session));
    }
    call.cookies.clear('sid');
    return seeOther('/', { key: 'people.notice.signed-out' });
  },
});

export const signInRoutes = [askPage, ask, code, enterCode, linkPage, useLink, invitation, signOut];
