import { eq } from 'drizzle-orm';
import { isoOf, MINUTE } from '../platform/clock.ts';
import { sha256 } from '../platform/digest.ts';
import { invalid, page, seeOther } from '../platform/http/answer.ts';
import type { Typed } from '../platform/http/form.ts';
import { accountOf, type Call, nothing, type Room, route } from '../platform/http/route.ts';
import { errorTexts } from '../platform/http/send.ts';
import { formatInstant } from '../platform/i18n/formats.ts';
import { LANGS } from '../platform/i18n/lang.ts';
import { newSecret } from '../platform/ids.ts';
import { isRefusal, refuse } from '../platform/result.ts';
import { askForSignIn, challengeOfBrowser, challengeOfLink, tryCode } from './challenges.ts';
import { accountForm, codeForm, emptyForm, signInForm } from './forms.ts';
import { signInLimiter } from './limits.ts';
import { accountOfAddress, sessionsOf, standingInvitation } from './pages.ts';
import { CHALLENGE_MS, type Challenge, safeBack, whyNotByCode, whyNotByLink } from './sign-in.ts';
import { describeAccount, endSession, ensureAccount, startSession, useChallenge } from './store.ts';
import { accounts } from './tables.ts';

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
    call.cookies.set('browser', browser, CHALLENGE_MS + MINUTE);
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
      return invalid({ field: 'code', code: 'people.field.wrongCode' });
    }
    return signIn(call, challenge);
  },
  redraw: (call, _thing, typed, errors) => codePage(call, typed, errors),
});

async function signIn(call: Call, challenge: Challenge) {
  const old = call.viewer;
  const device = call.req.get('user-agent') ?? '';
  const outcome = await call.service.act(old.account?.id ?? 'system', 'session.started', (tx) => {
    if (!useChallenge(tx, challenge.id)) return refuse('people.expired');
    if (old.account && old.session) endSession(tx, old.account.id, old.session);
    const account = ensureAccount(tx, { address: challenge.address, name: '', lang: challenge.lang });
    return startSession(tx, account, device);
  });
  if (isRefusal(outcome)) return outcome;
  call.cookies.set('sid', outcome);
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
    const refusal = whyNotByLink(challenge, browserHash(call), call.at);
    if (refusal) return refusal;
    return page('people/link', { title: call.t('people.link.title'), address: challenge?.address ?? '' });
  },
});

const useLink = route({
  method: 'post',
  path: '/sign-in/link/:token',
  audience: 'anyone',
  find: (call) => ({ challenge: challengeOfLink(call.service.db, call.params.token ?? '') }),
  form: emptyForm,
  handle: (call, { challenge }) => {
    const refusal = whyNotByLink(challenge, browserHash(call), call.at);
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

const drawAccount = (call: Call, typed: Typed, errors: Parameters<typeof errorTexts>[1]) =>
  page('people/account', {
    title: call.t('people.account.title'),
    facts: [{ term: call.t('people.account.address'), value: accountOf(call).address }],
    typed,
    errors: errorTexts(call, errors),
    langs: LANGS.map((lang) => ({
      value: lang,
      label: call.t(`platform.language.${lang}`),
      chosen: lang === typed.lang,
    })),
    zones: ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => ({
      value: zone,
      label: zone,
      chosen: zone === typed.timeZone,
    })),
    sessions: sessionsOf(call.service.db, accountOf(call).id, call.at).map((session) => ({
      ...session,
      here: session.id === call.viewer.session,
      seen: formatInstant(call.lang, isoOf(session.seenAt), accountOf(call).timeZone ?? 'UTC', 'dateTime'),
    })),
  });

const account = route({
  method: 'get',
  path: '/account',
  audience: 'account',
  find: nothing,
  handle: (call) => {
    const { name, lang, timeZone } = accountOf(call);
    return drawAccount(call, { name, lang, timeZone: timeZone ?? '' }, []);
  },
});

const describe = route({
  method: 'post',
  path: '/account',
  audience: 'account',
  find: nothing,
  form: accountForm,
  handle: async (call, _thing, values) => {
    const { id } = accountOf(call);
    const said = { ...values, timeZone: values.timeZone || null };
    await call.service.act(id, 'account.described', (tx) => {
      const now = tx.db.select().from(accounts).where(eq(accounts.id, id)).get();
      if (now?.name === said.name && now.lang === said.lang && now.timeZone === said.timeZone) return;
      describeAccount(tx, id, said);
    });
    return seeOther('/account', { key: 'people.notice.saved' });
  },
  redraw: (call, _thing, typed, errors) => drawAccount(call, typed, errors),
});

const endOne = route({
  method: 'post',
  path: '/account/sessions/:session/end',
  audience: 'account',
  find: (call) =>
    sessionsOf(call.service.db, accountOf(call).id, call.at).find(
      (held) => held.id === call.params.session,
    ) ?? null,
  form: emptyForm,
  handle: async (call, session) => {
    const { id } = accountOf(call);
    await call.service.act(id, 'session.ended', (tx) => endSession(tx, id, session.id));
    return seeOther('/account', { key: 'people.notice.session-ended' });
  },
});

export const peopleRoom: Room = {
  name: 'people',
  routes: [askPage, ask, code, enterCode, linkPage, useLink, invitation, signOut, account, describe, endOne],
};
